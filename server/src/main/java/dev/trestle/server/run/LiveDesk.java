package dev.trestle.server.run;

import dev.trestle.server.web.TooMuch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The live runs of all sessions: at most one for each, and a few together. Safe for any thread. */
public final class LiveDesk implements AutoCloseable {
    /** Live runs of all sessions together: each may take most of a core while its pace asks for more than it can do. */
    static final int TOTAL = 4;

    private final Map<String, LiveJob> jobs = new HashMap<>();
    private boolean closed;

    /** Checks that a session may begin one. Throws {@link TooMuch}. */
    synchronized void admit(String session) {
        if (closed) throw new TooMuch("The server is stopping.");
        if (jobs.containsKey(session)) throw new TooMuch("A live run of this board is going on already.");
        if (jobs.size() >= TOTAL) throw new TooMuch("All places for live runs are taken: try again in a moment.");
    }

    /** Lets it begin on a thread of its own. Throws {@link TooMuch}. */
    synchronized void begin(String session, LiveJob job) {
        admit(session);
        jobs.put(session, job);
        Thread thread = new Thread(() -> work(session, job), "live-" + session);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private void work(String session, LiveJob job) {
        try {
            job.run();
        } finally {
            synchronized (this) {
                jobs.remove(session);
                notifyAll();
            }
        }
    }

    /** The live run of a session, if one goes on. */
    synchronized Optional<LiveJob> of(String session) {
        return Optional.ofNullable(jobs.get(session));
    }

    /** Cancels all of them, and waits a while until they have ended. */
    @Override
    public void close() {
        List<LiveJob> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(jobs.values());
        }
        left.forEach(LiveJob::cancel);
        long end = System.nanoTime() + 5_000_000_000L;
        synchronized (this) {
            try {
                for (long now = System.nanoTime(); !jobs.isEmpty() && now < end; now = System.nanoTime()) {
                    wait(Math.max(1, (end - now) / 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
