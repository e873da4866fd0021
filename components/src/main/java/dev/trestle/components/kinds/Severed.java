package dev.trestle.components.kinds;

import dev.trestle.components.engine.Network;
import java.util.Arrays;

/** Since when the instances of a node have been cut off from each other. */
final class Severed {
    /** No time at all: they are not cut off. */
    private static final long NEVER = Long.MAX_VALUE;

    private final int instances;
    /** By sender times instances plus receiver; null until something is cut for the first time. */
    private long[] since;

    Severed(int instances) {
        this.instances = instances;
    }

    /** The moment from which on nothing has come through from one instance to the other and back; a far one if it does. */
    long since(int one, int other) {
        return since == null ? NEVER : Math.min(since[one * instances + other], since[other * instances + one]);
    }

    /** What is cut off has changed. */
    void rewired(Network network, int node, long now) {
        if (since == null) {
            since = new long[instances * instances];
            Arrays.fill(since, NEVER);
        }
        for (int from = 0; from < instances; from++) {
            for (int to = 0; to < instances; to++) {
                int pair = from * instances + to;
                boolean joined = network.joins(node, from, to);
                since[pair] = joined ? NEVER : Math.min(since[pair], now);
            }
        }
    }
}
