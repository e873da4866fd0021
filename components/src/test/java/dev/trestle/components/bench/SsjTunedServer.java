package dev.trestle.components.bench;

import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.rng.LFSR258;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.DoublyLinked;
import umontreal.ssj.stat.Tally;

/**
 * M/M/1 at 0.8 with all that makes SSJ fast: its fastest generator, the best of its event lists for two events, the same two
 * event objects all the time, arrival times in an array.
 */
final class SsjTunedServer implements Task {
    private static final int MASK = (1 << 16) - 1;

    private final Simulator clock = new Simulator(new DoublyLinked());
    private final RandomStream arrivals = new LFSR258();
    private final RandomStream services = new LFSR258();
    private final double[] arrived = new double[MASK + 1];
    private final Tally responses = new Tally("responses");
    private final Arrival arrival = new Arrival();
    private final Departure departure = new Departure();
    private final int customers;
    private int first;
    private int next;

    SsjTunedServer(int customers) {
        this.customers = customers;
        clock.init();
        arrival.schedule(ExponentialGen.nextDouble(arrivals, 0.8));
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
            schedule(ExponentialGen.nextDouble(arrivals, 0.8));
            arrived[next++ & MASK] = clock.time();
            if (next - first == 1) {
                departure.schedule(ExponentialGen.nextDouble(services, 1));
            }
        }
    }

    private final class Departure extends Event {
        Departure() {
            super(clock);
        }

        @Override
        public void actions() {
            responses.add(clock.time() - arrived[first++ & MASK]);
            if (first != next) {
                schedule(ExponentialGen.nextDouble(services, 1));
            }
            if (responses.numberObs() == customers) {
                clock.stop();
            }
        }
    }
}
