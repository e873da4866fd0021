package dev.trestle.components.plan;

import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Port;
import dev.trestle.components.load.Distribution;
import java.util.Set;

/**
 * A link of the design, compiled.
 *
 * @param from index of the node it leaves
 * @param to index of the node it enters
 * @param carries the words that both ports share: request, data, message
 * @param only what may pass: reads, writes, names of operations; empty for everything
 * @param latency one way, in nanoseconds
 * @param bytesPerSecond bandwidth, 0 for no limit
 * @param loss share of messages lost, 0 to 1
 * @param network how its latency and its losses come about
 */
public record PlanLink(
        int index,
        String id,
        int from,
        int to,
        Set<String> carries,
        Set<String> only,
        Distribution latency,
        double bytesPerSecond,
        double loss,
        Carriage network) {
    /**
     * @param byPlace whether the latency follows the places of those who talk to each other, instance by instance
     * @param jitter coefficient of variation of latencies by place, 0 for none
     * @param resending how what is lost is sent again; null where it stays lost
     */
    public record Carriage(boolean byPlace, double jitter, Wire.Resending resending) {}

    /** Whether requests pass. */
    boolean requests() {
        return carries.contains(Port.REQUEST);
    }

    /** Whether reads and writes pass. */
    boolean data() {
        return carries.contains(Port.DATA);
    }

    /** Whether messages pass. */
    boolean messages() {
        return carries.contains(Port.MESSAGE);
    }

    /** Whether the filter lets something pass that reads or writes on behalf of an operation. */
    boolean lets(boolean writes, String operation) {
        return only.isEmpty() || only.contains(writes ? "writes" : "reads") || only.contains(operation);
    }
}
