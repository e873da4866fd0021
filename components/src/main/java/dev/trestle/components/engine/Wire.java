package dev.trestle.components.engine;

/**
 * A link of the design as the engine sees it: it delays, loses and counts what passes in both directions.
 *
 * <p>The delay of a message is a sampled one-way latency plus its bytes divided by the bandwidth.
 */
public final class Wire {
    /** A source of one-way latencies, in nanoseconds. */
    public interface Latency {
        /** The next latency in nanoseconds, at least 0. */
        long sample(Chance chance);
    }

    public final int index;
    public final Behaviour from;
    public final Behaviour to;
    private final Latency latency;
    private final Chance chance;
    /** Nanoseconds a byte takes; 0 where the bandwidth is not limited. */
    private final double nanosPerByte;
    /** Share of messages that are lost, 0 to 1. */
    private final double loss;

    /** Messages sent forward, and below the bytes of both directions. */
    public long calls;

    /** Exact up to nine petabytes, and right to sixteen digits beyond. */
    public double bytesForward;

    public double bytesBack;
    /** What a fault does to this wire: extra loss, 0 to 1, and whether nothing passes. */
    public double extraLoss;

    public boolean cut;
    /** A fault's factor on the latency. */
    public double slowness = 1;

    /**
     * @param bytesPerSecond bandwidth, or 0 for no limit
     * @param loss share of messages lost, 0 to 1
     */
    public Wire(
            int index,
            Behaviour from,
            Behaviour to,
            Latency latency,
            double bytesPerSecond,
            double loss,
            Chance chance) {
        this.index = index;
        this.from = from;
        this.to = to;
        this.latency = latency;
        this.nanosPerByte = bytesPerSecond > 0 ? 1e9 / bytesPerSecond : 0;
        this.loss = loss;
        this.chance = chance;
    }

    /** The delay of a message of so many bytes, in nanoseconds; -1 when it is lost. */
    long delay(long bytes) {
        if (cut) {
            return -1;
        }
        double lost = loss + extraLoss;
        if (lost > 0 && chance.uniform() < lost) {
            return -1;
        }
        long nanos = latency.sample(chance);
        if (slowness != 1) {
            nanos = Math.min(Agenda.LAST, (long) (nanos * slowness));
        }
        return nanosPerByte == 0 ? nanos : nanos + Math.min(Agenda.LAST, (long) (bytes * nanosPerByte));
    }
}
