package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.balancer;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A new version during a run: how many instances there are meanwhile, and what a bad one does. */
class DeploymentTest {
    /** Deployed at 10 s; an instance drains for 5 s and starts in 20 s. */
    private static Part app(String... settings) {
        Part part = service("app", settings);
        Map.of(
                        "instances", "4",
                        "workers", "100",
                        "serviceTime", "0 ms",
                        "deployAt", "10 s",
                        "drainTime", "5 s",
                        "startDelay", "20 s",
                        "rollbackEvery", "10 s",
                        "bakeTime", "60 s")
                .forEach(part.settings()::putIfAbsent);
        return part;
    }

    private static Playing playing(String rate, Part app) {
        return board().operation("ask", rate)
                .path(
                        clients("arrivals", "steady", "timeout", "60 s"),
                        balancer("healthInterval", "1 s", "healthThreshold", "1", "hop", "0 ms"),
                        app)
                .play(1);
    }

    private static String up(Playing playing) {
        StringBuilder up = new StringBuilder();
        for (int i = 0; i < playing.node("app").instances(); i++) {
            up.append(playing.node("app").up(i) ? '1' : '0');
        }
        return up.toString();
    }

    @Test
    void rollingReplacesOneAfterTheOther() {
        Playing playing = playing("100/s", app());
        assertEquals("1111", up(playing.until(9)));
        assertEquals("0111", up(playing.until(34)));
        assertEquals("1011", up(playing.until(36)));
        assertEquals("1101", up(playing.until(61)));
        assertEquals("1110", up(playing.until(109)));
        assertEquals("1111", up(playing.until(111)));
        assertEquals(4, playing.counter("app", "instances replaced"));
        // Balancers notice within a second, and instances drain for five.
        assertEquals(0, playing.failed("ask"));
    }

    @Test
    void twoAtATimeTakeHalfTheTimeAndHalfTheCapacity() {
        Playing playing = playing("100/s", app("deployBatch", "2"));
        assertEquals("0011", up(playing.until(34)));
        assertEquals("1100", up(playing.until(59)));
        assertEquals("1111", up(playing.until(61)));
    }

    @Test
    void whoDoesNotDrainFailsWhatBalancersStillSend() {
        Playing playing = playing("100/s", app("drainTime", "0 s", "deployAt", "10.5 s"));
        playing.until(100);
        // Half a second until the next check: a quarter of 100 requests/s for the first; a third for each of the
        // others, as
        // the balancer does not know yet either that the one before is back.
        assertEquals(12.5 + 3 * 16.7, playing.failed("ask"), 4);
    }

    @Test
    void capacityIsThatOfTheOthersMeanwhile() {
        Playing playing = playing("320/s", app("workers", "1", "serviceTime", "10 ms"));
        playing.until(110);
        // Three instances do 300/s of 320/s: 20/s too many for 100 s, less the queues that the 2nd to 4th worked off
        // while
        // they drained (6.67/s for 25, 50 and 75 s); a second before the balancer knows is worth 20 more.
        int waiting = playing.node("app").meter.waiting;
        assertEquals(2000 - 167 - 333 - 500 - 40, waiting, 50);
        // The first has been back for 75 s and has 500; with 80/s instead of 100/s for each they take 25 s.
        assertEquals(100, playing.until(130).node("app").meter.waiting, 15);
        assertEquals(0, playing.until(137).node("app").meter.waiting);
    }

    @Test
    void aBigBangIsDownForTheTimeOfAStart() {
        Playing playing = playing("100/s", app("strategy", "big-bang"));
        assertEquals("0000", up(playing.until(29)));
        assertEquals("1111", up(playing.until(31)));
        playing.until(100);
        assertEquals(20 * 100, playing.failed("ask"), 1);
    }

    @Test
    void blueGreenIsNeverDownAndPaysTwice() {
        Playing playing = playing("100/s", app("strategy", "blue-green"));
        assertEquals("11110000", up(playing.until(29)));
        assertEquals("00001111", up(playing.until(31)));
        playing.until(200);
        assertEquals(0, playing.failed("ask"));
        assertEquals("00001111", up(playing));
        long before = playing.counter("app", "new version calls");
        assertEquals(169 * 100, before, 101);
        // Four for 200 s, and four more from 10 s until 60 s after the switch at 30 s.
        playing.node("app").meter.advance(playing.engine().now());
        assertEquals(4 * 200 + 4 * 80, playing.node("app").meter.rentedNanos / 1e9, 1e-6);
    }

    @Test
    void theBillOfBlueGreenIsOfBothSets() {
        Settings settings = new Settings(Map.of("deployAt", "10 s", "strategy", "blue-green", "instances", "4"));
        double one = bill(settings, 4);
        assertEquals(2 * one, bill(settings, 8), 1e-9);
        assertEquals(1.5 * one, bill(settings, 6), 1e-9);
        assertEquals(one, bill(new Settings(Map.of("instances", "4")), 0), 1e-9);
    }

    private static double bill(Settings settings, double instances) {
        return new Service()
                .cost(settings, new Usage(1, 0, 0, 0, 0, 0, instances, 0)).stream()
                        .mapToDouble(CostLine::usdPerMonth)
                        .sum();
    }

    private static Part canary(String... settings) {
        Part part = app(settings);
        Map.of("strategy", "canary", "instances", "10", "canaryShare", "10 %", "newErrors", "40 %")
                .forEach(part.settings()::put);
        return part;
    }

