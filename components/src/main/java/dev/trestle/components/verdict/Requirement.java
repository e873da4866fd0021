package dev.trestle.components.verdict;

import dev.trestle.components.kind.Gauge;
import dev.trestle.components.load.Form;
import dev.trestle.components.plan.Tracking;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A promise that a design must keep, one line of text: "feed p99 latency < 300 ms in steady".
 *
 * <p>Each form of line is one record. {@link #parse} reads all forms with any white space; {@code toString} prints the
 * one canonical line, which parses to an equal requirement. A phase is null where the line names none: then all
 * measured phases count. Subjects are names of the brief (operation, entity, event) or ids of the design (node).
 */
public sealed interface Requirement {
    /** Reads a line; throws {@link BadText} at the token that cannot stand there, with what can. */
    static Requirement parse(String line) {
        return new RequirementParser(line).parse();
    }

    /** How requirements are written: one example of each form, with what it asks. */
    static List<Form> writing() {
        return RequirementForm.ALL;
    }

    /** The entities whose history these requirements speak of, in their order. */
    static Set<String> entitiesOf(Collection<Requirement> requirements) {
        return names(requirements, Requirement::entity);
    }

    /** Those of them that are about the reads of any client, and not only of clients who have written. */
    static Set<String> readsOf(Collection<Requirement> requirements) {
        return names(requirements, requirement -> requirement.readByAnybody() ? requirement.entity() : null);
    }

    /** The events whose history these requirements speak of, in their order. */
    static Set<String> eventsOf(Collection<Requirement> requirements) {
        return names(requirements, Requirement::event);
    }

    /** What a run has to keep a history of, so that these can be answered. */
    static Tracking trackingOf(Collection<Requirement> requirements) {
        Map<String, Long> limits = new LinkedHashMap<>();
        for (Requirement requirement : requirements) {
            if (requirement instanceof NeverAbove never) {
                limits.merge(never.entity(), (long) never.limit().value(), Math::min);
            }
        }
        return new Tracking(
                names(requirements, r -> r instanceof Unique ? null : r.entity()),
                readsOf(requirements),
                names(requirements, r -> r instanceof Unique ? r.entity() : null),
                limits,
                eventsOf(requirements),
                names(requirements, r -> r instanceof HandledInOrder order && order.perKey() ? r.event() : null),
                names(requirements, r -> r instanceof AtMost most ? most.operation() : null),
                names(requirements, r -> r instanceof Idempotent same ? same.operation() : null),
                names(requirements, r -> r instanceof HandledExactlyOnce exactly ? exactly.event() : null));
    }

    private static Set<String> names(Collection<Requirement> requirements, Function<Requirement, String> name) {
        return requirements.stream()
                .map(name)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether its {@link #entity} is looked at as every client reads it. */
    default boolean readByAnybody() {
        return this instanceof MonotonicReads || this instanceof Linearizable || this instanceof FreshWithin;
    }

    /** Whether it takes runs of its own, under losses or other loads, beside the one that it is asked of. */
    default boolean takesRuns() {
        return this instanceof Survives || this instanceof Headroom;
    }

    /** Whether figures and histories of one run as a whole are not enough for it. */
    default boolean looksFurther() {
        return takesRuns() || this instanceof RecoversWithin;
    }

    /** The entity whose history this speaks of, or null. */
    default String entity() {
        return null;
    }

    /** The event whose history this speaks of, or null. */
    default String event() {
        return null;
    }

    /** The phase that this is asked of; null where all measured phases count. */
    default String phase() {
        return null;
    }

    /** Whether it bounds a figure that mixes what happened in all measured phases. */
    default boolean mixesPhases() {
        return phase() == null && (this instanceof Latency || this instanceof Served || this instanceof NodeLevel);
    }

    /** Whether more of the figure that answers it is better; what is counted without a bound are violations. */
    default boolean upwards() {
        Bound bound = bound();
        return bound == null ? this instanceof HandledWithin within && within.share() != null : bound.isLower();
    }

    /** The bound that its line spells out, or null. */
    default Bound bound() {
        return null;
    }

    /** A quantile, the mean or the maximum of latency. The subject is an operation, all, reads or writes. */
    record Latency(String subject, Statistic statistic, Bound bound, String phase) implements Requirement {
        @Override
        public String toString() {
            return subject + " " + statistic + " latency " + bound + in(phase);
        }
    }

    /** Mean, maximum or a quantile between 0 and 1, as written: "p99.9". */
    record Statistic(String text, double quantile) {
        /** The arithmetic mean; its quantile is NaN. */
        public static final Statistic MEAN = new Statistic("mean", Double.NaN);

        /** The largest. */
        public static final Statistic MAX = new Statistic("max", 1);

        @Override
        public String toString() {
            return text;
        }
    }

    /** How well requests are served. The subject is an operation, all, reads or writes. */
    record Served(String subject, ServedMeasure measure, Bound bound, String phase) implements Requirement {
        @Override
        public String toString() {
            return subject + " " + measure.words() + " " + bound + in(phase);
        }
    }

    /** What {@link Served} bounds. */
    enum ServedMeasure {
        /** Share of ended requests that were answered well. */
        AVAILABILITY("availability"),
        /** Share of ended requests that failed. */
        ERROR_RATIO("error ratio"),
        /** Requests answered well per second. */
        THROUGHPUT("throughput");

        private final String words;

        ServedMeasure(String words) {
            this.words = words;
        }

        /** As it is written in a line. */
        public String words() {
            return words;
        }
    }

    /** A client sees its own acknowledged writes. */
    record ReadYourWrites(String entity) implements Requirement {
        @Override
        public String toString() {
            return entity + " read-your-writes";
        }
    }

    /** A client's reads of a key never go back. */
    record MonotonicReads(String entity) implements Requirement {
        @Override
        public String toString() {
            return entity + " monotonic-reads";
        }
    }

    /** Reads and writes of a key behave as if there were one copy. */
    record Linearizable(String entity) implements Requirement {
        @Override
        public String toString() {
            return entity + " linearizable";
        }
    }

    /** Reads see no version that was overwritten longer ago, in seconds. */
    record FreshWithin(String entity, Amount within) implements Requirement {
        @Override
        public String toString() {
            return entity + " fresh within " + within;
        }
    }

    /** No acknowledged write disappears. */
    record NeverLost(String entity) implements Requirement {
        @Override
        public String toString() {
            return entity + " never lost";
        }
    }

    /** No two of them carry the same key. */
    record Unique(String entity) implements Requirement {
        @Override
        public String toString() {
            return entity + " unique";
        }
    }

    /** There are never more of them than that (no overselling). */
    record NeverAbove(String entity, Amount limit) implements Requirement {
        @Override
        public String toString() {
            return entity + " never above " + limit;
        }
    }

    /** Every acknowledged message is handled. */
    record HandledAtLeastOnce(String event) implements Requirement {
        @Override
        public String toString() {
            return event + " handled at least once";
        }
    }

    /** Every acknowledged message is handled, and none twice. */
    record HandledExactlyOnce(String event) implements Requirement {
        @Override
        public String toString() {
            return event + " handled exactly once";
        }
    }

    /** Messages are handled in the order of their publication, all of them or those of each key. */
    record HandledInOrder(String event, boolean perKey) implements Requirement {
        @Override
        public String toString() {
            return event + " handled in order" + (perKey ? " per key" : "");
        }
    }

    /** Messages are handled within that many seconds: all of them (share null), or at least that share ("p99"). */
    record HandledWithin(String event, Amount within, Statistic share) implements Requirement {
        @Override
        public String toString() {
            return event + " handled within " + within + (share == null ? "" : " for " + share);
        }
    }

    /** Repeating the operation changes nothing more. */
    record Idempotent(String operation) implements Requirement {
        @Override
        public String toString() {
            return operation + " idempotent";
        }
    }

    /** No client gets more through than that, per second. */
    record AtMost(String operation, Amount rate) implements Requirement {
        /** What it is counted in: one of the time that the rate is per, or as many as one request takes. */
        public Window window() {
            int slash = rate.text().lastIndexOf('/');
            String unit = slash < 0 ? "s" : rate.text().substring(slash + 1).strip();
            double seconds = Quantity.seconds("1 " + unit);
            double most = rate.value() * seconds;
            int times = most >= 1 ? 1 : (int) Math.ceil(1 / most - ROUNDING);
            long nanos = Math.round(times * seconds * 1e9);
            return new Window(nanos, (long) (most * times + ROUNDING), times == 1 ? "1 " + unit : times + " " + unit);
        }

        @Override
        public String toString() {
            return operation + " at most " + rate + " per client";
        }
    }

    /** How far a rate in base units may be off a whole number of requests in its window. */
    double ROUNDING = 1e-6;

    /** So many requests within so many nanoseconds, which the text says in the unit of the rate. */
    record Window(long nanos, long most, String text) {}

    /** A measure of one node of the design. */
    record NodeLevel(String node, Gauge measure, Bound bound, String phase) implements Requirement {
        @Override
        public String toString() {
            return node + " " + measure.words() + " " + bound + in(phase);
        }
    }

    /** The other requirements hold while any one of them is lost. */
    record Survives(Scope scope) implements Requirement {
        @Override
        public String toString() {
            return "survives loss of any " + scope.word();
        }
    }

    /** What {@link Survives} takes away. */
    enum Scope {
        INSTANCE,
        NODE,
        ZONE,
        REGION;

        /** As it is written in a line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Back to normal that many seconds after a disturbance, after the named phase or after every fault (null). */
    record RecoversWithin(Amount within, String phase) implements Requirement {
        @Override
        public String toString() {
            return "recovers within " + within + (phase == null ? "" : " after " + phase);
        }
    }

    /** The load may grow that many times before another requirement is missed. */
    record Headroom(Bound bound) implements Requirement {
        @Override
        public String toString() {
            return "headroom " + bound;
        }
    }

    /** The bill in USD per month. */
    record Cost(Bound bound) implements Requirement {
        @Override
        public String toString() {
            return "cost " + bound;
        }
    }

    private static String in(String phase) {
        return phase == null ? "" : " in " + phase;
    }
}
