package dev.trestle.components.history;

import java.util.Locale;

/**
 * One thing that happened in a run, as a line of evidence.
 *
 * @param timeNanos virtual time from the start of the run
 * @param who the actor: "client 7", or a node's label
 * @param what the deed, ready to be followed by the node's name where there is one: "read v2 from"
 * @param node the name of the node where it happened, or empty
 * @param facts the same for programs
 */
public record Moment(long timeNanos, String who, String what, String node, Facts facts) {
    /**
     * What a moment says, part by part.
     *
     * @param deed one word or two: wrote, read, discarded, published, handled, ...
     * @param subject the entity, event or operation
     * @param key its key, or the number of the message or request; -1 for none
     * @param version the version that was written or seen, the attempt of a handling; -1 for none
     * @param node id of the node where it happened, or null
     * @param instance which of its instances, from 0
     * @param link id of the link over which it came, or null
     * @param fromNanos when it began
     * @param toNanos when it was over
     */
    public record Facts(
            String deed,
            String subject,
            long key,
            long version,
            String node,
            int instance,
            String link,
            long fromNanos,
            long toNanos) {}

    /** The deed with its place: "read v2 from follower 2". */
    public String deed() {
        return node.isEmpty() ? what : what + " " + node;
    }

    /** Virtual time in seconds with that many decimals. */
    public String time(int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f s", timeNanos / 1e9);
    }
}
