package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.balancer;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.database;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.queue;
import static dev.trestle.components.run.Boards.service;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Bill;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.PhaseResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.estimator.fact.Fact;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What figures may not hide: one copy behind the others, one phase behind the next, what was lost, where time goes. */
class MeasuresTest {
    private static Boards items() {
        return board().entity("Item", "1 KB", "1000", "uniform");
    }

    @Test
    void aSaturatedLeaderIsNotRelievedByItsIdleFollowers() {
        // 90 reads/s of 10 ms at the leader's one place: it is 90 % busy, its three followers do nothing: 22.5 %
        // together.
        Boards board = items().operation("look", "90/s", "read Item")
                .path(
                        clients(),
                        instantService("app"),
                        database("followers", "3", "readFrom", "leader", "workers", "1", "readTime", "10 ms"))
                .requires("db utilization < 70 %");
        RunResult result = board.run(1);
        NodeResult db = result.report().nodes().get("db");
        assertEquals(0.225, db.utilization().value(), 0.01);
        assertEquals(0.9, db.pressure().value(), 0.03);
        Verdict verdict = result.verdicts().get(0);
        assertEquals(Verdict.Status.MISSED, verdict.status());
        assertEquals(db.pressure().value(), verdict.measured());
        assertTrue(verdict.because().startsWith("utilization of db instance 1 (leader) is 9"), verdict.because());
    }

    @Test
    void whatHasNoQueueHasNoLongestOne() {
        RunResult result = items().operation("look", "10/s", "read Item")
                .path(clients(), balancer(), instantService("app"), objects())
                .run(1);
        assertEquals(-1, result.report().nodes().get("lb").queueMax());
        assertEquals(0, result.report().nodes().get("app").queueMax());
    }

    @Test
    void linksTellOfTheMeasuredTimeAsNodesDo() {
        // Ten times the load in the warm-up, which no figure looks at.
        Report report = board().operation("ask", "10/s")
                .path(clients("arrivals", "steady"), instantService("app"))
                .phase("warm-up", "10 s", "10 x average")
                .phase("one", "10 s", "average")
                .phase("two", "10 s", "3 x average")
                .run(1)
                .report();
        assertEquals(20, report.nodes().get("app").rate().value(), 0.2);
        assertEquals(20, report.links().get("clients-app").rate(), 0.2);
    }

    @Test
    void aRoleThatChangedIsNotClaimed() {
        Boards board = items().operation("look", "50/s", "read Item")
                .path(clients(), instantService("app"), database("followers", "1", "failover", "1 s"))
                .phase("before", "10 s", "average")
                .phase("change", "10 s", "average", "crash db instance 1")
                .phase("after", "10 s", "average");
        Map<String, PhaseResult> phases = board.run(1).report().phases();
        assertEquals(
                "leader", phases.get("p1").nodes().get("db").instances().get(0).role());
        assertEquals("", phases.get("p2").nodes().get("db").instances().get(1).role());
        assertEquals(
                "leader", phases.get("p3").nodes().get("db").instances().get(1).role());
    }

    @Test
    void throughputOfAPhaseNeverExceedsWhatTheDesignCanDo() {
        // One worker at 10 ms does 100/s. The spike lets 200/s in; half of it is answered while the calm already
        // reigns.
        Boards board = board().operation("ask", "50/s")
                .path(
                        clients("timeout", "none"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "10 ms"))
                .phase("spike", "10 s", "200/s")
                .phase("calm", "40 s", "50/s");
        Map<String, PhaseResult> phases = board.run(1).report().phases();
        OperationResult spike = phases.get("p1").operations().get("ask");
        OperationResult calm = phases.get("p2").operations().get("ask");
        assertEquals(100, spike.throughput().value(), 1.5);
        assertEquals((10 * 100 + 40 * 50) / 40.0, calm.throughput().value(), 2.5);
        assertEquals(spike.offered(), spike.completed(), "all of them are answered in the end");
    }