    @Test
    void aCanaryGetsItsShareAndABadOneIsRolledBack() {
        Playing playing = playing("200/s", canary("rollbackAt", "20 %"));
        assertEquals("0111111111", up(playing.until(34)));
        playing.until(45.5);
        assertEquals(1, playing.counter("app", "rollbacks"));
        assertEquals("0111111111", up(playing));
        playing.until(71);
        assertEquals("1111111111", up(playing));
        // A tenth of 200/s from 35 s (and up to a second more, until the balancer knows) to 45 s (and up to a second
        // more).
        long calls = playing.counter("app", "new version calls");
        assertEquals(200, calls, 21);
        long failed = playing.failed("ask");
        assertEquals(0.4 * calls, failed, 4 * Math.sqrt(0.24 * calls));
        assertEquals(failed, playing.counter("app", "new version failures"));
        playing.until(150);
        assertEquals(failed, playing.failed("ask"));
        assertEquals(calls, playing.counter("app", "new version calls"));
    }

    @Test
    void withoutARollbackEverybodyGetsTheBadVersion() {
        Playing playing = playing("200/s", canary("deployBatch", "9"));
        // The canary from 35 s, the others out at 95 s and back at 120 s.
        assertEquals("1000000000", up(playing.until(96)));
        assertEquals("1111111111", up(playing.until(122)));
        long failed = playing.failed("ask");
        playing.until(172);
        assertEquals(0.4 * 50 * 200, playing.failed("ask") - failed, 4 * Math.sqrt(0.24 * 10_000));
    }

    @Test
    void aBadVersionInBlueGreenIsSwitchedBackAtOnce() {
        Playing playing = playing("100/s", app("strategy", "blue-green", "newErrors", "40 %", "rollbackAt", "20 %"));
        // Switched at 30 s, looked at at 40 s.
        assertEquals("00001111", up(playing.until(39.9)));
        assertEquals("11110000", up(playing.until(40.1)));
        playing.until(60);
        long calls = playing.counter("app", "new version calls");
        assertEquals(1000, calls, 101);
        assertEquals(0.4 * calls, playing.failed("ask"), 4 * Math.sqrt(0.24 * calls));
        playing.node("app").meter.advance(playing.engine().now());
        assertEquals(4 * 60 + 4 * 35, playing.node("app").meter.rentedNanos / 1e9, 1e-6);
    }

    @Test
    void aBadVersionOfABigBangIsDownTwice() {
        Playing playing = playing("100/s", app("strategy", "big-bang", "newErrors", "100 %", "rollbackAt", "50 %"));
        // Down from 10 s to 30 s, bad to 40 s, down to 60 s.
        playing.until(100);
        assertEquals(50 * 100, playing.failed("ask"), 1);
        assertEquals("1111", up(playing));
    }

    @Test
    void aRollingDeploymentGoesBackInTheMiddle() {
        Playing playing = playing("100/s", app("newErrors", "100 %", "rollbackAt", "50 %"));
        // The first is back at 35 s; looked at at 45 s, when the second is starting: that one starts with the old
        // version.
        assertEquals("1011", up(playing.until(44)));
        assertEquals("1011", up(playing.until(64)));
        // 45 s + 20 s; then the first drains and starts.
        assertEquals("0111", up(playing.until(66)));
        assertEquals("1111", up(playing.until(91)));
        long failed = playing.failed("ask");
        // From 35 s to 65 s, a quarter of the requests while all are there and a third while one is away: the second is
        // from
        // 40 s on; from 65 s until the balancer knows.
        assertEquals(5 * 25 + 25 * 33.3 + 25, failed, 60);
        playing.until(100);
        assertEquals(failed, playing.failed("ask"));
    }

    @Test
    void aSlowVersionIsSlow() {
        Playing playing = playing(
                "100/s", app("strategy", "blue-green", "serviceTime", "10 ms", "newSlowness", "3", "bakeTime", "0 s"));
        playing.until(30);
        assertEquals(0.010, playing.meanLatency("ask"), 1e-9);
        long before = playing.completed("ask");
        playing.until(300);
        long after = playing.completed("ask");
        assertEquals(0.030, (playing.meanLatency("ask") * after - 0.010 * before) / (after - before), 0.0002);
    }

    @Test
    void aCrashedInstanceStaysDownThroughItsReplacement() {
        Playing playing = playing("100/s", app()).until(9).crash("app", 1);
        assertEquals(
                "0101",
                up(playing.until(61)).substring(0, 2) + up(playing).substring(2).replace("01", "01"));
        playing.recover("app", 1).until(112);
        assertEquals("1111", up(playing));
    }

    @Test
    void whatCannotWorkIsSaid() {
        Service kind = new Service();
        assertEquals(1, check(kind, "deployAt", "1 min", "autoscale", "60 %").size());
        assertEquals(1, check(kind, "deployAt", "1 min", "strategy", "canary").size(), "one of two is no tenth");
        assertEquals(
                0,
                check(kind, "deployAt", "1 min", "strategy", "canary", "instances", "10")
                        .size());
        assertFalse(kind.forecast(new Settings(Map.of("deployAt", "1 min")), new Demand(1, 0))
                .isPresent());
    }

    private static List<String> check(Service kind, String... settings) {
        return kind.check(new Settings(service("", settings).settings()));
    }
}
