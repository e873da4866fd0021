package dev.trestle.components.run;

import dev.trestle.components.history.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Threads of low priority that do things side by side, so that people who edit are served first. For a thread that is not one
 * of them. Close it.
 */
public final class SideBySide implements Together, AutoCloseable {
    private final String what;
    private final String failed;
    private final ExecutorService threads;

    /**
     * @param what names the threads, and who is interrupted: {@code run}
     * @param failed what is said of a thing that throws: {@code the run failed with seed 1}
     */
    public SideBySide(int count, String what, String failed) {
        this.what = what;
        this.failed = failed;
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, what);
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }

    /** Throws IllegalStateException when one of them throws, or when the caller is interrupted. */
    @Override
    public <T> List<T> all(List<Supplier<T>> things) {
        List<Future<T>> futures =
                things.stream().map(thing -> threads.submit(thing::get)).toList();
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the " + what + " was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(failed, e.getCause());
        }
        return results;
    }

    /** What is under way is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
