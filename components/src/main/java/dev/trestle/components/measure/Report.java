package dev.trestle.components.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The final measurements of a run: a pure function of board, seed and engine version, to the last bit.
 *
 * @param digest hash over every event of every replication
 * @param simulatedSeconds length of one replication
 * @param requests operations issued by clients, all replications together
 * @param events engine events, all replications together
 * @param stoppedBy {@code script} (ran to its end), {@code decided}, {@code budget} or {@code cancel}
 * @param played how much of each phase that was begun
 * @param phases by id of the phase, in order
 * @param named the same by name: phases of one name together
 * @param operations over all measured phases together, by name
 * @param nodes over all measured phases together, by id
 * @param links over all measured phases together, by id
 * @param writers names of the operations that write; the other ones only read
 * @param issued names of the operations that clients issue; the other ones handle events
 * @param ways the nodes that take part in each operation
 * @param clocks from when to when the latency of an operation goes that an event triggers, in words
 * @param names what people call each node, by id: its label, with the id where several nodes have the same
 * @param thinned what was not simulated in full, one line each
 * @param timeline frames of the first replication: at even distances, closer after faults and changes of the load
 * @param faults what was in force when in the first replication, in the order in which they began
 * @param details curves, balance, distributions and single requests over all measured phases
 */
public record Report(
        String title,
        long seed,
        String digest,
        int replications,
        double simulatedSeconds,
        long requests,
        long events,
        String stoppedBy,
        List<Played> played,
        Map<String, PhaseResult> phases,
        Map<String, PhaseResult> named,
        Map<String, OperationResult> operations,
        Map<String, NodeResult> nodes,
        Map<String, LinkResult> links,
        Bill bill,
        Set<String> writers,
        Set<String> issued,
        Map<String, List<String>> ways,
        Map<String, String> clocks,
        Map<String, String> names,
        List<String> thinned,
        List<Frame> timeline,
        List<Incident> faults,
        Details details) {

    /** The same with more lines on what was not simulated in full. */
    public Report alsoThinned(List<String> lines) {
        List<String> all = new ArrayList<>(thinned);
        all.addAll(lines);
        return new Report(
                title,
                seed,
                digest,
                replications,
                simulatedSeconds,
                requests,
                events,
                stoppedBy,
                played,
                phases,
                named,
                operations,
                nodes,
                links,
                bill,
                writers,
                issued,
                ways,
                clocks,
                names,
                List.copyOf(all),
                timeline,
                faults,
                details);
    }

    /** What people call a node: for sentences; its id when nothing else is known. */
    public String name(String node) {
        return names.getOrDefault(node, node);
    }

    /** Whether every phase of the script got all that it needs. */
    public boolean whole() {
        return played.stream().allMatch(Played::whole);
    }

    /** What happened in the phase with that name, or in all of them together; null where there is none. */
    public PhaseResult phase(String name) {
        return named.get(name);
    }
}
