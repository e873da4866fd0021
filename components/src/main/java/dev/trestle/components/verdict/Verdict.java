package dev.trestle.components.verdict;

import java.util.List;
import java.util.Locale;

/**
 * The answer to one requirement, with what it rests on.
 *
 * <p>Numbers are in the unit that goes with them (SI: seconds, requests per second, USD per month, shares of 0..1) and NaN
 * where nothing was measured; an end of the interval may be infinite. For promises about histories the measured number is that of
 * violations, or the longest time where the promise limits a time.
 *
 * @param id the requirement's id in the brief
 * @param requirement its canonical line
 * @param unit of measured, low, high and bound
 * @param margin room to the bound as a share of it, positive on the good side
 * @param samples observations (requests, reads, writes, messages) behind the answer
 * @param because one sentence that names the culprit with its numbers
 * @param evidence further lines, such as a counter-example's timeline
 * @param node the id of the node that the sentence blames, or null
 * @param detail what it rests on as data where that is more than a figure; else null
 */
public record Verdict(
        String id,
        String requirement,
        Status status,
        Unit unit,
        double measured,
        double low,
        double high,
        double bound,
        double margin,
        long samples,
        String because,
        List<String> evidence,
        String node,
        Detail detail) {
    /** Whether a requirement is kept. */
    public enum Status {
        MET,
        MISSED,
        UNSURE;

        /** As it stands in a report. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Keeps its own copy of the evidence. */
    public Verdict {
        evidence = List.copyOf(evidence);
    }

    /** Without further data. */
    public Verdict(
            String id,
            String requirement,
            Status status,
            Unit unit,
            double measured,
            double low,
            double high,
            double bound,
            double margin,
            long samples,
            String because,
            List<String> evidence,
            String node) {
        this(id, requirement, status, unit, measured, low, high, bound, margin, samples, because, evidence, node, null);
    }

    /** The same with what it rests on as data. */
    Verdict with(Detail data) {
        return new Verdict(
                id,
                requirement,
                status,
                unit,
                measured,
                low,
                high,
                bound,
                margin,
                samples,
                because,
                evidence,
                node,
                data);
    }
}
