package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;

/**
 * The slot with the least load, whatever load means: a tournament tree (Knuth, TAOCP 3, 5.4.1) over the slots, so that a
 * request costs O(log n) and nothing is allocated. Of equals the one that waits longest for a request goes first.
 */
abstract class LeastLoaded extends Choice {
    private final int leaves;
    /** The better one of each pair of subtrees, as a place; the winner of all stands at 1; -1 where there is none. */
    private final int[] winners;

    private final int[] placeOf;
    private final double[] loads;
    private final long[] usedAs;
    private long uses;

    LeastLoaded(Targets targets, int[] slots) {
        super(targets, slots);
        leaves = Math.max(2, Integer.highestOneBit(Math.max(1, slots.length - 1)) * 2);
        winners = new int[2 * leaves];
        placeOf = new int[targets.count()];
        loads = new double[slots.length];
        usedAs = new long[slots.length];
        for (int i = 0; i < leaves; i++) {
            winners[leaves + i] = i < slots.length ? i : -1;
        }
        for (int i = leaves - 1; i > 0; i--) {
            winners[i] = better(winners[2 * i], winners[2 * i + 1]);
        }
        for (int i = 0; i < slots.length; i++) {
            placeOf[slots[i]] = i;
        }
    }

    /** What a slot carries now. */
    abstract double load(int slot);

    @Override
    int pick(Call call) {
        int best = slot(winners[1]);
        return targets.healthy(best) ? best : inTurn();
    }

    @Override
    void sent(int slot, long bytes, long now) {
        usedAs[placeOf[slot]] = ++uses;
        update(slot);
    }

    @Override
    void answered(int slot, long nanos, long bytes, long now) {
        update(slot);
    }

    @Override
    void checked(int slot) {
        update(slot);
    }

    final void update(int slot) {
        int place = placeOf[slot];
        loads[place] = targets.healthy(slot) ? load(slot) : Double.POSITIVE_INFINITY;
        for (int i = (leaves + place) / 2; i > 0; i /= 2) {
            winners[i] = better(winners[2 * i], winners[2 * i + 1]);
        }
    }

    private int better(int one, int other) {
        if (one < 0 || other < 0) {
            return Math.max(one, other);
        }
        if (loads[one] != loads[other]) {
            return loads[one] < loads[other] ? one : other;
        }
        return usedAs[one] <= usedAs[other] ? one : other;
    }

    /** Fewest open requests. */
    static final class Connections extends LeastLoaded {
        Connections(Targets targets, int[] slots) {
            super(targets, slots);
        }

        @Override
        double load(int slot) {
            return targets.open(slot);
        }
    }

    /**
     * Shortest expected response: the exponentially weighted moving average of the slot's response times, for each request
     * that is open and the one to come. An idle slot's average halves at each health check, so that it is tried again.
     */
    static final class ResponseTime extends LeastLoaded {
        private static final double NEWEST = 0.1;
        private final double[] averageNanos;

        ResponseTime(Targets targets, int[] slots) {
            super(targets, slots);
            averageNanos = new double[targets.count()];
        }

        @Override
        double load(int slot) {
            return averageNanos[slot] * (targets.open(slot) + 1);
        }

        @Override
        void answered(int slot, long nanos, long bytes, long now) {
            double average = averageNanos[slot];
            averageNanos[slot] = average == 0 ? nanos : average + NEWEST * (nanos - average);
            super.answered(slot, nanos, bytes, now);
        }

        @Override
        void checked(int slot) {
            if (targets.open(slot) == 0) {
                averageNanos[slot] /= 2;
            }
            super.checked(slot);
        }
    }

    /**
     * Fewest bytes of late, requests and answers, older ones counting less: forward decay (Cormode et al., ICDE 2009), in
     * which new bytes weigh more instead of old ones less, so that the order of the slots stands still between requests.
     */
    static final class Bandwidth extends LeastLoaded {
        /** Bytes of so long ago count e times less: the 14 s over which NetScaler measures. */
        private static final double DECAY_NANOS = 14e9;
        /** The weights are brought back to 1 before they grow beyond all numbers. */
        private static final double LARGEST_AGE = 500;

        private final double[] bytesOf;
        private long sinceNanos;

        Bandwidth(Targets targets, int[] slots) {
            super(targets, slots);
            bytesOf = new double[targets.count()];
        }

        @Override
        double load(int slot) {
            return bytesOf[slot];
        }

        @Override
        void sent(int slot, long bytes, long now) {
            carried(slot, bytes, now);
            super.sent(slot, bytes, now);
        }

        @Override
        void answered(int slot, long nanos, long bytes, long now) {
            carried(slot, bytes, now);
            super.answered(slot, nanos, bytes, now);
        }

        private void carried(int slot, long bytes, long now) {
            double age = (now - sinceNanos) / DECAY_NANOS;
            if (age > LARGEST_AGE) {
                double less = StrictMath.exp(-age);
                for (int i = 0; i < size(); i++) {
                    bytesOf[slot(i)] *= less;
                    update(slot(i));
                }
                sinceNanos = now;
                age = 0;
            }
            bytesOf[slot] += bytes * StrictMath.exp(age);
        }
    }
}
