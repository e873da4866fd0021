package dev.trestle.components.verdict;

import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Incident;
import dev.trestle.components.measure.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * When it went wrong and what was in force then, from the frames and faults of the first replication: since when a node was
 * saturated, and under which fault requests failed or took too long.
 */
final class Circumstances {
    /** From this share of busy time on a node holds up those who wait for it. */
    private static final double SATURATED = 0.9;
    /** Shorter parts of the time that is judged are luck. */
    private static final double NEARLY_ALL = 0.999;

    private static final double WORTH = 0.02;
    /** A part that is nearly all of it says nothing. */
    private static final double ALL = 0.95;
    /** So much of the trouble must lie in a part of the time for it to be about that part; for a fault to be named, less. */
    private static final double MOST = 0.8;

    private static final double GOOD_DEAL = 0.25;
    /** Faults of one moment that are named. */
    private static final int NAMED = 3;
    /** How many times as dense as in the rest. */
    private static final double DENSER = 3;

    private final Report report;
    private final List<Piece> pieces = new ArrayList<>();
    private double seconds;

    /** A frame of the phase, and since when. */
    private record Piece(double from, Frame frame) {
        double to() {
            return frame.simulatedSeconds();
        }

        double seconds() {
            return to() - from;
        }

        double within(double start, double end) {
            return Math.max(0, Math.min(end, to()) - Math.max(start, from));
        }
    }

    /** A part of the time, how much of the trouble lies in it, and the fault that it is about, if any. */
    private record Part(double from, double to, double share, Incident incident) {
        Part of(Incident fault) {
            return new Part(from, to, share, fault);
        }

        double length() {
            return to - from;
        }
    }

    /**
     * A clause about when it was.
     *
     * @param ofFault whether it names a fault
     */
    record Told(String words, boolean ofFault) {
        static final Told NOTHING = new Told("", false);
    }

    /** Of the phase with that name; null for all that are measured. */
    Circumstances(Report report, String phase) {
        this.report = report;
        double last = 0;
        for (Frame frame : report.timeline()) {
            boolean counts = phase == null
                    ? report.named().containsKey(frame.phase())
                            && report.named().get(frame.phase()).measured()
                    : frame.phase().equals(phase);
            if (counts) {
                pieces.add(new Piece(last, frame));
                seconds += frame.simulatedSeconds() - last;
            }
            last = frame.simulatedSeconds();
        }
    }

    /** "db instance 1 (leader) was 97 % busy from 14 s on"; empty where it was not, or all the time. */
    String saturated(String node, String called) {
        int index = List.copyOf(report.nodes().keySet()).indexOf(node);
        if (index < 0 || pieces.isEmpty()) {
            return "";
        }
        double[] over = new double[pieces.size()];
        for (int i = 0; i < over.length; i++) {
            double busy = pieces.get(i).frame.pressure()[index];
            over[i] =
                    Double.isNaN(busy) ? 0 : (busy - SATURATED) * pieces.get(i).seconds();
        }
        int[] best = densest(over);
        double busy = 0;
        double length = 0;
        for (int i = best[0]; i < best[1]; i++) {
            double share = pieces.get(i).frame.pressure()[index];
            busy += Double.isNaN(share) ? 0 : share * pieces.get(i).seconds();
            length += pieces.get(i).seconds();
        }
        if (length < WORTH * seconds || length > ALL * seconds) {
            return "";
        }
        double share = busy / length;
        return called + " was " + (share > NEARLY_ALL ? "over 99.9 %" : Unit.SHARE.print(share)) + " busy "
                + during(pieces.get(best[0]).from, pieces.get(best[1] - 1).to());
    }

    /** The part, from and until before which number, with the largest sum (Bentley 1984): noise within it does not end it. */
    private static int[] densest(double[] values) {
        int[] best = {0, 0};
        double most = 0;
        double sum = 0;
        int from = 0;
        for (int i = 0; i < values.length; i++) {
            if (sum <= 0) {
                sum = 0;
                from = i;
            }
            sum += values[i];
            if (sum > most) {
                most = sum;
                best = new int[] {from, i + 1};
            }
        }
        return best;
    }

    private String during(double from, double to) {
        String begin = "from " + time(from);
        return to >= pieces.get(pieces.size() - 1).to() - 1e-9 ? begin + " on" : begin + " to " + time(to);
    }

    /** To a hundredth of a second where it is long, as people read a clock. */
    private static String time(double seconds) {
        double coarse = seconds >= 1 ? Math.round(seconds * 100) / 100.0 : seconds;
        return Unit.SECONDS.print(coarse);
    }

    /** When requests failed, and under which fault: at a node, or anywhere with null. */
    Told failing(String node) {
        int index = node == null ? -1 : List.copyOf(report.nodes().keySet()).indexOf(node);
        return told(
                frame -> index < 0 ? frame.users().failed() : frame.errors()[index],
                " of the failures" + (index < 0 ? "" : " there"));
    }

