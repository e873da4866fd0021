package dev.trestle.components.bench;

import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.rng.LFSR258;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;

/** The HOLD model in SSJ: so many events, each of which schedules itself again; gaps drawn beforehand. */
final class SsjHold implements Task {
    private final Simulator clock;
    private final double[] gaps = new double[1 << 14];
    private final int holds;
    private int done;

    SsjHold(EventList list, int pending, int holds) {
        this.holds = holds;
        clock = new Simulator(list);
        clock.init(list);
        RandomStream stream = new LFSR258();
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = ExponentialGen.nextDouble(stream, 1.0 / pending);
        }
        for (int i = 0; i < pending; i++) {
            new Hold().schedule(gap());
        }
    }

    @Override
    public double play() {
        done = 0;
        double began = clock.time();
        clock.start();
        return (clock.time() - began) / holds;
    }

    @Override
    public long units() {
        return holds;
    }

    private double gap() {
        return gaps[done++ * 31 & (gaps.length - 1)];
    }

    private final class Hold extends Event {
        Hold() {
            super(clock);
        }

        @Override
        public void actions() {
            schedule(gap());
            if (done == holds) {
                clock.stop();
            }
        }
    }
}
