package dev.trestle.components.measure;

import java.util.List;

/**
 * One request of a run, hop by hop, with names for what the engine numbers.
 *
 * @param operation what was asked for, or the event of a message
 * @param about the entity and key that it is about, such as {@code Photo 42}; empty where there is none
 * @param client number of the one who asked; -1 for a message
 * @param attempts how often it was tried
 * @param phase name of the phase in which it began
 * @param at simulated seconds from the start of the run
 * @param seconds how long it took, or has taken when the run ended
 * @param outcome in words; {@code under way} when the run ended before it did
 * @param hopCount how many hops there were; {@code hops} are the first of them
 */
public record Trace(
        String operation,
        String about,
        long client,
        int attempts,
        String phase,
        double at,
        double seconds,
        String outcome,
        int hopCount,
        List<Hop> hops) {
    /**
     * A call over a link, in seconds from the beginning of the request; NaN for what did not happen.
     *
     * @param parent place of the hop that made it in the list; -1 for those of the one who asked
     * @param node id
     * @param instance from 1; 0 where none took it, or there is only one
     * @param does verb and subject, such as {@code read Photo}
     * @param attempt number of the try, from 1
     * @param waited in queues at the node
     * @param held with a worker of the node, waiting for other nodes included
     * @param left when the node was through with it; {@code back} when the answer was there
     * @param gaveUp when nobody waited for it any more
     * @param outcome in words; {@code no answer} where none had come
     */
    public record Hop(
            int parent,
            String node,
            int instance,
            String does,
            int attempt,
            double sent,
            double arrived,
            double waited,
            double held,
            double left,
            double back,
            double gaveUp,
            String outcome) {
        /** When it was over, as far as is known. */
        public double end() {
            return !Double.isNaN(back) ? back : !Double.isNaN(gaveUp) ? gaveUp : left;
        }
    }
}