    /** When requests took longer, and under which fault: where a percentile of all of them was above that. */
    Told slow(double quantile, double bound) {
        ToDoubleFunction<Frame> of = quantile > 0.95
                ? frame -> frame.users().p99()
                : quantile > 0.5
                        ? frame -> frame.users().p95()
                        : frame -> frame.users().p50();
        String what = quantile > 0.95 ? "p99" : quantile > 0.5 ? "p95" : "p50";
        return told(
                frame -> of.applyAsDouble(frame) > bound ? 1 : 0,
                " of the time in which the " + what + " of all requests was above " + Unit.SECONDS.print(bound));
    }

    /** @param density trouble per second */
    private Told told(ToDoubleFunction<Frame> density, String what) {
        double all = 0;
        for (Piece piece : pieces) {
            all += trouble(piece, density) * piece.seconds();
        }
        if (!(all > 0)) {
            return Told.NOTHING;
        }
        List<Part> parts = new ArrayList<>();
        for (Incident incident : report.faults()) {
            Part part = under(incident, density, all);
            if (part != null) {
                parts.add(part);
            }
        }
        parts.sort(Comparator.comparingDouble((Part part) -> -part.share).thenComparingDouble(Part::length));
        Part alone = parts.isEmpty() ? alone(density, all) : null;
        if (alone != null) {
            String when = during(alone.from, alone.to);
            return new Told(Unit.SHARE.print(alone.share) + what + " fell into the time " + when, false);
        }
        return parts.isEmpty() ? Told.NOTHING : new Told(faults(parts, what), true);
    }

    /** The fault that most of it fell under, and another one at another time that has a good deal of it, too. */
    private String faults(List<Part> parts, String what) {
        Part first = parts.get(0);
        String words = Unit.SHARE.print(first.share) + what + " fell under " + named(first, parts);
        return words
                + parts.stream()
                        .filter(part -> part.from >= first.to || part.to <= first.from)
                        .findFirst()
                        .map(second -> " and " + Unit.SHARE.print(second.share) + " under " + named(second, parts))
                        .orElse("");
    }

    /** A fault with its times, and those that were in force at just the same time. */
    private String named(Part part, List<Part> all) {
        Incident fault = part.incident;
        String names = all.stream()
                .map(Part::incident)
                .filter(each -> each.from() == fault.from() && each.to() == fault.to())
                .map(each -> "\"" + each.what() + "\"")
                .distinct()
                .limit(NAMED)
                .collect(Collectors.joining(" and "));
        double after = part.to - fault.to();
        return names
                + (fault.to() > fault.from()
                        ? " from " + time(fault.from()) + " to " + time(fault.to())
                        : " at " + time(fault.from()))
                + (after > 1e-9 ? " or in the " + time(after) + " after it" : "");
    }

    private static double trouble(Piece piece, ToDoubleFunction<Frame> density) {
        double value = density.applyAsDouble(piece.frame);
        return Double.isNaN(value) ? 0 : value;
    }

    /** The time of a fault, or with as long again after it, when much of the trouble lies there and little elsewhere. */
    private Part under(Incident incident, ToDoubleFunction<Frame> density, double all) {
        double next = report.faults().stream()
                .mapToDouble(Incident::from)
                .filter(from -> from > incident.from())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        double after = Math.max(incident.to(), Math.min(next, incident.to() + (incident.to() - incident.from())));
        Part strict = part(incident.from(), incident.to(), density, all);
        Part longer = part(incident.from(), after, density, all);
        boolean goesOn = longer != null && (strict == null || longer.share > strict.share + WORTH);
        Part part = goesOn ? longer : strict;
        return part == null || part.share < GOOD_DEAL ? null : part.of(incident);
    }

    private Part part(double from, double to, ToDoubleFunction<Frame> density, double all) {
        double inside = 0;
        double length = 0;
        for (Piece piece : pieces) {
            double within = piece.within(from, to);
            inside += within * trouble(piece, density);
            length += within;
        }
        double rest = seconds - length;
        boolean dense = rest <= 0 || inside / length >= DENSER * (all - inside) / rest;
        return length > 0 && dense ? new Part(from, to, Math.min(1, inside / all), null) : null;
    }

    /** The part of the time in which the trouble is denser than on average; null where that is not most of it. */
    private Part alone(ToDoubleFunction<Frame> density, double all) {
        double[] over = new double[pieces.size()];
        for (int i = 0; i < over.length; i++) {
            over[i] = (trouble(pieces.get(i), density) - all / seconds)
                    * pieces.get(i).seconds();
        }
        int[] best = densest(over);
        Part part = best[1] == 0
                ? null
                : part(pieces.get(best[0]).from, pieces.get(best[1] - 1).to(), density, all);
        return part == null || part.share < MOST || part.length() > seconds / 2 ? null : part;
    }
}
