package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Shares;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A balancing algorithm over a set of slots of {@link Targets}: it says who gets the next request.
 *
 * <p>Only healthy slots are chosen; where none is healthy all are tried, as balancers that fail open do.
 */
abstract class Choice {
    /** With one healthy slot of ten, so many draws miss it one time in a thousand. */
    private static final int DRAWS = 64;

    final Targets targets;
    private final int[] slots;
    private int turn;
    /** How many each of the slots got, and its place among them by slot. */
    private Shares shares;

    private int[] places;

    Choice(Targets targets, int[] slots) {
        this.targets = targets;
        this.slots = slots.clone();
    }

    /** The slot for a request. */
    abstract int pick(Call call);

    /** A request goes to the slot. */
    void sent(int slot, long bytes, long now) {}

    /** What the slot of a request depends on, such as a key; {@link LongMap#NONE} where it depends on more than that. */
    long about(Call call) {
        return LongMap.NONE;
    }

    /** The slot has answered after so many nanoseconds. */
    void answered(int slot, long nanos, long bytes, long now) {}

    /** The slot was asked for its health, and has been asked for nothing since the last time when it is idle. */
    void checked(int slot) {}

    /** Begins to count how evenly requests are spread over the slots; {@code alone}: the balancer has no other choice. */
    final void counts(Meter meter, boolean alone) {
        String[] all = targets.names();
        String[] names = new String[slots.length];
        places = new int[targets.count()];
        for (int i = 0; i < slots.length; i++) {
            names[i] = all[slots[i]];
            places[slots[i]] = i;
        }
        shares = meter.shares(alone ? "requests" : "requests to " + nodes(), names);
    }

    /** The nodes that it chooses from. */
    private String nodes() {
        Set<String> nodes = new LinkedHashSet<>();
        for (int slot : slots) {
            nodes.add(Shares.NODE + targets.wire(slot).to.id);
        }
        return String.join(", ", nodes);
    }

    /** Goes on with the counts of one that it takes the place of, over the same slots. */
    final void countsOn(Choice before) {
        shares = before.shares;
        places = before.places;
    }

    final int[] slots() {
        return slots;
    }

    final void counted(int slot) {
        shares.count(places[slot]);
    }

    final int size() {
        return slots.length;
    }

    final int slot(int place) {
        return slots[place];
    }

    final boolean has(int slot) {
        for (int each : slots) {
            if (each == slot) {
                return true;
            }
        }
        return false;
    }

    final boolean isOver(int[] others) {
        return Arrays.equals(slots, others);
    }

    /** The next healthy slot in turn; those that are not are passed over, so that all others get the same share. */
    final int inTurn() {
        for (int i = 0; i < slots.length; i++) {
            int slot = next();
            if (targets.healthy(slot)) {
                return slot;
            }
        }
        return next();
    }

    private int next() {
        int slot = slots[turn];
        turn = turn + 1 == slots.length ? 0 : turn + 1;
        return slot;
    }

    /** A healthy slot at random, all alike unless next to none is healthy. */
    final int drawn(Chance chance) {
        for (int i = 0; i < DRAWS; i++) {
            int slot = slots[(int) chance.below(slots.length)];
            if (targets.healthy(slot)) {
                return slot;
            }
        }
        return from((int) chance.below(slots.length));
    }

    /** The slot at a place, or the next healthy one after it. */
    final int from(int place) {
        int start = Math.floorMod(place, slots.length);
        int at = start;
        do {
            if (targets.healthy(slots[at])) {
                return slots[at];
            }
            at = at + 1 == slots.length ? 0 : at + 1;
        } while (at != start);
        return slots[start];
    }

    /** Each in turn. */
    static final class RoundRobin extends Choice {
        RoundRobin(Targets targets, int[] slots) {
            super(targets, slots);
        }

        @Override
        int pick(Call call) {
            return inTurn();
        }
    }

    /** A client's first request goes in turn, all later ones to the same slot for as long as that one is healthy. */
    static final class StickyRoundRobin extends Choice {
        private final LongMap slotOf = new LongMap(64);

        StickyRoundRobin(Targets targets, int[] slots) {
            super(targets, slots);
        }

