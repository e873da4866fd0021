package dev.trestle.server.session;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which rooms run, apart from the web server's and from those of runs. */
final class Threads implements AutoCloseable {
    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;

    Threads() {
        int count = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        workers = Executors.newFixedThreadPool(count, daemons("room-"));
        timer = new ScheduledThreadPoolExecutor(1, daemons("room-timer-"));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Takes tasks until it is closed, then lets them fall: nobody waits for them any more. */
    Executor executor() {
        return task -> {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException e) {
                // The server is stopping.
            }
        };
    }

    void after(Duration delay, Runnable task) {
        try {
            timer.schedule(() -> executor().execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server is stopping.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            workers.awaitTermination(Limits.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
