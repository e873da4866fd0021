package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.load.Distribution;
import java.util.PriorityQueue;

/**
 * How long a batch job takes when nothing fails, and what it costs of the slots, for a forecast.
 *
 * <p>There is no closed form for list scheduling with random times, a last wave and backups: many jobs are laid out on
 * empty slots, with random numbers that are always the same, and their moments are put into the formula of Pollaczek and
 * Khinchine, as the master takes one job at a time. Fetches of reduces share their machine's network only in the first wave.
 */
final class Makespan {
    /** Tasks of a job up to which it is laid out, and tasks that are laid out in all. */
    private static final int MOST_TASKS = 10_000;

    private static final int TASKS_IN_ALL = 1_000_000;
    private static final int MOST_JOBS = 100_000;
    private static final long SEED = 20041206;

    private record Attempt(long end, long number, int task) implements Comparable<Attempt> {
        @Override
        public int compareTo(Attempt other) {
            return end == other.end ? Long.compare(number, other.number) : Long.compare(end, other.end);
        }
    }

    /**
     * The tasks of a phase.
     *
     * @param fetchNanos of a task that has its machine's network for itself
     * @param backupsBelow tasks that are left when the last of them get a second attempt
     */
    private record Tasks(int count, Distribution time, long fetchNanos, int backupsBelow) {}

    private final int machines;
    private final int slots;
    private final Tasks maps;
    private final Tasks reduces;
    private final Chance chance = new Chance(SEED);
    private long numbers;
    private double slotNanos;
    private double sum;
    private double squares;
    private final int jobs;

    private Makespan(Settings settings) {
        machines = settings.integer(Batch.INSTANCES);
        slots = machines * settings.integer(Batch.SLOTS);
        double share = settings.isNone(Batch.BACKUP) || machines == 1 ? 0 : settings.ratio(Batch.BACKUP);
        int mapCount = Batch.maps(settings);
        int reduceCount = settings.integer(Batch.REDUCERS);
        long fetchNanos = (long) (Batch.fetchBytes(settings) * 1e9 / settings.bytes(Batch.NETWORK));
        maps = new Tasks(mapCount, settings.distribution(Batch.MAP_TIME), 0, (int) Math.ceil(share * mapCount));
        reduces = new Tasks(reduceCount, settings.distribution(Batch.REDUCE_TIME), fetchNanos, (int)
                Math.ceil(share * reduceCount));
        jobs = Math.min(MOST_JOBS, TASKS_IN_ALL / (mapCount + reduceCount));
        for (int i = 0; i < jobs; i++) {
            double nanos = (double) lay(maps) + lay(reduces);
            sum += nanos;
            squares += nanos * nanos;
        }
    }

    /** Whether a job is small enough to be laid out. */
    static boolean known(Settings settings) {
        return Batch.maps(settings) + settings.integer(Batch.REDUCERS) <= MOST_TASKS;
    }

    /** The cluster under so many jobs: the slots and the master are its servers, and jobs wait for the master. */
    static Forecast forecast(Settings settings, Demand demand) {
        Makespan makespan = new Makespan(settings);
        double mean = makespan.sum / makespan.jobs;
        double variance = Math.max(0, makespan.squares / makespan.jobs - mean * mean);
        double rate = demand.callsPerSecond();
        double wait =
                Forecast.queue(1, rate, mean / 1e9, variance / (mean * mean)).meanWaitSeconds();
        double busy = (mean + makespan.slotNanos / makespan.jobs) / 1e9;
        return new Forecast(rate * busy / (1 + makespan.slots), wait);
    }

    /** From the beginning of a phase to its end: a free slot takes the next task, then the last of them get backups. */
    private long lay(Tasks tasks) {
        PriorityQueue<Attempt> running = new PriorityQueue<>();
        int[] attempts = new int[tasks.count];
        long[] starts = new long[tasks.count];
        int free = slots;
        int next = 0;
        int left = tasks.count;
        long now = 0;
        while (left > 0) {
            for (; free > 0 && next < tasks.count; free--) {
                start(next, now, tasks, running);
                starts[next] += now;
                attempts[next++] = 1;
            }
            for (int task = 0; free > 0 && left <= tasks.backupsBelow && task < tasks.count; task++) {
                if (attempts[task] == 1) {
                    start(task, now, tasks, running);
                    starts[task] += now;
                    attempts[task] = 2;
                    free--;
                }
            }
            Attempt first = running.remove();
            int slotsHeld = attempts[first.task];
            // Of the second attempt nothing is left when the first has ended, and the other way round.
            if (slotsHeld > 0) {
                now = first.end;
                free += slotsHeld;
                slotNanos += (double) slotsHeld * now - starts[first.task];
                attempts[first.task] = 0;
                left--;
            }
        }
        return now;
    }

    /** In the first wave all fetches of a machine go on together, later ones have its network for themselves. */
    private void start(int task, long now, Tasks tasks, PriorityQueue<Attempt> running) {
        int wave = Math.min(tasks.count, slots);
        int together = now > 0 ? 1 : wave / machines + (task % machines < wave % machines ? 1 : 0);
        long end = now + tasks.fetchNanos * together + tasks.time.sample(chance);
        running.add(new Attempt(end, numbers++, task));
    }
}
