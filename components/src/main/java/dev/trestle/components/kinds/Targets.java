package dev.trestle.components.kinds;

import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Wire;
import java.util.Arrays;

/**
 * Where a balancer can send: a slot is one instance at the end of one wire, with what the balancer knows of it, which is
 * its own open requests and the health checks.
 */
final class Targets {
    private Wire[] wires = {};
    private int[] instances = {};
    private int[] open = {};
    private boolean[] healthy = {};
    private int[] failedChecks = {};

    /** The slots at the ends of the wires, in order; wires that are new get slots. */
    int[] slots(Wire[] ways) {
        int[] slots = {};
        for (Wire way : ways) {
            int first = first(way);
            int count = way.to.instances();
            int before = slots.length;
            slots = Arrays.copyOf(slots, before + count);
            for (int i = 0; i < count; i++) {
                slots[before + i] = first + i;
            }
        }
        return slots;
    }

    private int first(Wire wire) {
        for (int slot = 0; slot < wires.length; slot++) {
            if (wires[slot] == wire) {
                return slot;
            }
        }
        int first = wires.length;
        int count = first + wire.to.instances();
        wires = Arrays.copyOf(wires, count);
        instances = Arrays.copyOf(instances, count);
        open = Arrays.copyOf(open, count);
        failedChecks = Arrays.copyOf(failedChecks, count);
        healthy = Arrays.copyOf(healthy, count);
        for (int slot = first; slot < count; slot++) {
            wires[slot] = wire;
            instances[slot] = slot - first;
            // An instance that autoscaling has not started yet is not registered.
            healthy[slot] = wire.to.up(slot - first);
        }
        return first;
    }

    /** What each slot is called: the node, with the number of the instance where there are several. */
    String[] names() {
        String[] names = new String[wires.length];
        for (int slot = 0; slot < names.length; slot++) {
            boolean alone = wires[slot].to.instances() == 1;
            names[slot] = Shares.NODE + wires[slot].to.id + (alone ? "" : " " + (instances[slot] + 1));
        }
        return names;
    }

    int count() {
        return wires.length;
    }

    Wire wire(int slot) {
        return wires[slot];
    }

    int instance(int slot) {
        return instances[slot];
    }

    /** Requests sent to the slot that are not answered yet. */
    int open(int slot) {
        return open[slot];
    }

    boolean healthy(int slot) {
        return healthy[slot];
    }

    void opened(int slot, int change) {
        open[slot] += change;
    }

    /** Asks the slot whether it is well: so many failures in a row take it out, one good check brings it back. */
    void check(int slot, int threshold, boolean answers) {
        if (answers) {
            failedChecks[slot] = 0;
            healthy[slot] = true;
        } else if (++failedChecks[slot] >= threshold) {
            healthy[slot] = false;
        }
    }
}
