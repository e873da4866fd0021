package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings that a script changes while it runs, and where it stops: expected values by hand. */
class SettingsTest {
    /** 100 requests a second, evenly. */
    private static Boards asked(Boards.Part... path) {
        Boards.Part[] all = new Boards.Part[path.length + 1];
        all[0] = clients("arrivals", "steady");
        System.arraycopy(path, 0, all, 1, path.length);
        return board().operation("ask", "100/s").path(all);
    }

    private static Boards.Part app(String instances, String workers, String serviceTime) {
        return service("app", "instances", instances, "workers", workers, "serviceTime", serviceTime);
    }

    private static double utilization(Report report, String phase) {
        return report.phase(phase).nodes().get("app").utilization().value();
    }

    private static double latency(Report report, String phase) {
        return report.phase(phase).operations().get("ask").latency().mean().value();
    }

    @Test
    void moreInstancesShareTheWorkAndFewerDoAgain() {
        Report report = asked(Boards.balancer(), app("1", "1", "8 ms"))
                .phase("one", "5 s", "average")
                .phase("four", "5 s", "average", "set app instances = 4")
                .phase("two", "40 s", "average", "set app instances = 2")
                .phase("after", "5 s", "average")
                .run(1)
                .report();
        assertEquals(0.8, utilization(report, "one"), 0.01);
        assertEquals(0.2, utilization(report, "four"), 0.01);
        assertEquals(0.4, utilization(report, "after"), 0.01);
        assertEquals(4, report.nodes().get("app").instances().size());
    }

    @Test
    void moreWorkersTakeWhatWaitsAtOnce() {
        // One worker does 50 of 100 requests a second, so that 50 wait after a second; 100 workers take them all.
        Playing playing = asked(app("1", "1", "20 ms")).play(1).until(1);
        assertEquals(50, playing.station("app", 1).queued(), 2);
        playing.begin("set app workers = 100").until(1.0001);
        assertEquals(0, playing.station("app", 1).queued());
        assertEquals(50, playing.station("app", 1).busy(), 2);
        // Of those that are too many each goes when it is free; the last one stays.
        playing.end("set app workers = 100").until(1.021);
        assertEquals(1, playing.station("app", 1).busy());
        assertEquals(1, playing.station("app", 1).servers());
    }

    @Test
    void aSettingIsWhatItWasWhenItsTimeIsOver() {
        Report report = asked(app("1", "100", "2 ms"))
                .phase("set", "5 s", "average", "set app serviceTime = 6 ms for 5 s")
                .phase("back", "5 s", "average")
                .run(1)
                .report();
        assertEquals(0.006, latency(report, "set"), 1e-6);
        assertEquals(0.002, latency(report, "back"), 1e-4);
    }

    @Test
    void aSettingStaysInLaterPhasesUntilItIsSetAgain() {
        Report report = asked(app("1", "100", "2 ms"))
                .phase("first", "5 s", "average", "set app serviceTime = 6 ms")
                .phase("second", "5 s", "average")
                .phase("third", "5 s", "average", "set app serviceTime = 1 ms")
                .run(1)
                .report();
        assertEquals(0.006, latency(report, "second"), 1e-6);
        assertEquals(0.001, latency(report, "third"), 1e-4);
    }