    @Test
    void whatIsLostAndNeverAnsweredHasFailed() {
        // One message in ten is lost each way, and nobody has a timeout: 0.9 x 0.9 of the requests are answered.
        Boards board = board().operation("ask", "100/s")
                .path(clients("timeout", "none"), instantService("app"))
                .link("clients", "app", "loss", "10 %", "protocol", "udp")
                .requires("ask availability >= 99 %");
        RunResult result = board.run(1);
        OperationResult ask = result.report().operations().get("ask");
        assertEquals(0.81, ask.availability().value(), 0.01);
        assertEquals(ask.failed(), ask.lost());
        Verdict verdict = result.verdicts().get(0);
        assertEquals(Verdict.Status.MISSED, verdict.status());
        assertTrue(verdict.because().contains("were lost on a link"), verdict.because());
        assertTrue(verdict.evidence().get(0).contains("of them lost on a link and never answered"), verdict.toString());
    }

    @Test
    void whatIsLostFurtherDownFailsTheRequestThatWaitsForIt() {
        Boards board = items().operation("look", "100/s", "read Item")
                .path(clients("timeout", "none"), instantService("app", "workers", "100000"), instantDatabase())
                .link("app", "db", "loss", "10 %", "protocol", "udp");
        OperationResult look = board.run(1).report().operations().get("look");
        assertEquals(0.81, look.availability().value(), 0.01);
    }

    @Test
    void aDesignWhoseRequestsHangIsNotAvailableForAllThatIsKnown() {
        // Four in five of the requests wait for an hour: of those that ended, all were answered.
        Boards board = board().operation("quick", "20/s", "write Note")
                .operation("ask", "80/s")
                .entity("Note", "1 KB", "100", "uniform")
                .path(clients("timeout", "none"), instantService("app"), instantDatabase())
                .path(clients(), instantService("slow", "workers", "100000", "serviceTime", "3600 s"))
                .link("clients", "slow", "only", "ask")
                .requires("all availability >= 99 %");
        RunResult result = board.run(1);
        assertTrue(
                result.verdicts().get(0).status() == Verdict.Status.UNSURE,
                result.verdicts().toString());
    }

    @Test
    void whoeverGivesUpIsOnlyStillWaiting() {
        // A lost request fails when it is given up, after 150 s; in 105 s that happens to none: 1 - 0.9 x 0.9 are under
        // way.
        Boards board = board().operation("ask", "100/s")
                .path(clients("timeout", "150 s", "retries", "0"), instantService("app"))
                .link("clients", "app", "loss", "10 %", "protocol", "udp")
                .requires("ask availability >= 99 %");
        RunResult result = board.run(1);
        OperationResult ask = result.report().operations().get("ask");
        assertEquals(0, ask.lost());
        assertEquals(8 * 100 * 0.19 * 100, ask.inFlight(), 500);
        assertTrue(
                result.verdicts().get(0).evidence().get(0).contains(ask.inFlight() + " still in flight"),
                result.verdicts().toString());
    }

    @Test
    void aSchedulerThatWillGiveUpIsOnlyStillWaiting() {
        // Started at 5 s, lost on the way, given up at 65 s: at 20 s it has not failed, nor is there nobody to give up.
        OperationResult sweep = board().operation("ask", "1/s")
                .every("sweep", "10 s")
                .path(clients(), instantService("app"))
                .path(part("clock", "scheduler"), instantService("app"))
                .link("clock", "app", "loss", "100 %", "protocol", "udp")
                .phase("steady", "20 s", "average")
                .run(1)
                .report()
                .operations()
                .get("sweep");
        assertEquals(8, sweep.offered(), "one in each replication");
        assertEquals(0, sweep.lost());
        assertEquals(8, sweep.inFlight());
    }

