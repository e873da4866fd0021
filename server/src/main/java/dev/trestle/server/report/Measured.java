package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.components.verdict.Unit;
import dev.trestle.server.web.Figures;

/** The numbers of one verdict for people: a report holds them in SI and names their unit. */
public final class Measured {
    private final JsonNode verdict;
    private final String unit;

    private Measured(JsonNode verdict) {
        this.verdict = verdict;
        this.unit = unit(verdict);
    }

    /** @param verdict an element of a report's {@code verdicts} */
    public static Measured of(JsonNode verdict) {
        return new Measured(verdict);
    }

    /** What was measured, such as {@code 112 ms}; a dash where nothing was. */
    public String value() {
        return Figures.in(unit, verdict.path("measured").asDouble(Double.NaN));
    }

    /** The 95 % interval, such as {@code 110 ms to 114 ms}; empty where there is none or it has no width. */
    public String interval() {
        return interval(" to ");
    }

    /** The same with other words between its ends. */
    public String interval(String between) {
        JsonNode ends = verdict.path("interval");
        if (ends.size() != 2 || ends.get(0).asDouble() == ends.get(1).asDouble()) return "";
        return Figures.in(unit, ends.get(0).asDouble())
                + between
                + Figures.in(unit, ends.get(1).asDouble());
    }

    /** What the number is held against; empty where it is against nothing. */
    public String bound() {
        return verdict.has("bound") ? Figures.in(unit, verdict.path("bound").asDouble()) : "";
    }

    /** Reports of before verdicts named their unit are shown, too. */
    private static String unit(JsonNode verdict) {
        return verdict.has("unit")
                ? verdict.path("unit").asText()
                : Unit.of(Requirement.parse(verdict.path("requirement").asText()))
                        .word();
    }
}
