package dev.trestle.components.verdict;

import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Pool;
import dev.trestle.components.measure.NodeResult;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * How many workers a node would need for a bound, by Erlang C backwards, and how many it has.
 *
 * <p>Only where theory applies: calls come at random, workers are not held by other nodes, and what was measured is what
 * theory says of the workers that there are. The rest of a request's time is taken as it was measured.
 */
final class Sizing {
    /** Above this share of its busy time a worker that waits for other nodes is not what theory knows. */
    private static final double HELD = 0.05;
    /** How well theory must have known how busy the node is. */
    private static final double CLOSE = 0.1;
    /** From this share of busy time on, a node that theory calls overloaded is just that. */
    private static final double FULL = 0.95;
    /** Time on links that is less than this part of the latency is lost in its noise. */
    private static final double NOISE = 0.01;

    private static final String IT_TAKES = "it takes ";
    private static final int MOST_VISITS = 100;

    private final NodeResult node;
    private final Pool pool;

    private Sizing(NodeResult node, Pool pool) {
        this.node = node;
        this.pool = pool;
    }

    /** Of a node where theory applies; null of any other. */
    static Sizing of(NodeResult node) {
        Forecast forecast = node.forecast();
        boolean alike = forecast != null
                && forecast.pool() != null
                && forecast.pool().perSecond() > 0
                && node.utilization().isMeasured()
                && node.heldWaiting() <= HELD;
        if (!alike) {
            return null;
        }
        double busy = node.utilization().value();
        boolean known = forecast.utilization() >= 1
                ? busy >= FULL
                : Math.abs(busy - forecast.utilization()) <= CLOSE * forecast.utilization();
        return known ? new Sizing(node, forecast.pool()) : null;
    }

    /** For a latency of an operation whose time is mostly spent at this node. */
    String forLatency(Culprit.Trip trip, String id, Requirement.Statistic statistic, Bound bound) {
        double quantile = statistic.quantile();
        boolean mean = statistic.equals(Requirement.Statistic.MEAN);
        double visits = visits(trip, id);
        double rest = rest(trip, id);
        boolean tail = quantile > 0 && pool.hasTail() && Math.round(visits) == 1;
        if (!bound.isUpper() || Double.isNaN(visits) || !mean && !tail) {
            return toKeepUp();
        }
        double room = bound.value() - rest;
        Predicate<Pool> keeps = mean
                ? one -> bound.holds(rest + visits * (one.meanWaitSeconds() + one.serviceSeconds()))
                : one -> room > 0 && one.longerThan(room) <= 1 - quantile;
        String assumed = mean
                ? time(rest) + " of a request elsewhere"
                : "M/M/c; the " + time(rest) + " elsewhere taken as their mean";
        return needs(pool.least(keeps), " for this bound", assumed);
    }

    /** For a bound on how busy it is, or on how many wait at all its instances together. */
    String forLevel(Gauge measure, Bound bound) {
        int queues = Math.max(1, node.instances().size());
        return switch (measure) {
            case UTILIZATION ->
                needs(pool.least(one -> bound.holds(one.load() / one.servers())), IT_TAKES, " for this bound", "");
            case QUEUE ->
                needs(
                        pool.least(one -> bound.holds(queues * one.perSecond() * one.meanWaitSeconds())),
                        " for this bound",
                        "");
            default -> "";
        };
    }

    /** Where only those that gave up waiting tell: as many as are busy at least. */
    String toKeepUp() {
        return pool.load() < pool.servers()
                ? ""
                : needs(pool.least(one -> one.load() < one.servers()), IT_TAKES, " to keep up", "");
    }

    private String needs(OptionalInt least, String what, String assumed) {
        return needs(least, "Erlang C needs ", what, assumed);
    }

    private String needs(OptionalInt least, String who, String what, String assumed) {
        String each = node.instances().size() > 1
                ? " at each of its " + node.instances().size() + " instances"
                : "";
        String load = " at " + Unit.PER_SECOND.print(pool.perSecond()) + " of " + time(pool.serviceSeconds()) + " each"
                + (assumed.isEmpty() ? "" : " (" + assumed + ")");
        if (least.isEmpty()) {
            return "by Erlang C no number of workers is enough" + what + load;
        }
        // Theory that finds enough what was not enough does not know why.
        return least.getAsInt() <= pool.servers()
                ? ""
                : who + least.getAsInt() + " workers" + each + what + load + "; there are " + pool.servers();
    }

    /** Calls of a request of this operation at the node; NaN where nobody knows. */
    private double visits(Culprit.Trip trip, String id) {
        double rate = node.rate().value();
        double wait =
                node.queueMean().isMeasured() && rate > 0 ? node.queueMean().value() / rate : Double.NaN;
        double visits = trip.perRequest(trip.own(id)) / (wait + pool.serviceSeconds());
        if (!(visits > 0) || visits > MOST_VISITS) {
            return Double.NaN;
        }
        // While a queue grows nobody has waited for all of it yet: near one is one.
        return visits > 0.5 ? Math.max(1, Math.round(visits)) : visits;
    }

    /** What a request takes elsewhere: at the other nodes, and on links where that is not noise. */
    private static double rest(Culprit.Trip trip, String id) {
        double all = 0;
        for (String other : trip.nodes().keySet()) {
            all += trip.perRequest(trip.own(other));
        }
        double others = all - trip.perRequest(trip.own(id));
        double mean = trip.result().latency().count() == 0
                ? Double.NaN
                : trip.result().latency().mean().value();
        double links = mean - all;
        return others + (links > NOISE * mean ? links : 0);
    }

    /** To the microsecond: a millisecond that is a hair less is still one. */
    private static String time(double seconds) {
        return Unit.SECONDS.print(Math.round(seconds * 1e6) / 1e6);
    }
}