        @Override
        int pick(Call call) {
            long known = slotOf.get(call.client);
            if (known != LongMap.NONE && targets.healthy((int) known)) {
                return (int) known;
            }
            int slot = inTurn();
            slotOf.put(call.client, slot);
            return slot;
        }
    }

    /**
     * Weighted round robin by earliest deadline first, as Envoy does it: a slot of weight w is due every 1/w, and who is
     * due first goes next. O(log n) by a binary heap.
     */
    static final class WeightedRoundRobin extends Choice {
        private final double[] period;
        private final double[] due;
        private final int[] heap;

        WeightedRoundRobin(Targets targets, int[] slots, double[] weights) {
            super(targets, slots);
            period = new double[slots.length];
            due = new double[slots.length];
            heap = new int[slots.length];
            for (int i = 0; i < slots.length; i++) {
                period[i] = 1 / weights[Math.min(slots[i], weights.length - 1)];
                due[i] = period[i] / 2;
                heap[i] = i;
            }
            for (int i = slots.length / 2; i >= 0; i--) {
                sink(i);
            }
        }

        @Override
        int pick(Call call) {
            for (int tries = 0; tries < size(); tries++) {
                int slot = next();
                if (targets.healthy(slot)) {
                    return slot;
                }
            }
            return inTurn();
        }

        private int next() {
            int first = heap[0];
            due[first] += period[first];
            sink(0);
            return slot(first);
        }

        private void sink(int from) {
            int at = from;
            int least = from;
            do {
                int swapped = heap[at];
                heap[at] = heap[least];
                heap[least] = swapped;
                at = least;
                for (int child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child++) {
                    if (before(heap[child], heap[least])) {
                        least = child;
                    }
                }
            } while (least != at);
        }

        private boolean before(int one, int other) {
            return due[one] < due[other] || due[one] == due[other] && one < other;
        }
    }

    /**
     * The one with fewest open requests of d drawn at random (Mitzenmacher 2001); with d = 1 any at random.
     */
    static final class PowerOfChoices extends Choice {
        private final int choices;
        private final Chance chance;

        PowerOfChoices(Targets targets, int[] slots, int choices, Chance chance) {
            super(targets, slots);
            this.choices = choices;
            this.chance = chance;
        }

        @Override
        int pick(Call call) {
            int best = drawn(chance);
            for (int i = 1; i < choices; i++) {
                int other = drawn(chance);
                if (targets.open(other) < targets.open(best)) {
                    best = other;
                }
            }
            return best;
        }
    }

    /** What a hash is taken of. */
    enum Of {
        CLIENT,
        KEY,
        URL;

        long value(Call call) {
            return switch (this) {
                case CLIENT -> call.client;
                case KEY -> call.key;
                case URL -> HashRing.mix(call.key) + call.operation;
            };
        }
    }

    /**
     * The hash modulo the number of slots; who belongs to a lost one is hashed again and again until a living one comes
     * out, as nginx does for ip_hash: a lost slot's share is spread over all others, and nobody else moves.
     */
    static final class Hashed extends Choice {
        private final Of of;

        Hashed(Targets targets, int[] slots, Of of) {
            super(targets, slots);
            this.of = of;
        }

        @Override
        int pick(Call call) {
            long hash = HashRing.mix(of.value(call));
            int first = (int) Long.remainderUnsigned(hash, size());
            for (int i = 0; i < DRAWS; i++) {
                int slot = slot((int) Long.remainderUnsigned(hash, size()));
                if (targets.healthy(slot)) {
                    return slot;
                }
                hash = HashRing.mix(hash);
            }
            return from(first);
        }

        @Override
        long about(Call call) {
            return of.value(call);
        }
    }

    /** Consistent hashing on a {@link HashRing}; a lost slot's places go each to the next one on the ring. */
    static final class OnRing extends Choice {
        private final Of of;
        private final HashRing ring;

        OnRing(Targets targets, int[] slots, Of of, HashRing ring) {
            super(targets, slots);
            this.of = of;
            this.ring = ring;
        }

        @Override
        int pick(Call call) {
            int first = ring.place(of.value(call));
            int place = first;
            do {
                int slot = slot(ring.ownerAt(place));
                if (targets.healthy(slot)) {
                    return slot;
                }
                place = ring.after(place);
            } while (place != first);
            return slot(ring.ownerAt(first));
        }

        @Override
        long about(Call call) {
            return of.value(call);
        }
    }
}
