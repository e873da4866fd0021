package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.function.DoubleFunction;

/** The numbers of one verdict for people: a report holds them in SI, what the requirement is about says the unit. */
public final class Measured {
    private final JsonNode verdict;
    private final DoubleFunction<String> unit;

    private Measured(JsonNode verdict) {
        this.verdict = verdict;
        this.unit = unit(verdict.path("requirement").asText());
    }

    /** @param verdict an element of a report's {@code verdicts} */
    public static Measured of(JsonNode verdict) {
        return new Measured(verdict);
    }

    /** What was measured, such as {@code 112 ms}; a dash where nothing was. */
    public String value() {
        return unit.apply(verdict.path("measured").asDouble(Double.NaN));
    }

    /** The 95 % interval, such as {@code 110 ms to 114 ms}; empty where there is none or it has no width. */
    public String interval() {
        JsonNode ends = verdict.path("interval");
        if (ends.size() != 2 || ends.get(0).asDouble() == ends.get(1).asDouble()) return "";
        return unit.apply(ends.get(0).asDouble()) + " to "
                + unit.apply(ends.get(1).asDouble());
    }

    /** The number in the requirement's unit. */
    public static DoubleFunction<String> unit(String requirement) {
        if (requirement.contains(" latency ") || requirement.contains(" lag ") || requirement.contains(" within "))
            return Figures::seconds;
        if (requirement.contains(" availability ")
                || requirement.contains(" ratio ")
                || requirement.contains(" utilization ")) return Figures::share;
        if (requirement.contains(" throughput ")) return Figures::perSecond;
        if (requirement.startsWith("cost ")) return Figures::usdPerMonth;
        if (requirement.startsWith("headroom ")) return factor -> Figures.number(factor) + " x";
        return Figures::number;
    }
}
