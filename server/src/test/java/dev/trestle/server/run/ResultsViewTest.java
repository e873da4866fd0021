package dev.trestle.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
                 "forecast": {"utilization": 0.7}},
               "files": {"rate": 12}},
             "cost": {"perMonth": 41230, "lines": [{"node": "app", "what": "8 x 4 vCPU", "perMonth": 1120},
               {"node": "files", "what": "nothing", "perMonth": 0}]},
             "verdicts": [
               {"id": "r1", "requirement": "feed p99 latency < 300 ms", "verdict": "met", "measured": 0.11,
                "interval": [0.1, 0.12], "bound": 0.3, "because": "far below", "evidence": []},
               {"id": "r2", "requirement": "Photo read-your-writes", "verdict": "missed", "measured": 3,
                "because": "read v2 after writing v3", "node": "app", "evidence": ["wrote v3", "read v2"]},
               {"id": "r3", "requirement": "all availability >= 99.9 %", "verdict": "unsure", "measured": 0.9991,
                "interval": [0.9985, 0.9995], "bound": 0.999, "because": "too few", "evidence": []}]}
            """;

    private final ResultsView view = ResultsView.of("r1", Json.stored(REPORT), Map.of("app", "Feed service"));

    @Test
    void countsEachKindOfVerdictThatOccurs() {
        assertEquals(
                List.of(
                        new ResultsView.Count(1, "met"),
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
    void aRunThatEndedAtItsBudgetSaysSo() {
        assertTrue(view.notices().get(0).says().contains("budget"));
    }

    @Test
    void linesThatCostNothingAreLeftOut() {
        assertEquals(List.of(new ResultsView.Cost("Feed service", "8 x 4 vCPU", "1,120 USD/month")), view.costs());
        assertEquals("41,230 USD/month", view.total());
    }
}
