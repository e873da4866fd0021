package dev.trestle.components.verdict;

import dev.trestle.components.kind.Gauge;
import dev.trestle.components.verdict.Requirement.Scope;
import dev.trestle.components.verdict.Requirement.ServedMeasure;
import dev.trestle.components.verdict.Requirement.Statistic;
import dev.trestle.estimator.quantity.BadText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one requirement line from left to right, one method per form. */
final class RequirementParser {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern PERCENTILE = Pattern.compile("p[0-9]{2}(\\.[0-9]{1,2})?");

    /** What is asked of the requests of an operation, or of all, reads or writes. */
    static final List<String> OF_REQUESTS =
            List.of("mean", "max", "p50", "p90", "p95", "p99", "p99.9", "availability", "error", "throughput");

    static final List<String> OF_OPERATION = List.of("idempotent", "at");
    static final List<String> OF_ENTITY =
            List.of("read-your-writes", "monotonic-reads", "linearizable", "fresh", "never", "unique");
    static final List<String> OF_EVENT = List.of("handled");
    static final List<String> OF_NODE = List.of("utilization", "queue", "lag", "hit");

    private static final String[] AFTER_SUBJECT = Stream.of(OF_REQUESTS, OF_ENTITY, OF_EVENT, OF_OPERATION, OF_NODE)
            .flatMap(List::stream)
            .toArray(String[]::new);

    private final Words words;

    RequirementParser(String line) {
        this(line, new Words.Hopes());
    }

    /** The same, and what could stand where the line ends is noted. */
    RequirementParser(String line, Words.Hopes hopes) {
        words = new Words(line, hopes);
    }

    Requirement parse() {
        String next = words.second();
        Requirement requirement = switch (words.peek()) {
            case "survives" -> next.equals("loss") || next.isEmpty() ? survives() : subject();
            case "recovers" -> next.equals("within") || next.isEmpty() ? recovers() : subject();
            case "headroom" -> isSign(next) ? headroom() : subject();
            case "cost" -> isSign(next) ? cost() : subject();
            default -> subject();
        };
        words.end();
        return requirement;
    }

    /** Whether a bound follows, or nothing yet. */
    private static boolean isSign(String word) {
        return word.isEmpty() || "<>=".indexOf(word.charAt(0)) >= 0;
    }

    private Requirement survives() {
        words.expect("survives");
        words.expect("loss");
        words.expect("of");
        words.expect("any");
        String scope = words.oneOf("instance", "node", "zone", "region");
        return new Requirement.Survives(Scope.valueOf(scope.toUpperCase(Locale.ROOT)));
    }

    private Requirement recovers() {
        words.expect("recovers");
        words.expect("within");
        Amount within = amount(Unit.SECONDS, "after");
        return new Requirement.RecoversWithin(within, words.skip("after") ? words.phase() : null);
    }

    private Requirement headroom() {
        words.expect("headroom");
        Bound.Compare compare = compare();
        return new Requirement.Headroom(new Bound(compare, words.times()));
    }

    private Requirement cost() {
        words.expect("cost");
        Bound.Compare compare = compare();
        return new Requirement.Cost(new Bound(compare, amount(Unit.USD_PER_MONTH)));
    }

    private Requirement subject() {
        String subject = words.subject(NAME, "an operation, entity, event or node, or all, reads or writes");
        if (PERCENTILE.matcher(words.peek()).matches()) {
            return latency(subject);
        }
        return switch (words.peekOneOf(AFTER_SUBJECT)) {
            case "mean", "max" -> latency(subject);
            case "availability", "error", "throughput" -> served(subject);
            case "utilization", "queue", "lag", "hit" -> node(subject);
            case "handled" -> handled(subject);
            case "never" -> never(subject);
            case "at" -> atMost(subject);
            default -> simple(subject);
        };
    }

    private Requirement latency(String subject) {
        Statistic statistic = statistic("mean, max or a percentile p50..p99.99");
        words.expect("latency");
        return new Requirement.Latency(subject, statistic, new Bound(compare(), amount(Unit.SECONDS, "in")), phase());
    }

    private Statistic statistic(String expected) {
        int at = words.at();
        String word = words.take(expected);
        if (word.equals("mean")) {
            return Statistic.MEAN;
        }
        if (word.equals("max")) {
            return Statistic.MAX;
        }
        double percent = PERCENTILE.matcher(word).matches() ? Double.parseDouble(word.substring(1)) : Double.NaN;
        if (!(percent >= 50)) {
            throw words.bad(at, "expected " + expected + ", not \"" + word + "\"");
        }
        return new Statistic(word, percent / 100);
    }

