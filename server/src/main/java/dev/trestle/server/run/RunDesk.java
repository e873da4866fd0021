package dev.trestle.server.run;

import dev.trestle.server.web.TooMuch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue in front of the engine: a bounded number of jobs, at most one running for each session, the session that
 * waited longest first. A job takes all cores but one, so one worker is right; more would share the same cores. Threads
 * have low priority, so that live editing stays quick. Safe for any thread.
 */
public final class RunDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunDesk.class);

    /** Running and waiting jobs of one session: one that runs and two that wait. */
    static final int PER_SESSION = 3;

    /** Jobs of all sessions together. */
    static final int TOTAL = 50;

    /** One run. The desk calls exactly one of the two methods, once. */
    public interface Job {
        /** Does the work; looks at {@code cancelled} often. */
        void work(BooleanSupplier cancelled);

        /** Called instead when the job was cancelled before it began. */
        void dropped();
    }

    private static final class Entry {
        private final String session;
        private final String run;
        private final Job job;
        private volatile boolean cancelled;

        Entry(String session, String run, Job job) {
            this.session = session;
            this.run = run;
            this.job = job;
        }
    }

    /** Waiting jobs by session; the order of sessions is the order in which they are served. */
    private final Map<String, Deque<Entry>> waiting = new LinkedHashMap<>();

    private final Map<String, Entry> running = new HashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private int jobs;
    private boolean closed;

    /** Starts the desk's threads. */
    public RunDesk(int workers) {
        for (int i = 0; i < workers; i++) {
            Thread thread = new Thread(this::serve, "run-" + i);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** One fewer than there are, at least one: the rest is for people who edit. A run spreads over all of these. */
    public static int cores() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    /** Whether a session has a run that goes on or waits. */
    synchronized boolean busy(String session) {
        return running.containsKey(session) || waiting.containsKey(session);
    }

    /** Checks that a session may ask for one more run. Throws {@link TooMuch}. */
    public synchronized void admit(String session) {
        int own = waiting.getOrDefault(session, new ArrayDeque<>()).size() + (running.containsKey(session) ? 1 : 0);
        if (own >= PER_SESSION) throw new TooMuch("This board already has runs waiting: let one finish or cancel it.");
        if (jobs >= TOTAL) throw new TooMuch("All places for runs are taken: try again in a moment.");
    }

    /** Queues a job. Throws {@link TooMuch}. */
    public synchronized void submit(String session, String run, Job job) {
        admit(session);
        if (closed) throw new TooMuch("The server is stopping.");
        waiting.computeIfAbsent(session, s -> new ArrayDeque<>()).add(new Entry(session, run, job));
        jobs++;
        notifyAll();
    }

    /** Cancels a run: one that waits is dropped, one that runs is told. False when the desk does not have it. */
    public boolean cancel(String session, String run) {
        Entry dropped = null;
        synchronized (this) {
            Entry active = running.get(session);
            if (active != null && active.run.equals(run)) {
                active.cancelled = true;
                return true;
            }
            Deque<Entry> queue = waiting.getOrDefault(session, new ArrayDeque<>());
            for (Entry entry : queue) {
                if (entry.run.equals(run)) dropped = entry;
            }
            if (dropped == null) return false;
            queue.remove(dropped);
            if (queue.isEmpty()) waiting.remove(session);
            jobs--;
        }
        dropped.job.dropped();
        return true;
    }

    /** Cancels everything and waits for the threads. */
    @Override
    public void close() {
        List<Entry> dropped = new ArrayList<>();
        synchronized (this) {
            closed = true;
            waiting.values().forEach(dropped::addAll);
            waiting.clear();
            running.values().forEach(entry -> entry.cancelled = true);
            notifyAll();
        }
        dropped.forEach(entry -> entry.job.dropped());
        try {
            for (Thread thread : threads) thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        for (Entry entry = next(); entry != null; entry = next()) work(entry);
    }

    private void work(Entry entry) {
        try {
            entry.job.work(() -> entry.cancelled);
        } catch (RuntimeException | Error e) {
            LOG.error("run {} of {} failed", entry.run, entry.session, e);
        } finally {
            done(entry);
        }
    }

    /** The first job of the session that was served longest ago and has none running; null when the desk closes. */
    private synchronized Entry next() {
        while (!closed) {
            for (String session : waiting.keySet()) {
                if (running.containsKey(session)) continue;
                Deque<Entry> queue = waiting.remove(session);
                Entry entry = queue.remove();
                if (!queue.isEmpty()) waiting.put(session, queue); // to the end: others first
                running.put(session, entry);
                return entry;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        return null;
    }

    private synchronized void done(Entry entry) {
        running.remove(entry.session);
        jobs--;
        notifyAll();
    }
}
