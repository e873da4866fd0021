package dev.trestle.components.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.history.Histories;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

    @ParameterizedTest
    @CsvSource({
        "<, 1, 2, MET",
        "<, 1, 3, UNSURE",
        "<, 2, 4, UNSURE",
        "<, 3, 4, MISSED",
        "<=, 1, 3, MET",
        "<=, 2, 4, UNSURE",
        "<=, 3.5, 4, MISSED",
        ">, 4, 5, MET",
        ">, 3, 5, UNSURE",
        ">, 1, 3, MISSED",
        ">=, 3, 5, MET",
        ">=, 2, 3, UNSURE",
        ">=, 1, 2, MISSED",
        "=, 3, 3, MET",
        "=, 2, 4, UNSURE",
        "=, 4, 5, MISSED",
    })
    void wholeIntervalDecides(String sign, double low, double high, Status status) {
        Requirement.Headroom headroom = (Requirement.Headroom) Requirement.parse("headroom " + sign + " 3 x");
        assertEquals(status, headroom.bound().judge(new Estimate((low + high) / 2, low, high, 9)));
    }

    @ParameterizedTest
    @CsvSource({
        "300 ms, 0.2996, 0.3004, MET",
        "300 ms, 0.2996, 0.3006, UNSURE",
        "300 ms, 0.29, 0.31, UNSURE",
        "300 ms, 0.3006, 0.31, MISSED",
        "300.0 ms, 0.2996, 0.3004, UNSURE",
        "0.3 s, 0.26, 0.34, MET",
        "0 s, 0, 0, MET",
        "0 s, 0.0001, 0.0002, MISSED",
    })
    void equalIsEqualInTheDigitsThatAreWritten(String limit, double low, double high, Status status) {
        Bound bound = Requirement.parse("db lag = " + limit).bound();
        assertEquals(status, bound.judge(new Estimate((low + high) / 2, low, high, 9)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feed availability = 100 %",
                "feed availability >= 100 %",
                "feed availability = 1",
                "feed error ratio = 0 %",
                "feed error ratio <= 0 %"
            })
    void allOfThemIsKeptUntilASingleOneFails(String line) {
        long[] answered = new long[999];
        assertEquals(Status.MET, judge(new Results().steady("feed", 10), line).status());
        assertEquals(
                Status.MISSED,
                judge(new Results().operation("feed", 1, answered), line).status());
    }

    @Test
    void intervalWithoutUpperEndIsUnsure() {
        Bound bound = ((Requirement.Headroom) Requirement.parse("headroom < 3 x")).bound();
        assertEquals(Status.UNSURE, bound.judge(new Estimate(1, 0, Double.POSITIVE_INFINITY, 2)));
    }

    @Test
    void slowOperationNamesTheBusiestNodeOnItsWay() {
        Results results = new Results()
                .steady("feed", 400)
                .way("feed", "lb", "app", "db")
                .node("app", 0.61, 0.2, Map.of())
                .node("db", 0.97, 35.4, Map.of())
                .node("elsewhere", 0.99, 900, Map.of());
        Verdict verdict = judge(results, "feed p99 latency < 300 ms in steady");
        assertEquals(Status.MISSED, verdict.status());
        assertEquals("db", verdict.node());
        assertEquals(0.4, verdict.measured(), 0.0004);
        assertEquals(0.3, verdict.bound(), 1e-12);
        assertEquals(-1.0 / 3, verdict.margin(), 0.002);
        assertEquals(4000, verdict.samples());
        assertEquals(
                "p99 latency of feed in steady is 400 ms, not < 300 ms; "
                        + "the busiest node on the way is db: 97 % utilized, 35.4 waiting on average",
                verdict.because());
    }

    @Test
    void theClockOfAnEventsOperationIsNamed() {
        Results results = new Results()
                .steady("onSaved", 400)
                .clock("onSaved", "from the end of a window to the end of its steps");
        assertEquals(
                "p99 latency of onSaved in steady (from the end of a window to the end of its steps) is 400 ms,"
                        + " not < 300 ms",
                judge(results, "onSaved p99 latency < 300 ms in steady").because());
    }

    @Test
    void theTimeOfAnOperationIsWhereItsOwnRequestsSpendIt() {
        // The database is busier, but with others: of this operation's 4,000 requests each spends 350 ms at the
        // service.
        Results results = new Results()
                .steady("feed", 400)
                .way("feed", "app", "db")
                .node("app", 0.8, 12, Map.of())
                .node("db", 0.97, 35.4, Map.of())
                .spent("app", "feed", 4000 * 0.35, 0.1)
                .spent("db", "feed", 4000 * 0.05, 0)
                .name("app", "Feed service");
        Verdict verdict = judge(results, "feed p99 latency < 300 ms");
        assertEquals("app", verdict.node());
        assertTrue(
                verdict.because()
                        .endsWith("most of the time is spent at Feed service, 350 ms of a request: "
                                + "80 % utilized, 12 waiting on average"),
                verdict.because());
    }

    @Test
    void theWaitForHeldServersIsFollowedToTheSaturatedNode() {
        Results results = new Results()
                .steady("feed", 400)
                .way("feed", "lb", "app", "db")
                .node("lb", 0.99, 0, Map.of())
                .node("app", 1, 50, Map.of())
                .copies("db", 0.98, 0.1, 0.1)
                .spent("lb", "feed", 4000 * 0.01, 0)
                .spent("app", "feed", 4000 * 0.3, 0.95)
                .spent("db", "feed", 4000 * 0.08, 0)
                .name("db", "Orders");
        Verdict verdict = judge(results, "feed p99 latency < 300 ms");
        assertEquals("db", verdict.node());
        assertTrue(
                verdict.because()
                        .endsWith("requests wait at app (300 ms each), whose servers are held waiting for Orders: "
                                + "98 % utilized at instance 1 (leader), 39.3 % over all 3, 0.5 waiting on average"),
                verdict.because());
    }

    @Test
    void anOperationBelowTheBoundIsNamedThoughOthersHideIt() {
        long[] views = new long[99_000];
        Arrays.fill(views, 10);
        long[] uploads = new long[949];
        Arrays.fill(uploads, 10);
        Results results = new Results()
                .operation("view", 0, views)
                .operation("upload", 51, uploads)
                .writes("upload");
        Verdict verdict = judge(results, "all availability >= 99.9 %");
        assertEquals(Status.MET, verdict.status());
        assertEquals(99_949 / 100_000.0, verdict.measured(), 1e-12);
        assertTrue(verdict.because().contains("; upload alone: 94.9 % (95 % interval "), verdict.because());
        assertTrue(verdict.because().contains("), not >= 99.9 %"), verdict.because());
    }

    @Test
    void idleWaySaysThatQueuesAreNotTheReason() {
        Results results = new Results().steady("feed", 400).way("feed", "app").node("app", 0.1, 0, Map.of());
        Verdict verdict = judge(results, "feed mean latency < 300 ms");
        assertTrue(verdict.because().contains("no node on the way is busy"), verdict.because());
    }

    @Test
    void fastOperationIsMetWithItsMargin() {
        Verdict verdict = judge(new Results().steady("feed", 150), "feed mean latency < 300 ms");
        assertEquals(Status.MET, verdict.status());
        assertEquals(0.5, verdict.margin(), 1e-9);
        assertEquals("mean latency of feed is 150 ms, which is < 300 ms", verdict.because());
    }

    @Test
    void tooFewRequestsLeaveTheTailOpen() {
        Verdict verdict = judge(new Results().operation("feed", 0, 10, 20, 30), "feed p99 latency < 300 ms");
        assertEquals(Status.UNSURE, verdict.status());
        assertTrue(verdict.because().contains("unbounded"), verdict.because());
        assertTrue(verdict.because().contains("from 12 observations"), verdict.because());
    }

    @Test
    void noFailureIsNoProofOfManyNines() {
        // 4,000 good requests: the exact interval ends at 0.025^(1/4000) = 0.99908.
        Results results = new Results().steady("feed", 10);
        assertEquals(Status.MET, judge(results, "feed availability >= 99.9 %").status());
        Verdict four = judge(results, "feed availability >= 99.99 %");
        assertEquals(Status.UNSURE, four.status());
        assertEquals(Math.pow(0.025, 1.0 / 4000), four.low(), 1e-9);
        assertEquals(1, four.measured());
    }

    @Test
    void failuresNameTheNodeWhereTheyHappen() {
        long[] good = new long[900];
        Arrays.fill(good, 10);
        Results results = new Results()
                .operation("feed", 100, good)
                .way("feed", "app", "db")
                .node("app", 0.9, 3, Map.of("failed", 100.0))
                .node("db", 0.4, 0, Map.of("crashed", 90.0, "timed out", 10.0));
        Verdict verdict = judge(results, "feed availability >= 99 %");
        assertEquals(Status.MISSED, verdict.status());
        assertEquals("db", verdict.node());
        assertEquals(0.9, verdict.measured(), 1e-12);
        assertTrue(
                verdict.because().contains("calls fail at db: 100 a replication, mostly \"crashed\""),
                verdict.because());
        assertEquals(0.1, judge(results, "feed error ratio < 20 %").measured(), 1e-12);
        assertEquals(List.of("4000 offered, 3600 completed, 400 failed"), verdict.evidence());
    }

    @Test
    void callersThatGaveUpPointToWhereTheyWaited() {
        Results results = new Results()
                .operation("feed", 900, 10, 20, 30)
                .way("feed", "people", "app", "db")
                .node("people", 0, 0, Map.of("timed out", 900.0))
                .node("app", 1, 14_555, Map.of())
                .node("db", 0.4, 0, Map.of());
        Verdict verdict = judge(results, "feed availability >= 99 %");
        assertEquals("app", verdict.node());
        assertTrue(
                verdict.because()
                        .endsWith("most callers that fail gave up waiting; "
                                + "the busiest node on the way is app: 100 % utilized, 14555 waiting on average"),
                verdict.because());
    }

    @Test
    void groupsTakeTheirOperationsTogetherAndNameTheWorst() {
        Results results = new Results()
                .steady("feed", 10)
                .steady("upload", 400)
                .writes("upload")
                .steady("fanout", 9000)
                .writes("fanout")
                .handler("fanout");
        assertEquals(0.205, judge(results, "all mean latency < 1 s").measured(), 1e-9);
        assertEquals(0.010, judge(results, "reads mean latency < 1 s").measured(), 1e-9);
        assertEquals(0.400, judge(results, "writes mean latency < 1 s").measured(), 1e-9);
        assertEquals(9.0, judge(results, "fanout mean latency < 10 s").measured(), 1e-9);
        assertEquals(200, judge(results, "all throughput >= 100/s").measured(), 1e-9);
        assertEquals(
                "mean latency of all is 205 ms, which is < 1 s; the worst of them is upload with 400 ms",
                judge(results, "all mean latency < 1 s").because());
    }

    @Test
    void nodesAreJudgedByTheirMeans() {
        Results results = new Results().steady("feed", 10).node("app", 0.61, 0.2, Map.of());
        Verdict utilization = judge(results, "app utilization < 70 % in steady");
        assertEquals(Status.MET, utilization.status());
        assertEquals("app", utilization.node());
        assertEquals(Status.MISSED, judge(results, "app queue < 0.1").status());
        assertEquals(
                List.of("at most 40 waited at once"),
                judge(results, "app queue < 0.1").evidence());
        assertEquals(
                "app has no hit ratio", judge(results, "app hit ratio > 50 %").because());
    }

    @Test
    void theBusiestInstanceIsJudgedAndNamed() {
        Results results =
                new Results().steady("feed", 10).copies("db", 0.2, 0.9, 0.1).name("db", "Orders");
        Verdict verdict = judge(results, "db utilization < 70 % in steady");
        assertEquals(Status.MISSED, verdict.status());
        assertEquals("db", verdict.node());
        assertEquals(
                "utilization of Orders instance 2 (follower) in steady is 90 %, not < 70 %; Orders: 0.5 waiting on average",
                verdict.because());
        assertEquals(
                List.of(
                        "all 3 instances together: 40 %",
                        "instance 1 (leader): 20 %", "instance 2 (follower): 90 %", "instance 3 (follower): 10 %"),
                verdict.evidence());
    }

    @Test
    void sentencesCallNodesByTheirLabels() {
        Results results = new Results()
                .steady("feed", 400)
                .way("feed", "n7")
                .node("n7", 0.97, 35.4, Map.of())
                .pays("n7", "8 x 4 vCPU", 1120)
                .name("n7", "Feed service");
        Verdict latency = judge(results, "feed mean latency < 300 ms");
        assertEquals("n7", latency.node());
        assertTrue(latency.because().contains("the busiest node on the way is Feed service: 97 %"), latency.because());
        Verdict queue = judge(results, "n7 queue < 10");
        assertTrue(queue.because().startsWith("mean queue of Feed service is 35.4"), queue.because());
        Verdict cost = judge(results, "cost < 1 kUSD/month");
        assertTrue(cost.because().contains("the largest line is Feed service, 8 x 4 vCPU"), cost.because());
        assertEquals("n7", cost.node());
    }

    @Test
    void costNamesTheLargestLine() {
        Results results = new Results().pays("app", "8 x 4 vCPU", 1120).pays("db", "3 x 16 vCPU", 71_000);
        Verdict verdict = judge(results, "cost < 60 kUSD/month");
        assertEquals(Status.MISSED, verdict.status());
        assertEquals(72_120, verdict.measured(), 1e-9);
        assertEquals("db", verdict.node());
        assertEquals(
                "cost at the brief's average load (whatever the script ran) is 72.1 kUSD/month, not < 60 kUSD/month; "
                        + "the largest line is db, 3 x 16 vCPU: 71 kUSD/month",
                verdict.because());
    }

    @ParameterizedTest
    @CsvSource({
        "upload p99 latency < 300 ms, there is no operation upload",
        "feed p99 latency < 300 ms in spike, 'no phase \"spike\" was run; there are steady'",
        "db utilization < 70 %, there is no node db",
        "writes mean latency < 1 s, there is no operation writes",
        "cost < 60 kUSD/month, nothing in the design has a price",
        "Photo read-your-writes, no history was recorded",
    })
    void whatIsNotThereIsUnsureWithTheReason(String line, String because) {
        Verdict verdict = judge(new Results().steady("feed", 10), line);
        assertEquals(Status.UNSURE, verdict.status());
        assertEquals(because, verdict.because());
        assertEquals(0, verdict.samples());
        assertNull(verdict.node());
    }

    @ParameterizedTest
    @ValueSource(strings = {"survives loss of any instance", "recovers within 30 s", "headroom >= 2 x"})
    void whatNeedsFurtherRunsIsUnsureWithoutThem(String line) {
        Verdict verdict = judge(new Results(), line);
        assertEquals(Status.UNSURE, verdict.status());
        assertEquals("no further runs were made to answer it", verdict.because());
    }

    @Test
    void verdictsComeInTheOrderOfTheRequirements() {
        Map<String, Requirement> requirements = new LinkedHashMap<>();
        requirements.put("r2", Requirement.parse("feed mean latency < 1 s"));
        requirements.put("r1", Requirement.parse("feed mean latency < 1 ms"));
        List<Verdict> verdicts =
                Judge.judge(requirements, new Results().steady("feed", 10).report(), Histories.none());
        assertEquals(List.of("r2", "r1"), verdicts.stream().map(Verdict::id).toList());
        assertEquals(
                List.of("met", "missed"),
                verdicts.stream().map(v -> v.status().word()).toList());
        assertEquals("feed mean latency < 1 s", verdicts.get(0).requirement());
    }

    @Test
    void numbersPrintForPeople() {
        assertEquals("412 ms", Unit.SECONDS.print(0.41234));
        assertEquals("1.5 s", Unit.SECONDS.print(1.5));
        assertEquals("20 us", Unit.SECONDS.print(20e-6));
        assertEquals("99.9871 %", Unit.SHARE.print(0.999871));
        assertEquals("100 %", Unit.SHARE.print(1));
        assertEquals("61.2 %", Unit.SHARE.print(0.6123));
        assertEquals("5012/s", Unit.PER_SECOND.print(5012.3));
        assertEquals("0", Unit.COUNT.print(0));
    }

    static Verdict judge(Results results, String line) {
        return Judge.judge(Map.of("r1", Requirement.parse(line)), results.report(), Histories.none())
                .get(0);
    }
}
