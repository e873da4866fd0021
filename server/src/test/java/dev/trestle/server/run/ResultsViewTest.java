package dev.trestle.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.server.web.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsViewTest {
    private static final String REPORT = """
            {"format": "trestle-report/1", "seed": 4, "replications": 8, "requests": 812345, "simulatedSeconds": 100,
             "stoppedBy": "budget", "thinned": [],
             "operations": {"feed": {"offered": 6944.4, "errors": 0.0001,
               "latency": {"p50": 0.015, "p90": 0.04, "p99": 0.11, "max": 0.5}}},
             "nodes": {"app": {"rate": 6944, "utilization": 0.75, "queueMean": 0.2, "queueMax": 14,
                 "forecast": {"utilization": 0.7},
                 "missCurve": {"policy": "LRU", "evicts": "FIFO", "instances": 4, "size": 1e9, "measured": 0.3, "points": [
                   {"size": 1e8, "missRatio": 0.6}, {"size": 1e9, "missRatio": 0.29}, {"size": 4e9, "missRatio": 0.09}]},
                 "balance": [{"what": "keys", "atTheEnd": true, "parts": 4, "maxOverMean": 1.25, "relativeDeviation": 0.1}],
                 "lag": {"what": "from a write to a copy that has it", "all": {"p50": 0.01, "p90": 0.02, "p99": 0.03, "max": 0.4},
                   "parts": {"instance 2": {"p50": 0.01}, "instance 3": {"p50": 0.02}}}},
               "files": {"rate": 12}},
             "cost": {"perMonth": 41230, "lines": [{"node": "app", "what": "8 x 4 vCPU", "perMonth": 1120},
               {"node": "files", "what": "nothing", "perMonth": 0}]},
             "verdicts": [
               {"id": "r1", "requirement": "feed p99 latency < 300 ms", "verdict": "met", "measured": 0.11,
                "interval": [0.1, 0.12], "bound": 0.3, "because": "far below", "evidence": []},
               {"id": "r2", "requirement": "Photo read-your-writes", "verdict": "missed", "measured": 3,
                "because": "read v2 after writing v3", "node": "app", "evidence": ["wrote v3", "read v2"],
                "counterexample": [
                  {"time": 1.204, "from": 1.19, "to": 1.204, "who": "client 7", "what": "wrote Photo 42 v3 to app", "deed": "wrote",
                   "subject": "Photo", "key": 42, "version": 3, "node": "app", "instance": 1, "link": "l1"},
                  {"time": 1.2190005, "from": 1.2190005, "to": 1.23, "who": "client 7", "what": "read Photo 42 v2", "deed": "read",
                   "subject": "Photo", "key": 42, "version": 2}]},
               {"id": "r3", "requirement": "all availability >= 99.9 %", "verdict": "unsure", "measured": 0.9991,
                "interval": [0.9985, 0.9995], "bound": 0.999, "because": "too few", "evidence": []},
               {"id": "r4", "requirement": "posted handled within 10 s for p99", "verdict": "met", "unit": "share",
                "measured": 1, "interval": [0.999, 1], "bound": 0.99, "because": "in time", "evidence": []}]}
            """;

    private final ResultsView view = ResultsView.of("r1", Json.stored(REPORT), Map.of("app", "Feed service"));

    @Test
    void countsEachKindOfVerdictThatOccurs() {
        assertEquals(
                List.of(
                        new ResultsView.Count(2, "met"),
                        new ResultsView.Count(1, "missed"),
                        new ResultsView.Count(1, "unsure")),
                view.counts());
    }

    @Test
    void numbersHaveTheUnitOfTheirRequirement() {
        VerdictView latency = view.verdicts().get(0);
        assertEquals("110 ms", latency.measured());
        assertEquals("95 % between 100 ms and 120 ms", latency.interval());
        assertEquals("300 ms", latency.bound());
        VerdictView availability = view.verdicts().get(2);
        assertEquals("99.91 %", availability.measured());
        assertEquals("99.9 %", availability.bound());
        VerdictView inTime = view.verdicts().get(3);
        assertEquals("100 %", inTime.measured());
        assertEquals("95 % between 99.9 % and 100 %", inTime.interval());
        assertEquals("99 %", inTime.bound());
    }

    @Test
    void theCulpritIsNamedAsOnTheBoard() {
        VerdictView missed = view.verdicts().get(1);
        assertEquals("app", missed.node());
        assertEquals("Feed service", missed.nodeName());
        assertEquals(List.of("wrote v3", "read v2"), missed.evidence());
        assertNull(missed.gauge());
    }

    @Test
    void aCounterexampleNamesWhereAsOnTheBoard() {
        assertEquals(
                List.of(
                        new VerdictView.MomentView(
                                "1.204 s", "client 7", "wrote Photo 42 v3 to app", "app", "Feed service", "l1"),
                        new VerdictView.MomentView("1.2190005 s", "client 7", "read Photo 42 v2", null, null, null)),
                view.verdicts().get(1).moments());
        assertTrue(view.verdicts().get(0).moments().isEmpty());
    }

    @Test
    void theGaugeShowsIntervalLeftOfItsBound() {
        VerdictView.Gauge gauge = view.verdicts().get(0).gauge();
        assertTrue(Double.parseDouble(gauge.low()) < Double.parseDouble(gauge.high()));
        assertTrue(Double.parseDouble(gauge.high()) < Double.parseDouble(gauge.bound()));
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        ResultsView.NodeRow files = view.nodes().get(1);
        assertEquals("–", files.utilization());
        assertNull(files.share());
        assertEquals("–", files.queue());
    }

    @Test
    void utilizationIsABarOfFiftySix() {
        ResultsView.NodeRow app = view.nodes().get(0);
        assertEquals("42", app.share()); // 0.75 of 56
        assertEquals("warn", app.level());
        assertEquals("70 %", app.predicted());
    }

    @Test
    void whatNeverEndedIsSaidToBeInTheTablesWithItsAge() {
        String hangs = REPORT.replaceFirst("\"nodes\":", "\"all\": {\"inFlight\": 1724}, \"nodes\":");
        List<ResultsView.Notice> notices =
                ResultsView.of("r1", Json.stored(hangs), Map.of()).notices();
        assertTrue(
                notices.stream().anyMatch(notice -> notice.says().startsWith("1,724 requests were still waiting")),
                notices.toString());
        assertTrue(view.notices().stream().noneMatch(notice -> notice.says().contains("still waiting")));
    }

    @Test
    void aComponentWithoutAPredictionSaysWhy() {
        assertFalse(view.unpredicted());
        String without = REPORT.replace("{\"utilization\": 0.7}", "{\"why\": \"it waits for others\"}");
        ResultsView other = ResultsView.of("r1", Json.stored(without), Map.of());
        assertTrue(other.unpredicted());
        assertEquals("–", other.nodes().get(0).predicted());
        assertEquals("it waits for others", other.nodes().get(0).whyNot());
    }

    @Test
    void aCacheIsToldAtOtherSizes() {
        DetailView.CacheRow cache = view.details().caches().get(0);
        assertEquals("Feed service", cache.name());
        assertEquals("4 × 1 GB", cache.size());
        assertEquals("30 %", cache.measured());
        assertEquals("60 %", cache.tenth());
        // Half way between the logarithms of 1 and 4 GB; and flat where the curve ends.
        assertEquals("19 %", cache.twice());
        assertEquals("9 %", cache.tenfold());
        assertTrue(cache.note().contains("FIFO"));
    }

    @Test
    void balanceAndLagAreToldByPart() {
        assertEquals(
                new DetailView.BalanceRow("app", "Feed service", "keys at the end", "4", "1.25", "10 %"),
                view.details().balances().get(0));
        assertEquals(
                List.of("from a write to a copy that has it", "instance 2", "instance 3"),
                view.details().lags().stream().map(DetailView.LagRow::what).toList());
        assertEquals("400 ms", view.details().lags().get(0).max());
    }

    @Test
    void aRunThatEndedAtItsBudgetSaysSo() {
        assertTrue(view.notices().get(0).says().contains("budget"));
    }

    @Test
    void linesThatCostNothingAreLeftOut() {
        assertEquals(List.of(new ResultsView.Cost("Feed service", "8 x 4 vCPU", "1,120 USD/month")), view.costs());
        assertEquals("41,230 USD/month", view.total());
    }
}
