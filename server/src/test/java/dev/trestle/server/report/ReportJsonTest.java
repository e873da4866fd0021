package dev.trestle.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.Watcher;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report's JSON is a contract with other programs: names, order, units, and what is absent. */
class ReportJsonTest {
    private static final ObjectNode REPORT = Boards.report(Boards.small());

    @Test
    void hasTheFieldsOfTheContractInTheirOrder() {
        assertEquals(
                List.of(
                        "format",
                        "title",
                        "seed",
                        "engine",
                        "digest",
                        "replications",
                        "thinned",
                        "simulatedSeconds",
                        "requests",
                        "events",
                        "wallSeconds",
                        "stoppedBy",
                        "verdictSeconds",
                        "played",
                        "phases",
                        "operations",
                        "all",
                        "nodes",
                        "links",
                        "cost",
                        "verdicts",
                        "findings",
                        "routes",
                        "faults",
                        "timeline",
                        "traces"),
                names(REPORT));
        assertEquals("trestle-report/1", REPORT.path("format").asText());
        assertEquals(8, REPORT.path("replications").asInt());
        assertEquals(12, REPORT.path("simulatedSeconds").asDouble());
        assertEquals("script", REPORT.path("stoppedBy").asText());
    }

    @Test
    void faultsAreWrittenAndDrawnWithTheTimesOfTheTimeline() {
        String faulty = BoardJson.print(Boards.small())
                .replace(
                        "\"phase\": \"late\",",
                        "\"phase\": \"late\", \"faults\": [\"crash app instance 1 at 1 s for 2 s\"],");
        JsonNode report = Boards.report(BoardJson.parse(faulty));
        assertEquals(1, report.path("faults").size());
        JsonNode fault = report.path("faults").get(0);
        assertEquals(List.of("what", "target", "targets", "from", "to"), names(fault));
        assertEquals("crash app instance 1", fault.path("what").asText());
        assertEquals("app", fault.path("target").asText());
        assertEquals("[\"app\"]", fault.path("targets").toString());
        assertEquals(8, fault.path("from").asDouble(), 1e-6);
        assertEquals(10, fault.path("to").asDouble(), 1e-6);
        String chart = Charts.throughput(report);
        assertTrue(chart.contains("class=\"fault\""), chart);
        assertTrue(chart.contains("Faults: crash app instance 1 from 8 s to 10 s"), chart);
        assertFalse(Charts.throughput(REPORT).contains("fault"), "where there was none there is no lane");
    }

    /** Nothing is measured of a run that time never passed in: no field may then hold what is no number. */
    @Test
    void whatIsNoNumberIsAbsent() {
        String still = BoardJson.print(Boards.small())
                .replace("\"label\": \"TEXT\", ", "")
                .replace(
                        "\"kind\": \"clients\"",
                        "\"kind\": \"clients\", \"settings\": {\"arrivals\": \"closed\", \"think\": \"0 s\"}")
                .replace("exponential(2 ms)", "0 s")
                .replace(
                        "\"kind\": \"sql-database\"",
                        "\"kind\": \"sql-database\", \"settings\": {\"readTime\": \"0 s\", \"writeTime\": \"0 s\"}");
        Run run = Run.of(BoardJson.parse(still), new Options(1, 80_000, Options.WALL_NANOS, 2));
        ObjectNode json = ReportJson.of(run.execute(Watcher.NOBODY));
        assertEquals("budget", json.path("stoppedBy").asText());
        assertFalse(json.toString().contains("NaN"), json.toString());
        assertFalse(json.toString().contains("Infinity"), json.toString());
    }

    @Test
    void phasesAreTheMeasuredOnesByName() {
        assertEquals(List.of("steady", "late"), names(REPORT.path("phases")));
        assertEquals(
                List.of("get", "put"),
                names(REPORT.path("phases").path("steady").path("operations")));
    }

    @Test
    void operationsTellRatesAndLatencies() {
        JsonNode get = REPORT.path("operations").path("get");
        assertTrue(names(get).containsAll(List.of("offered", "completed", "errors", "availability", "latency")));
        // Users at the median of 1..3 k, lognormal: sqrt(1 * 3) k, times 0.05/s: 86.6/s, within 5 standard errors.
        double rate = Math.sqrt(3) * 50;
        assertEquals(rate, get.path("offered").asDouble(), 5 * Math.sqrt(rate / (8 * 10)));
        JsonNode latency = get.path("latency");
        assertTrue(names(latency)
                .containsAll(
                        List.of("mean", "meanInterval", "p50", "p90", "p99", "p99Interval", "p999", "max", "count")));
        assertTrue(latency.path("p50").asDouble() <= latency.path("p99").asDouble());
        assertTrue(latency.path("p99Interval").get(0).asDouble()
                <= latency.path("p99").asDouble());
    }

    @Test
    void nodesTellWhatTheyDid() {
        JsonNode app = REPORT.path("nodes").path("app");
        assertTrue(names(app)
                .containsAll(
                        List.of("utilization", "queueMean", "queueMax", "rate", "forecast", "instances", "meters")));
        assertEquals(2, app.path("instances").size());
        assertEquals(List.of("rate", "utilization"), names(app.path("instances").get(0)));
        assertFalse(REPORT.path("nodes").path("users").has("utilization"), "clients have no servers");
    }

