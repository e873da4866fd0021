package dev.trestle.components.bench;

import java.util.ArrayDeque;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.stat.Tally;

/** M/M/1 at 0.8 as SSJ's own examples write it: default event list (splay tree), default generator, a new event each time. */
final class SsjServer implements Task {
    private final Simulator clock = new Simulator();
    private final RandomStream arrivals = new MRG32k3a();
    private final RandomStream services = new MRG32k3a();
    private final ArrayDeque<Double> inside = new ArrayDeque<>();
    private final Tally responses = new Tally("responses");
    private final int customers;

    SsjServer(int customers) {
        this.customers = customers;
        clock.init();
        new Arrival().schedule(ExponentialGen.nextDouble(arrivals, 0.8));
    }

    @Override
    public double play() {
        responses.init();
        clock.start();
        return responses.average();
    }

    @Override
    public long units() {
        return customers;
    }

    private final class Arrival extends Event {
        Arrival() {
            super(clock);
        }

        @Override
        public void actions() {
            new Arrival().schedule(ExponentialGen.nextDouble(arrivals, 0.8));
            inside.addLast(clock.time());
            if (inside.size() == 1) {
                new Departure().schedule(ExponentialGen.nextDouble(services, 1));
            }
        }
    }

    private final class Departure extends Event {
        Departure() {
            super(clock);
        }

        @Override
        public void actions() {
            responses.add(clock.time() - inside.removeFirst());
            if (!inside.isEmpty()) {
                new Departure().schedule(ExponentialGen.nextDouble(services, 1));
            }
            if (responses.numberObs() == customers) {
                clock.stop();
            }
        }
    }
}
