package dev.trestle.components.bench;

import dev.trestle.components.engine.Agenda;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The HOLD model of the event set: remove the earliest, schedule one exponentially later; prints ns of CPU per pair. */
public final class HoldBench {
    private static final int[] PENDING = {16, 256, 4_096, 65_536, 1_048_576};
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Exponential gaps of mean 1 ms times the number pending, drawn beforehand so that only the agenda is timed. */
    private final long[] gaps = new long[1 << 14];

    private long state = 42;

    private HoldBench(int pending) {
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (long) (-1_000.0 * pending * Math.log(1 - uniform()));
        }
    }

    public static void main(String[] arguments) {
        for (int round = 0; round < 3; round++) {
            for (int pending : PENDING) {
                HoldBench bench = new HoldBench(pending);
                System.out.printf("%9d pending  %6.1f ns%n", pending, bench.nanosPerHold(pending));
            }
            System.out.printf("%9d in a lane %5.1f ns%n", 100_000, laneNanos());
        }
    }

    private double nanosPerHold(int pending) {
        Agenda agenda = new Agenda();
        for (int i = 0; i < pending; i++) {
            agenda.add(gap(i), i);
        }
        hold(agenda, Math.max(2_000_000, 3 * pending));
        int steps = 10_000_000;
        long start = THREADS.getCurrentThreadCpuTime();
        hold(agenda, steps);
        return (double) (THREADS.getCurrentThreadCpuTime() - start) / steps;
    }

    private void hold(Agenda agenda, int steps) {
        for (int i = 0; i < steps; i++) {
            agenda.next();
            agenda.add(agenda.time() + gap(i * 31), agenda.payload());
        }
    }

    private static double laneNanos() {
        Agenda agenda = new Agenda();
        int lane = agenda.lane(1_000_000_000L);
        for (int i = 0; i < 100_000; i++) {
            agenda.addToLane(lane, 0, i);
        }
        int steps = 10_000_000;
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < steps; i++) {
            agenda.next();
            agenda.addToLane(lane, agenda.time(), agenda.payload());
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - start) / steps;
    }

    private long gap(int i) {
        return gaps[i & (gaps.length - 1)];
    }

    private double uniform() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (state >>> 11) * 0x1p-53;
    }
}
