package dev.trestle.components.run;

import dev.trestle.components.history.Together;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The replications of a run and the threads that play them. Whatever they are asked for, all have done it when the question
 * returns; which thread did what decides nothing. Replications are built by the first one that plays them. For a thread that is
 * not of the crew. Close it.
 */
final class Crew implements AutoCloseable, Together {
    private final Plan plan;
    private final long seed;
    private final Budget budget;
    private final Replayer.Audience audience;
    private final int hands;
    private final SideBySide threads;
    private final Replayer[] replayers;
    private final List<Consumer<Replayer>> orders = new ArrayList<>();

    Crew(Plan plan, Options options, Budget budget, Replayer.Audience audience) {
        this.plan = plan;
        this.seed = options.seed();
        this.budget = budget;
        this.audience = audience;
        replayers = new Replayer[options.replications()];
        hands = Math.min(options.threads(), replayers.length);
        threads = new SideBySide(hands, "run", "the run failed with seed " + seed);
    }

    /** Each replication is to do that, after what was ordered before; it is done before they are asked anything. */
    void order(Consumer<Replayer> deed) {
        orders.add(deed);
    }

    /** All that was ordered is done when this returns. */
    void play() {
        ask(Replayer::stopped);
    }

    /** The answers, in the order of the replications, each when the replication has done what was ordered. */
    <T> List<T> ask(Function<Replayer, T> question) {
        return ask(new Asked<>(question, List.copyOf(orders), false));
    }

    private <T> List<T> ask(Asked<T> asked) {
        orders.clear();
        all(IntStream.range(0, hands).mapToObj(asked::work).toList());
        return Arrays.asList(asked.answers);
    }

    /** A question on its way through the replications. */
    private final class Asked<T> {
        private final Function<Replayer, T> question;
        private final List<Consumer<Replayer>> ordered;
        /** Whether nobody will ask again: then the memory of a replication is free while the others are still played. */
        private final boolean last;

        private final Shift shift = new Shift(replayers.length, hands);
        private final boolean[] told = new boolean[replayers.length];
        private final T[] answers;

        @SuppressWarnings("unchecked")
        Asked(Function<Replayer, T> question, List<Consumer<Replayer>> ordered, boolean last) {
            this.question = question;
            this.ordered = ordered;
            this.last = last;
            answers = (T[]) new Object[replayers.length];
        }

        /** What a thread does: it plays turns for as long as there is a replication that nobody else plays. */
        Supplier<Void> work(int thread) {
            return () -> {
                int number = shift.next(thread, false);
                while (number != Shift.NONE) {
                    number = shift.next(thread, done(number));
                }
                return null;
            };
        }

        /** One turn; whoever plays the last one asks. */
        private boolean done(int number) {
            if (replayers[number] == null) {
                replayers[number] = new Replayer(plan, seed, number, budget, audience);
                if (replayers.length == 1) {
                    // Who plays live does not know how long it will be: who plays that again takes the same frames.
                    replayers[number].evenFrames(Cadence.USUAL_NANOS);
                }
            }
            Replayer replayer = replayers[number];
            if (!told[number]) {
                told[number] = true;
                ordered.forEach(deed -> deed.accept(replayer));
            }
            boolean done = !replayer.turn();
            if (done) {
                answers[number] = question.apply(replayer);
                replayers[number] = last ? null : replayer;
            }
            return done;
        }
    }

    @Override
    public <T> List<T> all(List<Supplier<T>> things) {
        return threads.all(things);
    }

    /** What has been measured so far, as if it were the end, by those that got anywhere. */
    List<Replication> measured() {
        return begun(ask(Replayer::measured));
    }

    /** Does what was ordered and closes all books; nothing can be ordered or asked any more. */
    List<Replication> finish() {
        return begun(ask(new Asked<>(Replayer::finish, List.copyOf(orders), true)));
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
        threads.close();
    }
}
