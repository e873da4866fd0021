package dev.trestle.components.bench;

import dev.trestle.components.engine.Agenda;

/** The HOLD model of the event set: remove the earliest, schedule it again one exponential gap later; gaps drawn beforehand. */
final class Hold implements Task {
    private final long[] gaps = new long[1 << 14];
    private final Agenda agenda = new Agenda();
    private final int holds;
    private int done;
    private long state = 42;

    /** Gaps of mean 1 ms times the number pending: 1 ms of virtual time a hold. */
    Hold(int pending, int holds) {
        this.holds = holds;
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (long) (-1_000_000.0 * pending * Math.log(1 - uniform()));
        }
        for (int i = 0; i < pending; i++) {
            agenda.add(gap(), i);
        }
    }

    @Override
    public double play() {
        long began = agenda.time();
        for (done = 0; done < holds; ) {
            agenda.next();
            agenda.add(agenda.time() + gap(), agenda.payload());
        }
        return (agenda.time() - began) / 1e6 / holds;
    }

    @Override
    public long units() {
        return holds;
    }

    private long gap() {
        return gaps[done++ * 31 & (gaps.length - 1)];
    }

    private double uniform() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (state >>> 11) * 0x1p-53;
    }
}
