package dev.trestle.components.history;

import java.util.Locale;

/**
 * One thing that happened in a run, as a line of evidence.
 *
 * @param timeNanos virtual time from the start of the run
 * @param who the actor: "client 7", or a node's label
 * @param what the deed, ready to be followed by the node's name where there is one: "read v2 from"
 * @param node the node where it happened, or empty
 */
public record Moment(long timeNanos, String who, String what, String node) {
    /** The deed with its place: "read v2 from follower 2". */
    public String deed() {
        return node.isEmpty() ? what : what + " " + node;
    }

    /** Virtual time in seconds with that many decimals. */
    public String time(int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f s", timeNanos / 1e9);
    }
}