    @Test
    void aSmallerCacheKeepsLess() {
        // Uniform keys: a cache hits as often as it holds keys, 500 of 1,000 and then 100 (entries are 1 KB).
        Report report = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "2000/s", "read Item")
                .path(clients(), service("app", "workers", "1000"), Boards.cache("capacity", "500 KB"))
                .path(app("2", "1000", "0 ms"), Boards.instantDatabase())
                .phase("large", "20 s", "average")
                .phase("small", "20 s", "average", "set cache capacity = 100 KB")
                .run(1)
                .report();
        assertEquals(0.5, hits(report, "large"), 0.01);
        assertEquals(0.1, hits(report, "small"), 0.01);
    }

    private static double hits(Report report, String phase) {
        return report.phase(phase).nodes().get("cache").hitRatio().value();
    }

    @Test
    void aLimiterLetsThroughWhatItIsSetTo() {
        Report report = asked(
                        part(
                                "limit",
                                "rate-limiter",
                                "limit",
                                "40/s",
                                "burst",
                                "1",
                                "per",
                                "all",
                                "counters",
                                "shared"),
                        app("1", "100", "1 ms"))
                .phase("low", "10 s", "average")
                .phase("high", "10 s", "average", "set limit limit = 80/s")
                .run(1)
                .report();
        // One token, again after 25 ms and after 12.5 ms: of requests every 10 ms the third passes, and then the
        // second.
        assertEquals(100 / 3.0, report.phase("low").nodes().get("app").rate().value(), 0.2);
        assertEquals(50, report.phase("high").nodes().get("app").rate().value(), 0.2);
    }

    @Test
    void aBalancerGoesOnByAnotherAlgorithm() {
        Playing playing = asked(Boards.balancer("algorithm", "source-hash"), app("4", "1000", "1 ms"))
                .play(1)
                .until(5);
        long[] before = taken(playing);
        playing.begin("set lb algorithm = round-robin").until(9);
        long[] after = taken(playing);
        for (int i = 0; i < 4; i++) {
            assertEquals(100, after[i] - before[i], 1, "each of four gets a fourth of 400");
        }
    }

    private static long[] taken(Playing playing) {
        long[] taken = new long[4];
        for (int i = 0; i < 4; i++) {
            taken[i] = playing.taken("app", i + 1);
        }
        return taken;
    }

    @Test
    void aRunIsStoppedWhereItsScriptSaysSo() {
        Report report = asked(app("1", "1", "1 ms"))
                .phase("first", "5 s", "average")
                .phase("second", "60 s", "average", "stop at 2.5 s")
                .phase("third", "60 s", "average")
                .run(1)
                .report();
        assertEquals(7.5, report.simulatedSeconds(), 1e-9);
        assertEquals(List.of("first", "second"), List.copyOf(report.named().keySet()));
        assertEquals("script", report.stoppedBy());
        assertTrue(report.whole());
        assertEquals(List.of(), report.thinned());
    }

    @Test
    void aRunThatDecidesIsStoppedThereToo() {
        Boards boards = asked(app("1", "1", "1 ms"))
                .phase("warm-up", "5 s", "average")
                .phase("steady", "5 s", "average")
                .phase("story", "60 s", "2 * average", "stop at 2.5 s")
                .phase("never", "60 s", "average");
        Report report = Run.of(boards.build(), Options.seed(1).deciding())
                .execute(Watcher.NOBODY)
                .report();
        assertEquals(2.5, report.phase("story").seconds(), 1e-9);
        assertEquals(null, report.phase("never"));
    }

    private static String refusal(String line) {
        Boards boards = asked(app("2", "1", "1 ms")).phase("steady", "5 s", "average", line);
        Refused refused = assertThrows(Refused.class, () -> boards.run(1));
        return refused.findings().stream()
                .filter(each -> each.stops())
                .findFirst()
                .orElseThrow()
                .says();
    }

    @Test
    void whatCannotBeSetIsRefusedInOneLine() {
        assertEquals("model cannot change while a run goes on: app", refusal("set app model = async"));
        assertEquals("colour is not a setting of app", refusal("set app colour = red"));
        assertEquals("there is no node ap on this board", refusal("set ap instances = 3"));
        assertTrue(refusal("set app instances = 0").startsWith("app: instances must be between 1 and 10000"));
        assertTrue(refusal("set app instances = many").startsWith("app: instances must be"));
    }

    @Test
    void whoScalesByHimselfIsNotScaledByHand() {
        Boards boards =
                asked(service("app", "autoscale", "60 %")).phase("steady", "5 s", "average", "set app instances = 3");
        assertThrows(Refused.class, () -> boards.run(1));
    }

    @Test
    void anInstanceThatIsAddedLaterMayCrash() {
        Report report = asked(app("1", "1", "1 ms"))
                .phase("steady", "5 s", "average", "set app instances = 2", "crash app instance 2 at 1 s")
                .run(1)
                .report();
        assertTrue(report.phase("steady").operations().get("ask").errorRatio().value() > 0.2);
    }
}
