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
    private final Replayer[] replayers;

    Crew(Plan plan, Options options, Budget budget, Replayer.Audience audience) {
        this.plan = plan;
        this.seed = options.seed();
        this.budget = budget;
        this.audience = audience;
        replayers = new Replayer[options.replications()];
        threads = Executors.newFixedThreadPool(options.threads(), task -> {
            Thread thread = new Thread(task, "run");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
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
            replayers[number] = new Replayer(plan, seed, number, budget, audience);
            if (replayers.length == 1) {
                // Who plays live does not know how long it will be: who plays that again takes the same frames.
                replayers[number].frames(Replayer.FRAME_NANOS);
            }
        }
        return replayers[number];
    }

    /** What has been measured so far, as if it were the end, by those that got anywhere. */
    List<Replication> measured() {
        return begun(ask(Replayer::measured));
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