    @Test
    void lagsAndPeaksBelongToTheirPhase() {
        // Two workers' worth of messages for one worker: they wait up to 10 s in the spike, none waits in the calm.
        Boards board = items().operation("put", "10/s", "publish stored")
                .handler("keep", "stored", "write Item")
                .path(
                        clients(),
                        instantService("app"),
                        queue(),
                        worker("instances", "1", "workers", "1", "serviceTime", "10 ms"),
                        instantDatabase())
                .phase("spike", "10 s", "200/s")
                .phase("drain", "20 s", "10/s")
                .phase("calm", "20 s", "1/s")
                .requires("queue lag < 1 s in calm")
                .requires("queue queue < 10 in calm");
        RunResult result = board.run(1);
        NodeResult spike = result.report().phases().get("p1").nodes().get("queue");
        NodeResult calm = result.report().phases().get("p3").nodes().get("queue");
        assertTrue(spike.queueMax() > 800, "1,000 more come in than are handled: " + spike.queueMax());
        assertTrue(spike.lagMax() > 4, "the last one handled has waited 5 s: " + spike.lagMax());
        assertTrue(calm.queueMax() < 10, "most in the calm: " + calm.queueMax());
        assertTrue(calm.lagMax() < 0.2, "longest in the calm: " + calm.lagMax());
        result.verdicts().forEach(verdict -> assertEquals(Verdict.Status.MET, verdict.status(), verdict.because()));
        assertEquals(
                "at most " + calm.queueMax() + " waited at once",
                result.verdicts().get(1).evidence().get(0));
    }

