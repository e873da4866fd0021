package dev.trestle.components.kind;

/**
 * What is asked of a node, for a forecast without running.
 *
 * @param callsPerSecond calls that come in at all instances together
 * @param waitsSeconds mean time that a call is expected to wait for other nodes, 0 where it waits for none: from settings
 *     and routes, never from a measurement, or the forecast could not disagree with it
 * @param mix what the calls are
 * @param rewritten which of the rows that it is asked for have been written in the run before; null where nobody knows
 */
public record Demand(double callsPerSecond, double waitsSeconds, Mix mix, Rewritten rewritten) {
    /** A demand of rows of which nobody knows whether they were written before. */
    public Demand(double callsPerSecond, double waitsSeconds, Mix mix) {
        this(callsPerSecond, waitsSeconds, mix, null);
    }

    /** A demand where it does not matter what is read and what is written. */
    public Demand(double callsPerSecond, double waitsSeconds) {
        this(callsPerSecond, waitsSeconds, Mix.UNKNOWN);
    }

    /** See {@link Mix}. */
    public double readShare() {
        return mix.readShare();
    }

    /**
     * What the calls are that come in at a node; NaN where there are none such or nobody knows.
     *
     * @param readShare share of its reads and writes that are reads
     * @param heldBytes all items of the entity that a read asks about, mean over the reads
     * @param writtenBytes size of an item, mean over the writes
     * @param answerBytes what its own callees answer to a request, mean over the requests that come in, 0 for those that
     *     it answers itself
     * @param eventShare share of the calls that are deliveries of events, where the others are requests
     * @param atRandom whether they come at random moments; if not, as where several are made at once, nobody can say by
     *     the theory of random arrivals how long they wait and how many find room
     */
    public record Mix(
            double readShare,
            double heldBytes,
            double writtenBytes,
            double answerBytes,
            double eventShare,
            boolean atRandom) {
        static final Mix UNKNOWN = new Mix(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, true);
    }
}
