package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Played;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Verdict;
import org.junit.jupiter.api.Test;

/** Runs that go on for as long as it takes to decide. */
class DecideTest {
    private static Boards station(double rho, String warmUp, String steady) {
        Boards story = board().operation("ask", 1000 * rho + "/s")
                .path(clients(), service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(1 ms)"));
        return (warmUp == null ? story : story.phase("warm-up", warmUp, "average")).phase("steady", steady, "average");
    }

    private static RunResult decide(Boards story) {
        return decide(story, Options.EVENTS, 2);
    }

    private static RunResult decide(Boards story, long events, int threads) {
        return Run.of(story.build(), new Options(1, events, Options.WALL_NANOS, threads).deciding())
                .execute(Watcher.NOBODY);
    }

    private static Played played(RunResult result, String name) {
        return result.report().played().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Verdict.Status status(RunResult result) {
        return result.verdicts().get(0).status();
    }

    @Test
    void aClearCaseEndsLongBeforeItsScript() {
        // The mean is 5 ms.
        RunResult result = decide(station(0.8, "600 s", "6000 s").requires("ask mean latency < 20 ms in steady"));
        assertEquals(Verdict.Status.MET, status(result));
        assertEquals("decided", result.report().stoppedBy());
        assertTrue(
                played(result, "steady").seconds() < 200,
                result.report().played().toString());
        assertTrue(result.verdictSeconds().isPresent());
        assertTrue(
                result.report().thinned().stream().anyMatch(line -> line.startsWith("steady: ")),
                result.report().thinned().toString());
    }

    @Test
    void aCloseCaseGoesOnBeyondItsScript() {
        // 3 % off: two seconds of script would never tell.
        RunResult result = decide(station(0.5, "1 s", "2 s").requires("ask mean latency < 1.94 ms in steady"));
        assertEquals(Verdict.Status.MISSED, status(result));
        assertEquals("decided", result.report().stoppedBy());
        assertTrue(
                played(result, "steady").seconds() > 40,
                result.report().played().toString());
    }

    @Test
    void thatAllAreAnsweredIsDecidedByThoseThatWereSeen() {
        RunResult result = decide(station(0.5, "1 s", "20 s").requires("ask availability = 100 %"));
        assertEquals(Verdict.Status.MET, status(result));
        assertEquals("decided", result.report().stoppedBy());
    }

    @Test
    void whatNoBudgetDecidesIsUnsure() {
        // The bound is the truth itself.
        RunResult result =
                decide(station(0.5, "1 s", "2 s").requires("ask mean latency < 2 ms in steady"), 4_000_000, 2);
        assertEquals("budget", result.report().stoppedBy());
        assertTrue(result.report().whole());
        assertTrue(result.report().events() <= 4_000_000);
        assertTrue(result.verdictSeconds().isEmpty() || status(result) != Verdict.Status.UNSURE);
    }

    @Test
    void theNumberOfThreadsDecidesNothing() {
        Boards story = station(0.8, "20 s", "40 s").requires("ask p99 latency < 24 ms in steady");
        RunResult alone = decide(story, 8_000_000, 1);
        RunResult together = decide(story, 8_000_000, 3);
        assertEquals(alone.report().digest(), together.report().digest());
        assertEquals(alone.report().played(), together.report().played());
        assertEquals(alone.verdicts(), together.verdicts());
    }

    @Test
    void aWarmUpEndsWhenTheDesignHasSettled() {
        RunResult result = decide(station(0.8, "3000 s", "10 s").requires("ask mean latency < 20 ms in steady"));
        assertTrue(
                played(result, "warm-up").seconds() < 1000,
                result.report().played().toString());
        assertEquals(0, played(result, "steady").leftOutSeconds());
    }

    @Test
    void withoutAWarmUpTheTransientIsLeftOut() {
        RunResult result = decide(station(0.8, null, "600 s").requires("ask mean latency < 20 ms in steady"));
        Played steady = played(result, "steady");
        assertTrue(steady.leftOutSeconds() > 0, steady.toString());
        assertTrue(steady.leftOutSeconds() <= steady.statedSeconds() / 2, steady.toString());
        assertTrue(result.report().thinned().stream().anyMatch(line -> line.contains("are in no figure")));
    }

    @Test
    void aQueueThatNobodyDrainsIsNotCutShort() {
        // Half a second more of latency every second: within 20,000 requests it would still keep the bound.
        RunResult result = decide(station(1.5, null, "60 s").requires("ask p99 latency < 20 s in steady"));
        Played steady = played(result, "steady");
        assertEquals(60, steady.seconds(), 1e-9);
        assertEquals(0, steady.leftOutSeconds());
        assertEquals(Verdict.Status.MISSED, status(result));
        assertEquals("script", result.report().stoppedBy());
    }

    @Test
    void latenciesLongerThanTheFirstRoundAreMeasuredToTheirEnd() {
        // 20,000 requests arrive within half a second, and by twice that time many have not been answered.
        RunResult result = decide(board().operation("ask", "40000/s")
                .path(
                        clients(),
                        service("app", "instances", "1", "workers", "100000", "serviceTime", "exponential(500 ms)"))
                .phase("warm-up", "10 s", "average")
                .phase("steady", "100 s", "average")
                .requires("ask p99 latency < 1.5 s in steady"));
        // 500 ms ln 100 is 2.3 s.
        assertEquals(Verdict.Status.MISSED, status(result), result.verdicts().toString());
        assertTrue(
                played(result, "steady").seconds() < 20,
                result.report().played().toString());
    }

    @Test
    void aFewRequestsThatTakeLongAreWaitedFor() {
        // One request in fifty takes 2 s, so all the slowest hundredth; the mean is 42 ms, and the first round half a
        // second.
        RunResult result = decide(board().operation("ask", "39200/s")
                .operation("search", "800/s")
                .path(clients(), service("app", "workers", "1000", "serviceTime", "2 ms"))
                .path(clients(), service("slow", "workers", "10000", "serviceTime", "lognormal(2 s, cv 0.1)"))
                .link("clients", "app", "only", "ask")
                .link("clients", "slow", "only", "search")
                .phase("warm-up", "20 s", "average")
                .phase("steady", "100 s", "average")
                .requires("all p99 latency < 1.5 s in steady"));
        assertEquals(Verdict.Status.MISSED, status(result), result.verdicts().toString());
    }

    @Test
    void storiesArePlayedAsTheyAreWritten() {
        RunResult result = decide(station(0.5, "10 s", "2000 s")
                .phase("broken", "10 s", "average", "crash app for 2 s")
                .requires("ask mean latency < 20 ms in steady")
                .requires("ask availability >= 99 % in broken"));
        assertEquals(10, played(result, "broken").seconds(), 1e-9);
        assertTrue(
                played(result, "steady").seconds() < 500,
                result.report().played().toString());
        assertEquals(Verdict.Status.MET, status(result));
        assertEquals(Verdict.Status.MISSED, result.verdicts().get(1).status());
    }

    @Test
    void theMixOfPhasesInAFigureOverAllOfThemStays() {
        // Over all phases a fifth of the time is broken; cut short, steady would weigh less.
        RunResult result = decide(station(0.5, "10 s", "40 s")
                .phase("broken", "10 s", "average", "crash app")
                .requires("ask availability >= 70 %"));
        assertEquals(40, played(result, "steady").seconds(), 1e-9);
        assertEquals(Verdict.Status.MET, status(result));
    }

    @Test
    void whatChangesSlowlyIsGivenTime() {
        Boards bursts = board().operation("ask", "500/s")
                .path(clients("arrivals", "bursty"), service("app", "instances", "1", "serviceTime", "1 ms"))
                .phase("steady", "100 s", "average")
                .requires("ask mean latency < 1 s");
        assertTrue(played(decide(bursts), "steady").seconds() >= 50);
    }

    @Test
    void aScriptIsPlayedAsItIsUnlessSomebodyAsks() {
        Report report = station(0.5, "1 s", "3 s").run(1).report();
        assertEquals("script", report.stoppedBy());
        assertEquals(4, report.simulatedSeconds());
        assertFalse(report.thinned().stream().anyMatch(line -> line.contains("steady")));
    }

    @Test
    void aPhaseThatCannotBeDecidedLeavesTheLaterOnesTheirTime() {
        // The bound is the truth itself; the crash comes after it, and is played.
        RunResult result = decide(
                station(0.5, "1 s", "2 s")
                        .phase("broken", "10 s", "average", "crash app for 2 s")
                        .requires("ask mean latency < 2 ms in steady")
                        .requires("ask availability >= 99 % in broken"),
                4_000_000,
                2);
        assertEquals(10, played(result, "broken").seconds(), 1e-9);
        assertEquals(Verdict.Status.MISSED, result.verdicts().get(1).status());
        assertEquals("budget", result.report().stoppedBy());
    }

    @Test
    void whatIsSetOffByTimeInAComponentIsWaitedFor() {
        RunResult result = decide(board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "300/s", "read Item")
                .path(
                        clients(),
                        service("app"),
                        Boards.part("db", "sql-database", "shards", "2", "reshardAt", "150 s", "reshardTo", "3"))
                .phase("steady", "300 s", "average")
                .requires("look p99 latency < 100 ms in steady"));
        assertEquals(300, played(result, "steady").seconds(), 1e-9);
    }

    @Test
    void distributionsAreOfTheRequestsThatCount() {
        // Nearly idle it settles, and what came before that is left out; overloaded it never does, and all of it
        // counts.
        RunResult settled = decide(balanced("50/s").requires("ask mean latency < 20 ms in steady"));
        assertTrue(played(settled, "steady").leftOutSeconds() > 0);
        assertSpreadAreThoseOffered(settled);
        RunResult never = decide(balanced("250/s").requires("ask mean latency < 20 ms in steady"));
        assertEquals(0, played(never, "steady").leftOutSeconds());
        assertSpreadAreThoseOffered(never);
    }

    private static Boards balanced(String rate) {
        return board().operation("ask", rate)
                .path(
                        clients("timeout", "none"),
                        Boards.balancer("algorithm", "round-robin"),
                        service("app", "instances", "2", "workers", "1", "serviceTime", "exponential(10 ms)"))
                .phase("steady", "100 s", "average");
    }

    private static void assertSpreadAreThoseOffered(RunResult result) {
        double spread = result.report().details().nodes().get("lb").balances().stream()
                .filter(balance -> balance.what().equals("requests"))
                .flatMap(balance -> balance.values().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
        double offered = result.report().operations().get("ask").offered() / 8.0;
        assertEquals(offered, spread, 0.001 * offered);
    }

    @Test
    void whatIsLeftOutIsOnNoLink() {
        RunResult result = decide(station(0.5, null, "600 s").requires("ask mean latency < 20 ms in steady"));
        assertTrue(played(result, "steady").leftOutSeconds() > 0);
        double perSecond = result.report().links().values().iterator().next().rate();
        assertEquals(500, perSecond, 10);
    }
}