    @Test
    void verdictsCarryTheirEvidence() {
        JsonNode verdicts = REPORT.path("verdicts");
        assertEquals("met", verdicts.get(0).path("verdict").asText());
        assertEquals("missed", verdicts.get(1).path("verdict").asText());
        assertEquals(1e-6, verdicts.get(1).path("bound").asDouble(), 1e-15);
        for (JsonNode verdict : verdicts) {
            assertTrue(
                    names(verdict).containsAll(List.of("id", "requirement", "verdict", "unit", "because", "evidence")));
        }
    }

    @Test
    void linesOfTheBillAddUp() {
        double sum = 0;
        for (JsonNode line : REPORT.path("cost").path("lines"))
            sum += line.path("perMonth").asDouble();
        assertEquals(sum, REPORT.path("cost").path("perMonth").asDouble(), 1e-9);
        assertTrue(sum > 0);
    }

    @Test
    void routesAndTimelineNameTheNodes() {
        assertEquals("users", REPORT.path("routes").path("get").get(0).asText());
        JsonNode frame = REPORT.path("timeline").get(10);
        assertTrue(frame.path("all").has("offered"));
        assertEquals(List.of("users", "app", "db"), names(frame.path("nodes")));
    }

    @Test
    void theTimelineTellsHowLateWhatFollowsIs() {
        int told = 0;
        for (JsonNode frame : REPORT.path("timeline")) {
            assertFalse(frame.path("nodes").path("app").has("lagP99"), "nothing follows a service");
            JsonNode late = frame.path("nodes").path("db");
            assertEquals(late.has("lagP50"), late.has("lagP99"));
            assertTrue(!late.has("lagP50") || late.path("lagP50").asDouble() > 0, late.toString());
            assertTrue(late.path("lagP99").asDouble() >= late.path("lagP50").asDouble(), late.toString());
            told += late.has("lagP99") ? 1 : 0;
        }
        assertTrue(told > 0);
    }

    @Test
    void nodesTellTheBalanceAndTheLagOfTheirParts() {
        JsonNode balance = REPORT.path("nodes").path("app").path("balance").get(0);
        assertEquals(
                List.of("what", "parts", "mean", "max", "maxOverMean", "relativeDeviation", "shares", "histogram"),
                names(balance));
        assertEquals("requests a second", balance.path("what").asText());
        assertEquals(2, balance.path("shares").size());
        assertEquals("instance 1", balance.path("shares").get(0).path("part").asText());
        int parts = 0;
        for (JsonNode bar : balance.path("histogram"))
            parts += bar.path("parts").asInt();
        assertEquals(2, parts);
        JsonNode lag = REPORT.path("nodes").path("db").path("lag");
        assertEquals("from a write to a copy that has it", lag.path("what").asText());
        assertEquals(
                List.of("count", "mean", "meanInterval", "p50", "p90", "p99", "p999", "max"), names(lag.path("all")));
        double share = 0;
        for (JsonNode bar : lag.path("histogram")) share += bar.path("share").asDouble();
        assertEquals(1, share, 1e-3);
        assertFalse(REPORT.path("nodes").path("app").has("missCurve"), "a service keeps no keys");
    }

    @Test
    void theSlowestRequestsAreToldHopByHop() {
        JsonNode slowest = REPORT.path("traces").path("slowest");
        assertTrue(slowest.size() >= 10, slowest.size() + " traces");
        JsonNode first = slowest.get(0);
        assertTrue(names(first)
                .containsAll(
                        List.of("operation", "about", "client", "tries", "phase", "at", "seconds", "outcome", "hops")));
        JsonNode hop = first.path("hops").get(1);
        assertEquals("db", hop.path("node").asText());
        assertEquals(0, hop.path("parent").asInt(-1));
        assertTrue(hop.path("sent").asDouble() <= hop.path("arrived").asDouble());
        assertTrue(hop.path("arrived").asDouble() <= hop.path("left").asDouble());
        assertTrue(hop.path("left").asDouble() <= hop.path("back").asDouble());
    }

    @Test
    void whatWasNotMeasuredIsAbsentAndNumbersAreFinite() {
        List<JsonNode> all = new ArrayList<>();
        collect(REPORT, all);
        for (JsonNode node : all) {
            assertFalse(node.isNull(), "null in the report");
            assertFalse(node.isNumber() && !Double.isFinite(node.asDouble()), "not finite: " + node);
        }
        assertFalse(REPORT.toString().contains("NaN"));
    }

    @Test
    void theSameSeedGivesTheSameBytesOnAnyNumberOfCores() {
        ObjectNode again = ReportJson.of(Boards.run(Boards.small(), 1, 1));
        assertEquals(timeless(REPORT), timeless(again));
        assertNotEquals(timeless(REPORT), timeless(ReportJson.of(Boards.run(Boards.small(), 2, 2))));
    }

    @Test
    void prettyPrintIsTheSameJson() throws Exception {
        String pretty = PrettyJson.of(REPORT);
        assertEquals(
                REPORT.toString(),
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(pretty)
                        .toString());
        assertTrue(pretty.endsWith("}\n"));
    }

    private static String timeless(ObjectNode report) {
        return PrettyJson.of(report.deepCopy().without(List.of("wallSeconds", "verdictSeconds")));
    }

    private static void collect(JsonNode node, List<JsonNode> all) {
        all.add(node);
        node.forEach(child -> collect(child, all));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
