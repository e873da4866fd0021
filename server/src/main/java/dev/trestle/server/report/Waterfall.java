package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * One request hop by hop: as lines of text in the order in which hops were made, and as bars over its time, in which the
 * stay at the node is thick and the way there and back thin.
 */
final class Waterfall {
    /** Hops of one request that are drawn and listed. */
    private static final int MOST = 40;

    private static final double W = 720;
    private static final double ROW = 18;
    private static final double NAMES = 250;
    private static final double TOP = 26;

    private final JsonNode trace;
    private final Names names;
    private final List<Integer> depths = new ArrayList<>();

    Waterfall(JsonNode trace, Names names) {
        this.trace = trace;
        this.names = names;
        for (JsonNode hop : hops()) {
            depths.add(hop.has("parent") ? depths.get(hop.path("parent").asInt()) + 1 : 0);
        }
    }

    private JsonNode hops() {
        return trace.path("hops");
    }

    private int shown() {
        return Math.min(MOST, hops().size());
    }

    /** What it was: {@code look about Item 7, 112 ms, ok}. */
    String title() {
        String about = trace.has("about") ? " about " + trace.path("about").asText() : "";
        return trace.path("operation").asText() + about + ", " + Figures.seconds(number(trace, "seconds")) + ", "
                + trace.path("outcome").asText();
    }

    /** Where and when: {@code made at 12.3 s by client 7, 2 tries}. */
    String origin() {
        String by = trace.has("client") ? " by client " + trace.path("client").asText() : "";
        int tries = trace.path("tries").asInt(1);
        int all = trace.path("hopCount").asInt(hops().size());
        return "Made at " + Figures.seconds(number(trace, "at")) + by + (tries > 1 ? ", " + tries + " tries" : "")
                + (all > shown() ? "; the first " + shown() + " of " + all + " hops" : "") + ".";
    }

    /** A table of the hops. */
    void table(Blocks out) {
        Blocks.Rows table = out.table(
                title(),
                "Hop",
                "Does",
                "Sent>",
                "On the way>",
                "Waited>",
                "Held>",
                "At the node>",
                "Back at>",
                "Outcome");
        for (int i = 0; i < shown(); i++) {
            JsonNode hop = hops().get(i);
            table.row(
                    "\u00b7 ".repeat(depths.get(i)) + place(hop),
                    hop.path("does").asText()
                            + (hop.has("attempt")
                                    ? ", try " + hop.path("attempt").asInt()
                                    : ""),
                    Figures.seconds(number(hop, "sent")),
                    Figures.seconds(number(hop, "arrived") - number(hop, "sent")),
                    Figures.seconds(hop.path("waited").asDouble(0)),
                    Figures.seconds(hop.path("held").asDouble(0)),
                    Figures.seconds(number(hop, "left") - number(hop, "arrived")),
                    Figures.seconds(number(hop, "back")),
                    hop.path("outcome").asText()
                            + (hop.has("gaveUp") ? ", given up at " + Figures.seconds(number(hop, "gaveUp")) : ""));
        }
        table.end();
    }

    private String place(JsonNode hop) {
        return names.node(hop.path("node").asText())
                + (hop.has("instance") ? " " + hop.path("instance").asInt() : "");
    }

    String svg() {
        double end = Math.max(1e-12, number(trace, "seconds"));
        double height = TOP + ROW * shown() + 10;
        Xml xml = new Xml();
        xml.open("svg", "viewBox", "0 0 720 " + n(height), "class", "chart", "role", "img", "aria-label", title());
        for (int i = 0; i <= 4; i++) {
            double at = NAMES + (W - NAMES - 16) * i / 4;
            xml.leaf("line", "class", "grid", "x1", n(at), "x2", n(at), "y1", n(TOP - 4), "y2", n(height - 6));
            xml.with(
                    Figures.seconds(end * i / 4),
                    "text",
                    "class",
                    "t2",
                    "x",
                    n(at),
                    "y",
                    n(TOP - 10),
                    "font-size",
                    "11",
                    "text-anchor",
                    i == 0 ? "start" : i == 4 ? "end" : "middle");
        }
        for (int i = 0; i < shown(); i++) row(xml, i, end);
        return xml.close().toString();
    }

    private void row(Xml xml, int i, double end) {
        JsonNode hop = hops().get(i);
        double y = TOP + ROW * i;
        double indent = Math.min(8, depths.get(i)) * 10.0;
        String words = Lettering.ellipsis(place(hop) + ": " + hop.path("does").asText(), NAMES - indent - 12, 11);
        xml.with(words, "text", "class", "t1", "x", n(4 + indent), "y", n(y + 12), "font-size", "11");
        double sent = number(hop, "sent");
        double over = Math.min(end, over(hop, end));
        bar(xml, "wire-end", new double[] {sent, over, end}, y + 7.5, 3);
        double arrived = hop.path("arrived").asDouble(Double.NaN);
        if (Double.isNaN(arrived)) return;
        double left = Math.min(end, hop.path("left").asDouble(over));
        boolean well = hop.path("outcome").asText().equals("ok");
        bar(xml, well ? "d1" : "d2", new double[] {arrived, left, end}, y + 3, 12);
        double waited = hop.path("waited").asDouble(0);
        if (waited > 0) bar(xml, "d4", new double[] {arrived, Math.min(left, arrived + waited), end}, y + 3, 12);
    }

    /** When a hop was over, as far as is known: an answer that nobody waited for is not on record. */
    private static double over(JsonNode hop, double end) {
        for (String field : new String[] {"back", "gaveUp", "left"}) {
            if (hop.has(field)) return hop.path(field).asDouble();
        }
        return end;
    }

    private static void bar(Xml xml, String tone, double[] fromToEnd, double y, double height) {
        double scale = (W - NAMES - 16) / fromToEnd[2];
        xml.leaf(
                "rect",
                "class",
                tone,
                "x",
                n(NAMES + fromToEnd[0] * scale),
                "y",
                n(y),
                "width",
                n(Math.max(1, (fromToEnd[1] - fromToEnd[0]) * scale)),
                "height",
                n(height),
                "rx",
                "1.5");
    }

    private static String n(double value) {
        return Place.number(value);
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