    private Requirement served(String subject) {
        ServedMeasure measure = switch (words.take("a measure")) {
            case "availability" -> ServedMeasure.AVAILABILITY;
            case "throughput" -> ServedMeasure.THROUGHPUT;
            default -> {
                words.expect("ratio");
                yield ServedMeasure.ERROR_RATIO;
            }
        };
        Bound.Compare compare = compare();
        Amount limit = measure == ServedMeasure.THROUGHPUT ? amount(Unit.PER_SECOND, "in") : amount(Unit.SHARE, "in");
        return new Requirement.Served(subject, measure, new Bound(compare, limit), phase());
    }

    private Requirement node(String node) {
        Gauge measure = switch (words.take("a measure")) {
            case "utilization" -> Gauge.UTILIZATION;
            case "queue" -> Gauge.QUEUE;
            case "lag" -> Gauge.LAG;
            default -> {
                words.expect("ratio");
                yield Gauge.HIT_RATIO;
            }
        };
        Bound.Compare compare = compare();
        Amount limit = switch (measure) {
            case QUEUE -> amount(Unit.COUNT, "in");
            case LAG -> amount(Unit.SECONDS, "in");
            case UTILIZATION, HIT_RATIO -> amount(Unit.SHARE, "in");
        };
        return new Requirement.NodeLevel(node, measure, new Bound(compare, limit), phase());
    }

    private Requirement never(String entity) {
        words.expect("never");
        if (words.oneOf("lost", "above").equals("lost")) {
            return new Requirement.NeverLost(entity);
        }
        return new Requirement.NeverAbove(entity, amount(Unit.COUNT));
    }

    private Requirement atMost(String operation) {
        words.expect("at");
        words.expect("most");
        Amount rate = amount(Unit.PER_SECOND, "per");
        words.expect("per");
        words.expect("client");
        return new Requirement.AtMost(operation, rate);
    }

    private Requirement handled(String event) {
        words.expect("handled");
        switch (words.oneOf("at", "exactly", "in", "within")) {
            case "at":
                words.expect("least");
                words.expect("once");
                return new Requirement.HandledAtLeastOnce(event);
            case "exactly":
                words.expect("once");
                return new Requirement.HandledExactlyOnce(event);
            case "in":
                words.expect("order");
                boolean perKey = words.skip("per");
                if (perKey) {
                    words.expect("key");
                }
                return new Requirement.HandledInOrder(event, perKey);
            default:
                Amount within = amount(Unit.SECONDS, "for");
                return new Requirement.HandledWithin(event, within, words.skip("for") ? share() : null);
        }
    }

    /** "p99", or the same as "99 %". */
    private Statistic share() {
        if (!Character.isDigit(words.peek().isEmpty() ? 'p' : words.peek().charAt(0))) {
            return statistic("a share such as p99 or 99 %");
        }
        int at = words.at();
        Amount share = amount(Unit.SHARE);
        String percent = BigDecimal.valueOf(share.value() * 100)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        if (!PERCENTILE.matcher("p" + percent).matches() || share.value() < 0.5) {
            throw words.bad(at, "expected a share between 50 % and 99.99 %, not \"" + share + "\"");
        }
        return new Statistic("p" + percent, Double.parseDouble(percent) / 100);
    }

    private Requirement simple(String entity) {
        return switch (words.take("a promise")) {
            case "read-your-writes" -> new Requirement.ReadYourWrites(entity);
            case "monotonic-reads" -> new Requirement.MonotonicReads(entity);
            case "linearizable" -> new Requirement.Linearizable(entity);
            case "unique" -> new Requirement.Unique(entity);
            case "idempotent" -> new Requirement.Idempotent(entity);
            default -> {
                words.expect("within");
                yield new Requirement.FreshWithin(entity, amount(Unit.SECONDS));
            }
        };
    }

    private String phase() {
        return words.skip("in") ? words.phase() : null;
    }

    private Bound.Compare compare() {
        String sign = words.oneOf("<", "<=", ">", ">=", "=");
        for (Bound.Compare compare : Bound.Compare.values()) {
            if (compare.sign().equals(sign)) {
                return compare;
            }
        }
        throw new IllegalStateException("sign " + sign);
    }

    /** A quantity that reaches to the end of the line or to one of these words. */
    private Amount amount(Unit unit, String... until) {
        int at = words.at();
        String text = words.quantity(unit, until);
        try {
            return new Amount(unit.read(text), Words.spaced(text));
        } catch (BadText bad) {
            throw words.bad(at + bad.at(), bad.says());
        }
    }
}