    @ParameterizedTest
    @CsvSource({"queue, worker", "topic, worker", "pub-sub, worker", "db, db instance 2"})
    void whatNobodyFollowsLagsByItsAge(String lagging, String dead) {
        // 10 messages (or writes) a second for 20 s, and nobody follows: they are 0 to 20 s old, 10 s on average.
        Part broker = lagging.equals("db") ? queue() : part(lagging, lagging);
        Part db = instantDatabase("followers", "1", "failover", "none");
        Verdict verdict = items().operation("put", "10/s", "write Item", "publish stored")
                .handler("keep", "stored", "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), broker, worker(), db)
                .path(instantService("app"), db)
                .phase("dead", "20 s", "average", "crash " + dead)
                .requires(lagging + " lag < 1 s in dead")
                .run(1)
                .verdicts()
                .get(0);
        assertEquals(Verdict.Status.MISSED, verdict.status(), verdict.toString());
        assertEquals(10, verdict.measured(), 0.3, verdict.toString());
    }

    @Test
    void aLagOfHoursIsNotCutOff() {
        // Consumers come back after 5 hours: what was published at their death has waited for so long.
        NodeResult topic = items().operation("put", "0.01/s", "publish stored")
                .handler("keep", "stored", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        part("topic", "topic"),
                        worker(),
                        instantDatabase())
                .phase("dead", "6 h", "average", "crash worker for 5 h")
                .run(1)
                .report()
                .nodes()
                .get("topic");
        assertEquals(5 * 3600, topic.lagMax(), 300);
    }

    @Test
    void aFollowerThatCatchesUpLagsByAllThatItMissed() {
        // Dead for 10 s of 20: 100 of 200 writes reach it 10 to 0 s late, 5 s on average, and the others at once.
        NodeResult db = items().operation("put", "10/s", "write Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase("followers", "1", "failover", "none"))
                .phase("story", "20 s", "average", "crash db instance 2 for 10 s")
                .run(1)
                .report()
                .nodes()
                .get("db");
        assertEquals(2.5, db.lag().value(), 0.1);
        assertEquals(10, db.lagMax(), 0.3);
    }

    @Test
    void noNodeHasMoreWaitingOnAverageThanAtMost() {
        Random random = new Random(7);
        for (int i = 0; i < 6; i++) {
            String copies = "" + (1 + random.nextInt(8));
            Boards board = items().operation("look", (50 + random.nextInt(400)) + "/s", "read Item", "publish seen")
                    .handler("note", "seen", "write Item")
                    .path(
                            clients(),
                            service("app", "instances", copies, "workers", "2", "serviceTime", "exponential(10 ms)"),
                            database("followers", "2", "readFrom", "any", "workers", "1"))
                    .path(service("app"), queue("prefetch", "5"), worker("workers", "1"), database())
                    .phase("one", "3 s", "average")
                    .phase("two", "3 s", "2 * average");
            Report report = board.run(i).report();
            report.nodes().forEach(MeasuresTest::meanIsAtMostTheMost);
            report.phases().values().forEach(phase -> phase.nodes().forEach(MeasuresTest::meanIsAtMostTheMost));
        }
    }

    private static void meanIsAtMostTheMost(String id, NodeResult node) {
        assertTrue(
                node.queueMean().value() <= Math.max(0, node.queueMax()),
                id + ": mean " + node.queueMean().value() + ", most " + node.queueMax());
    }

    @Test
    void aBacklogOfDaysHasItsMeanThoughNoLongHoldsItsIntegral() {
        // 20,000 messages that nobody takes for 12 days: 2.1e19 ns, and a long ends at 9.2e18, without a sign at
        // 1.8e19.
        Boards board = board().operation("post", "200/s", "publish posted")
                .handler("handle", "posted")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        queue("retention", "none", "capacity", "none"),
                        worker("instances", "1"))
                .phase("fill", "100 s", "average", "crash worker");
        for (int day = 0; day < 12; day++) {
            board.phase("quiet", "1 day", "0/s");
        }
        Report report = board.run(1).report();
        NodeResult queue = report.phase("quiet").nodes().get("queue");
        assertEquals(20_000, queue.queueMean().value(), 20);
        assertEquals(20_000, report.nodes().get("queue").queueMean().value(), 20);
        assertEquals(0, queue.books().unaccountedNanos());
    }

    @Test
    void theBlameGoesToTheNodeThatHeldWorkersWaitFor() {
        // 150/s for a database that does 100/s: the four workers are held, so the long queue is before the service.
        Boards board = items().operation("look", "150/s", "read Item")
                .path(
                        clients("timeout", "none"),
                        service("app", "instances", "1", "workers", "4", "serviceTime", "1 ms"),
                        database("followers", "0", "workers", "1", "readTime", "10 ms"))
                .phase("steady", "20 s", "average")
                .requires("look p99 latency < 100 ms");
        RunResult result = board.run(1);
        assertTrue(result.report().nodes().get("app").queueMean().value()
                > result.report().nodes().get("db").queueMean().value());
        assertEquals(
                "db", result.verdicts().get(0).node(), result.verdicts().get(0).because());
    }

    @Test
    void theForecastKnowsTheSettingsAndNotTheQueueBehind() {
        // Held 1 ms of its own and 10 ms at the database: 150 x 11 ms / 4 = 41 %. In truth the database makes them
        // wait.
        NodeResult crowded = held("150/s", "1").get("app");
        assertTrue(crowded.utilization().value() > 0.9, "measured " + crowded.utilization());
        assertNull(crowded.forecast());
        assertTrue(crowded.whyNoForecast().contains("wait 10.0 ms, and it would be 41."), crowded.whyNoForecast());
        // With room at the database both agree.
        NodeResult roomy = held("150/s", "100").get("app");
        assertEquals(roomy.utilization().value(), roomy.forecast().utilization(), 0.01);
    }

    @Test
    void theForecastKnowsWhatIsStartedOnTime() {
        // Ten sweeps a second of 1 ms and five reads of 10 ms: a worker of the only two is held for 10 x 51 ms / 2.
        Part app = service("app", "instances", "1", "workers", "2", "serviceTime", "1 ms");
        NodeResult node = items().operation("ask", "0.001/s")
                .every("sweep", "100 ms", "read Item x5")
                .path(clients(), app, database("followers", "0", "readTime", "10 ms"))
                .path(part("clock", "scheduler"), app)
                .phase("steady", "20 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("app");
        assertEquals(0.255, node.utilization().value(), 0.01);
        assertEquals(0.255, node.forecast().utilization(), 0.01);
    }

    @Test
    void theForecastKnowsWhatAnEdgeKeepsFromTheService() {
        // Each item is read every 10 s and kept for 10 s: half of 100 reads/s come through, beside 10 writes/s. Two
        // workers are held 50 x 11 ms + 10 x 51 ms a second.
        NodeResult node = items().operation("look", "100/s", "read Item")
                .operation("put", "10/s", "write Item")
                .path(
                        clients("timeout", "none"),
                        part("cdn", "cdn", "ttl", "10 s", "edges", "1"),
                        service("app", "instances", "1", "workers", "2", "serviceTime", "1 ms"),
                        database("followers", "0", "workers", "100", "readTime", "10 ms", "writeTime", "50 ms"))
                .phase("steady", "60 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("app");
        assertEquals(0.53, node.utilization().value(), 0.02);
        assertEquals(0.53, node.forecast().utilization(), 0.02);
    }

    @Test
    void theBillOfWhatTimeStartsDoesNotDependOnTheLoad() {
        // The tenfold load of a spike must not make a scheduler ten times cheaper: 10 starts/s in either, a month of
        // 730 hours.
        assertEquals(clockPerMonth("average"), clockPerMonth("10 * average"), 1e-9);
        double price = Fact.of("scheduler.invocation.price").value();
        assertEquals(10 * 730 * 3_600 * price, clockPerMonth("10 * average"), 1e-6);
    }

    private static double clockPerMonth(String load) {
        return board()
                .operation("ask", "10/s")
                .every("sweep", "100 ms")
                .path(clients(), instantService("app"))
                .path(part("clock", "scheduler"), instantService("app"))
                .phase("steady", "10 s", load)
                .run(1)
                .report()
                .bill()
                .lines()
                .stream()
                .filter(line -> line.node().equals("clock"))
                .mapToDouble(Bill.Line::perMonth)
                .sum();
    }

    @Test
    void theBillOfWhatASchedulerCallsDoesNotDependOnTheLoadOfPeople() {
        // 5 writes a second by the clock and 5 by people, who come ten times as often in the spike: S3 takes 10 writes
        // a
        // second of average load in either, 0.005 USD a thousand.
        double price = Fact.of("object.put.price").value();
        for (String load : new String[] {"average", "10 * average"}) {
            double perMonth = board()
                    .entity("Photo", "1 KB", "100", "uniform")
                    .entity("Digest", "1 KB", "100", "uniform")
                    .operation("upload", "5/s", "write Photo")
                    .every("sweep", "200 ms", "publish swept")
                    .handler("note", "swept", "write Digest")
                    .path(clients("arrivals", "steady"), instantService("app"), objects())
                    .path(part("clock", "scheduler"), instantService("app"), queue(), worker(), objects())
                    .phase("steady", "100 s", load)
                    .run(1)
                    .report()
                    .bill()
                    .lines()
                    .stream()
                    .filter(line -> line.what().equals("PUT requests"))
                    .mapToDouble(Bill.Line::perMonth)
                    .sum();
            assertEquals(10 * 730 * 3_600 * price, perMonth, 0.02 * 10 * 730 * 3_600 * price, load);
        }
    }

    @Test
    void aBillOfARunThatWasOverBeforeItsRequestsEndedIsUnsure() {
        // A request takes ten seconds and the budget ends before that: nothing has been sent, which would be free.
        Boards board = board().entity("Film", "1 MB", "100", "uniform")
                .operation("watch", "100/s", "read Film")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app", "serviceTime", "10 s", "workers", "10000"),
                        objects())
                .phase("steady", "400 s", "average")
                .requires("cost < 1 kUSD/month");
        // 100 MB/s are 262.8 TB a month: 10 at 0.09 USD a GB, 40 at 0.085, 100 at 0.07, the rest at 0.05, of binary TB.
        double terabyte = 1_024;
        double gigabytes = 100 * 730 * 3.6;
        double egress = terabyte * (10 * 0.09 + 40 * 0.085 + 100 * 0.07) + (gigabytes - 150 * terabyte) * 0.05;
        RunResult whole = board.run(1);
        assertEquals(Verdict.Status.MISSED, whole.verdicts().get(0).status());
        assertEquals(egress, whole.report().bill().perMonth(), 0.06 * egress);
        RunResult little = Run.of(board.build(), new Options(1, 2_000, Options.WALL_NANOS, 1))
                .execute(Watcher.NOBODY);
        assertEquals("budget", little.report().stoppedBy());
        assertTrue(little.report().bill().perMonth() < 1_000, "as little as has been used so far");
        assertEquals(
                Verdict.Status.UNSURE,
                little.verdicts().get(0).status(),
                little.verdicts().toString());
    }

    @Test
    void nobodyWithoutServersHoldsOne() {
        Map<String, NodeResult> nodes = held("50/s", "100");
        assertTrue(Double.isNaN(nodes.get("clients").heldSeconds()));
        assertEquals(0.011, nodes.get("app").heldSeconds(), 0.001);
    }

    private static Map<String, NodeResult> held(String rate, String databaseWorkers) {
        return items().operation("look", rate, "read Item")
                .path(
                        clients("timeout", "none"),
                        service("app", "instances", "1", "workers", "4", "serviceTime", "1 ms"),
                        database("followers", "0", "workers", databaseWorkers, "readTime", "10 ms"))
                .phase("steady", "20 s", "average")
                .run(1)
                .report()
                .nodes();
    }

    @Test
    void aSlowServiceIsNotExcusedByAQuickDatabase() {
        Boards board = items().operation("look", "50/s", "read Item")
                .path(clients(), service("app", "serviceTime", "80 ms"), database("readTime", "10 ms", "workers", "1"))
                .requires("look p99 latency < 50 ms");
        RunResult result = board.run(1);
        Verdict verdict = result.verdicts().get(0);
        assertEquals("app", verdict.node(), verdict.because());
        assertTrue(verdict.because().contains("80 ms of a request"), verdict.because());
        OperationResult look = result.report().operations().get("look");
        double own = result.report().nodes().get("app").ownSeconds().get("look");
        assertEquals(0.080, own / look.completed(), 0.001);
    }

    @Test
    void timeOfRequestsThatHangIsSpentWhereTheyHang() {
        // A hundred a second for a worker that does one: after 10 s some 990 wait, and nothing else takes time.
        Boards board = board().operation("ask", "100/s")
                .path(
                        clients("arrivals", "steady", "timeout", "none"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "1 s"))
                .phase("steady", "10 s", "average")
                .requires("ask mean latency < 50 ms");
        RunResult result = board.run(1);
        OperationResult ask = result.report().operations().get("ask");
        assertTrue(ask.inFlight() > 0.98 * ask.offered());
        double each = result.report().nodes().get("app").ownSeconds().get("ask") / ask.offered();
        // From 10 s of age down to none, and a tail as long again.
        assertEquals(15, each, 0.3);
        assertEquals(ask.latency().mean().value(), each, 1e-9);
        Verdict verdict = result.verdicts().get(0);
        assertEquals("app", verdict.node());
        assertTrue(
                verdict.because().contains("most of the time is spent at app, 14.8 s of a request"), verdict.because());
    }

    @Test
    void timeOverLinksBlamesNoNode() {
        Boards board = board().operation("ask", "50/s")
                .path(clients(), service("app", "serviceTime", "1 ms"))
                .link("clients", "app", "latency", "50 ms")
                .requires("ask p99 latency < 50 ms");
        Verdict verdict = board.run(1).verdicts().get(0);
        assertTrue(verdict.because().contains("most of the time goes over links"), verdict.because());
        assertNull(verdict.node());
    }
}
