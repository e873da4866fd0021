package dev.trestle.components.kinds;

import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Station;

/** Which brokers run, but are cut off from a majority that hear each other. Without such a majority none are. */
final class Isolation {
    private final Engine engine;
    private final int node;
    private final Station[] stations;
    private final boolean[] isolated;
    private final boolean[] before;

    Isolation(Engine engine, int node, Station[] stations) {
        this.engine = engine;
        this.node = node;
        this.stations = stations;
        isolated = new boolean[stations.length];
        before = new boolean[stations.length];
    }

    boolean of(int broker) {
        return isolated[broker];
    }

    /** The broker does not run any more. */
    void forget(int broker) {
        isolated[broker] = false;
    }

    /** Looks anew who hears whom. */
    void look() {
        boolean majority = false;
        for (int i = 0; i < stations.length; i++) {
            majority |= stations[i].up() && 2 * joined(i) > stations.length;
        }
        for (int broker = 0; broker < stations.length; broker++) {
            before[broker] = isolated[broker];
            isolated[broker] = majority && stations[broker].up() && 2 * joined(broker) <= stations.length;
        }
    }

    /** Whether the broker was not isolated before the last look, and is now. */
    boolean begins(int broker) {
        return isolated[broker] && !before[broker];
    }

    /** Whether the broker runs, was isolated before the last look, and is not now. */
    boolean ends(int broker) {
        return before[broker] && !isolated[broker] && stations[broker].up();
    }

    private int joined(int broker) {
        int joined = 0;
        for (int i = 0; i < stations.length; i++) {
            boolean both =
                    engine.network().joins(node, broker, i) && engine.network().joins(node, i, broker);
            joined += stations[i].up() && both ? 1 : 0;
        }
        return joined;
    }
}
