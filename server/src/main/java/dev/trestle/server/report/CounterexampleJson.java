package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.history.Moment;
import dev.trestle.components.verdict.Detail;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The smallest history that breaks a promise, as it stands in a report: a list of moments in order of time. Each says when
 * ({@code time}, within {@code from} and {@code to}, in seconds), who, what in words, and the same part by part; what does
 * not apply is absent. Instances count from 1, as in faults.
 */
public final class CounterexampleJson {
    private static final int NANO_DIGITS = 9;
    private static final int FEWEST_DIGITS = 3;

    private CounterexampleJson() {}

    static void write(ArrayNode array, Detail.CounterExample example) {
        for (Moment moment : example.timeline().moments()) {
            Moment.Facts facts = moment.facts();
            ObjectNode json = array.addObject()
                    .put("time", moment.timeNanos() / 1e9)
                    .put("from", facts.fromNanos() / 1e9)
                    .put("to", facts.toNanos() / 1e9)
                    .put("who", moment.who())
                    .put("what", moment.deed())
                    .put("deed", facts.deed())
                    .put("subject", facts.subject());
            if (facts.key() >= 0) json.put("key", facts.key());
            if (facts.version() >= 0) json.put("version", facts.version());
            if (facts.node() != null) json.put("node", facts.node()).put("instance", facts.instance() + 1);
            if (facts.link() != null) json.put("link", facts.link());
        }
    }

    /** A moment's time for people: {@code 1.204 s}, with as many digits as it has, and no fewer than three. */
    public static String time(JsonNode moment) {
        BigDecimal seconds = BigDecimal.valueOf(moment.path("time").asDouble())
                .setScale(NANO_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return seconds.setScale(Math.max(FEWEST_DIGITS, seconds.scale()), RoundingMode.UNNECESSARY)
                        .toPlainString() + " s";
    }
}
