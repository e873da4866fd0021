package dev.trestle.components.run;

import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The replications of a run and the threads that play them. Whatever they are asked for, all have done it when the question
 * returns; which thread did what decides nothing. Replications are built by the first one that asks. Close it.
 */
final class Crew implements AutoCloseable {
    private final Plan plan;
    private final long seed;
    private final Budget budget;
    private final Replayer.Audience audience;
    private final ExecutorService threads;
    /** Length of the slices in which the course of each replication is noted; 0 for not at all. */
    private long courseNanos;

    private final Replayer[] replayers = new Replayer[Options.REPLICATIONS];

    Crew(Plan plan, Options options, Budget budget, Replayer.Audience audience) {
        this.plan = plan;
        this.seed = options.seed();
        this.budget = budget;
        this.audience = audience;
        threads = Executors.newFixedThreadPool(options.threads(), task -> {
            Thread thread = new Thread(task, "run");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }

    /** Replications note their course in slices of that length, or not with 0; before they are asked for anything. */
    void course(long nanos) {
        courseNanos = nanos;
    }

    /** Each replication does something. */
    void each(Consumer<Replayer> deed) {
        ask(replayer -> {
            deed.accept(replayer);
            return replayer;
        });
    }

    /** The answers, in the order of the replications. */
    <T> List<T> ask(Function<Replayer, T> question) {
        List<Future<T>> futures = new ArrayList<>();
        for (int r = 0; r < replayers.length; r++) {
            int number = r;
            futures.add(threads.submit(() -> question.apply(replayer(number))));
        }
        List<T> answers = new ArrayList<>();
        try {
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the run failed with seed " + seed, e.getCause());
        }
        return answers;
    }

    /** Only one task at a time asks for a replication, and the next one after that task has ended. */
    private Replayer replayer(int number) {
        if (replayers[number] == null) {
            Replayer built = new Replayer(plan, seed, number, budget, audience);
            if (courseNanos > 0) {
                built.course(courseNanos);
            }
            replayers[number] = built;
        }
        return replayers[number];
    }

    /** What has been measured so far, as if it were the end, by those that got anywhere. */
    List<Replication> measured() {
        return begun(ask(Replayer::measured));
    }

    /** Each plays its script as it is and closes its books; its engine is gone before the next one begins. */
    List<Replication> script() {
        return begun(ask(replayer -> {
            replayer.script();
            replayers[replayer.number()] = null;
            return replayer.finish();
        }));
    }

    /** Closes all books. */
    List<Replication> finish() {
        return begun(ask(Replayer::finish));
    }

    /** Those that got anywhere before the run was stopped; the first one where none did, as a report needs one. */
    private static List<Replication> begun(List<Replication> replications) {
        List<Replication> begun = replications.stream()
                .filter(replication -> replication.reached() > 0)
                .toList();
        return begun.isEmpty() ? replications.subList(0, 1) : begun;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
