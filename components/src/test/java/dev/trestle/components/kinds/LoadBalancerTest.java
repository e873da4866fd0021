package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.balancer;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The balancer, alone between clients and a service. Clients come steadily, so that counts are exact. */
class LoadBalancerTest {
    private static Boards balanced(String rate, Part balancer, Part service) {
        return board().operation("ask", rate).path(clients("arrivals", "steady"), balancer, service);
    }

    @Test
    void roundRobinSplitsEvenly() {
        Playing playing = balanced("90/s", balancer(), instantService("app", "instances", "3"))
                .play(1)
                .until(10);
        for (int instance = 1; instance <= 3; instance++) {
            assertEquals(300, playing.taken("app", instance));
        }
    }

    @Test
    void leastConnectionsSendsLittleToASlowInstance() {
        // One worker each, 10 ms and 50 ms, 80 requests a second: the slow one can do 20/s, and as ties go round it
        // keeps one request open nearly always, while the fast one at 60/s is idle 40 % of the time.
        Playing playing = balanced(
                        "80/s",
                        balancer("algorithm", "least-connections"),
                        service("app", "instances", "2", "workers", "1", "serviceTime", "10 ms"))
                .play(1)
                .slow("app", 2, 5)
                .until(50);
        assertEquals(4000, playing.taken("app", 1) + playing.taken("app", 2));
        assertTrue(playing.taken("app", 2) <= 20 * 50 + 1, "the slow one got " + playing.taken("app", 2));
        assertTrue(playing.station("app", 2).queueMax <= 1, "nobody queues where another one is idle");
        assertTrue(playing.meanLatency("ask") < 0.025, "mean " + playing.meanLatency("ask"));
    }

    @Test
    void roundRobinDrownsASlowInstance() {
        Playing playing = balanced(
                        "80/s", balancer(), service("app", "instances", "2", "workers", "1", "serviceTime", "10 ms"))
                .play(1)
                .slow("app", 2, 5)
                .until(50);
        // 40 a second come, 20 a second go: after 50 s 1000 wait.
        assertEquals(1000, playing.station("app", 2).queued(), 2);
    }

    @Test
    void sourceHashKeepsAClientOnOneInstance() {
        Playing playing = board().operation("ask", "100/s")
                .path(
                        clients("arrivals", "steady", "users", "1"),
                        balancer("algorithm", "source-hash"),
                        instantService("app", "instances", "4"))
                .play(1)
                .until(10);
        int met = 0;
        for (int instance = 1; instance <= 4; instance++) {
            met += playing.taken("app", instance) > 0 ? 1 : 0;
        }
        assertEquals(1, met);
    }

    @Test
    void sourceHashSpreadsManyClients() {
        Playing playing = balanced(
                        "1000/s", balancer("algorithm", "source-hash"), instantService("app", "instances", "4"))
                .play(1)
                .until(10);
        for (int instance = 1; instance <= 4; instance++) {
            // Binomial(10000, 1/4): a standard deviation is 43.3.
            assertEquals(2500, playing.taken("app", instance), 4 * 43.3);
        }
    }

    @Test
    void twoChoicesQueuesLessThanRandom() {
        double random = loaded("random");
        double two = loaded("two-choices");
        // 20 servers at load 0.9: 1/(1 - 0.9) = 10 service times at random. Two choices: 2.614 for very many servers
        // (ORACLES P10), a little more for 20.
        assertEquals(10, random, 2);
        assertEquals(2.75, two, 0.25);
    }

    private static double loaded(String algorithm) {
        return board().operation("ask", "1800/s")
                        .path(
                                clients(),
                                balancer("algorithm", algorithm),
                                service("app", "instances", "20", "workers", "1", "serviceTime", "exponential(10 ms)"))
                        .playFast(3)
                        .until(100)
                        .meanLatency("ask")
                / 0.010;
    }

    @Test
    void healthChecksTakeACrashedInstanceOutAfterThresholdChecks() {
        Playing playing = balanced(
                        "100/s",
                        balancer("healthInterval", "2 s", "healthThreshold", "3"),
                        instantService("app", "instances", "2"))
                .play(1)
                .until(1)
                .crash("app", 2);
        playing.until(5.999);
        assertTrue(playing.failed("ask") > 200, "half of the requests of 5 s fail");
        // The third failed check is at 6 s: from then on all go to the other one.
        long failedBefore = playing.until(6.02).failed("ask");
        assertEquals(failedBefore, playing.until(20).failed("ask"));
        assertEquals(250, failedBefore, 2);
    }

    @Test
    void oneGoodCheckBringsAnInstanceBack() {
        Playing playing = balanced("100/s", balancer("healthInterval", "1 s"), instantService("app", "instances", "2"))
                .play(1)
                .crash("app", 2)
                .until(5.5)
                .recover("app", 2);
        long before = playing.taken("app", 2);
        assertEquals(before, playing.until(5.99).taken("app", 2));
        assertEquals(before + 50, playing.until(6.99).taken("app", 2), 1);
    }

    @Test
    void aStandbyTakesOver() {
        Playing playing = balanced("100/s", balancer("takeover", "3 s"), instantService("app"))
                .play(1)
                .until(2.005)
                .crash("lb", 1)
                .until(10);
        assertEquals(300, playing.failed("ask", Call.REFUSED));
        assertEquals(700, playing.completed("ask"));
    }

    /** Four of ten hundred people had the lost one; each of the three others gets a third of them, and keeps its own. */
    @Test
    void theShareOfALostInstanceIsSpreadOverAllOthers() {
        Playing playing = balanced(
                        "1000/s",
                        balancer("algorithm", "source-hash", "healthThreshold", "1"),
                        instantService("app", "instances", "4"))
                .play(1)
                .crash("app", 2)
                .until(10);
        long[] before = new long[4];
        for (int i = 0; i < 4; i++) {
            before[i] = playing.taken("app", i + 1);
        }
        playing.until(40);
        for (int i : new int[] {0, 2, 3}) {
            assertEquals(10_000, playing.taken("app", i + 1) - before[i], 500);
        }
    }

    @Test
    void losingAStandbyIsNotNoticed() {
        Playing playing = balanced("100/s", balancer(), instantService("app"))
                .play(1)
                .until(2)
                .crash("lb", 2)
                .until(10);
        assertEquals(0, playing.failed("ask"));
    }

    @Test
    void withoutAStandbyNothingWorksUntilItIsBack() {
        Playing playing = balanced("100/s", balancer("instances", "1"), instantService("app"))
                .play(1)
                .until(2.005)
                .crash("lb", 1)
                .until(8.005)
                .recover("lb", 1)
                .until(10);
        assertEquals(600, playing.failed("ask"));
    }

    @Test
    void aCrashBreaksOffWhatIsOpen() {
        Playing playing = balanced("100/s", balancer(), service("app", "serviceTime", "100 ms"))
                .play(1)
                .until(2.005)
                .crash("lb", 1)
                .until(2.2);
        // 100/s x 0.1 s = 10 requests were open.
        assertEquals(10, playing.failed("ask", Call.CRASHED));
    }

    @Test
    void moreThanTheConnectionLimitIsRejected() {
        Playing playing = balanced(
                        "100/s",
                        balancer("connections", "5"),
                        service("app", "instances", "1", "serviceTime", "100 ms"))
                .play(1)
                .until(10.05);
        // 10 would be open at a time; 5 may: 5 requests in 100 ms, the others are turned away.
        assertEquals(500, playing.completed("ask"), 5);
        assertEquals(500, playing.failed("ask", Call.REJECTED), 5);
    }

    @Test
    void aHopTakesItsTime() {
        Playing playing = balanced("100/s", balancer("hop", "2 ms"), instantService("app"))
                .play(1)
                .until(10);
        assertEquals(0.002, playing.meanLatency("ask"), 1e-9);
        playing.slow("lb", 0, 3).until(20);
        assertEquals(0.004, playing.meanLatency("ask"), 1e-5);
    }

    private static final Part THREE = instantService("app", "instances", "3");

    @Test
    void weightsShareTheRequestsExactly() {
        Playing playing = balanced("100/s", balancer("algorithm", "weighted-round-robin", "weights", "5, 3, 2"), THREE)
                .play(1)
                .until(10.005);
        assertEquals(500, playing.taken("app", 1), 1);
        assertEquals(300, playing.taken("app", 2), 1);
        assertEquals(200, playing.taken("app", 3), 1);
        // Without the first one, 3 to 2.
        playing.crash("app", 1).until(20.005);
        long second = playing.taken("app", 2);
        long third = playing.taken("app", 3);
        playing.until(30.005);
        assertEquals(600, playing.taken("app", 2) - second, 1);
        assertEquals(400, playing.taken("app", 3) - third, 1);
    }

    @Test
    void aWeightThatIsNoNumberIsAFlaw() {
        LoadBalancer kind = new LoadBalancer();
        assertEquals(
                2, kind.check(new Settings(Map.of("weights", "3, 0, 2.5, x"))).size());
    }

    @Test
    void stickyRoundRobinSpreadsClientsEvenlyAndKeepsThem() {
        // Six clients and three instances: two clients each, whoever they are, and a third of those who ask alike.
        Playing playing = board().operation("ask", "600/s")
                .path(
                        clients("users", "6"),
                        balancer("algorithm", "sticky-round-robin", "healthInterval", "1 s", "healthThreshold", "1"),
                        THREE)
                .play(1)
                .until(20);
        for (int instance = 1; instance <= 3; instance++) {
            // Binomial(12000, 1/3): a standard deviation is 52.
            assertEquals(4000, playing.taken("app", instance), 4 * 52);
        }
        // The clients of a lost instance go elsewhere and stay there.
        playing.crash("app", 1).until(22).recover("app", 1).until(23.5);
        long back = playing.taken("app", 1);
        assertEquals(back, playing.until(30).taken("app", 1));
    }

    @Test
    void leastResponseTimeKeepsRequestsFromASlowInstance() {
        // 10 ms and 50 ms, hardly any load: the slow one is asked at the start and again after checks, else never.
        Playing playing = balanced(
                        "20/s",
                        balancer("algorithm", "least-response-time"),
                        service("app", "instances", "2", "serviceTime", "10 ms"))
                .play(1)
                .slow("app", 2, 5)
                .until(100);
        // 20 checks halve an idle average of 10 ms or a little more; one answer of 50 ms adds a tenth of the
        // difference,
        // so that one or two requests bring it above 10 ms again.
        assertEquals(30, playing.taken("app", 2), 12);
        assertEquals(2000, playing.taken("app", 1) + playing.taken("app", 2), 1);
    }

    @Test
    void leastBandwidthEvensOutBytes() {
        // Large and small items come in turns: each in turn would give all the large ones to one instance.
        Playing playing = board().entity("Large", "100 KB", "10", "uniform")
                .entity("Small", "1 KB", "10", "uniform")
                .operation("large", "100/s", "write Large")
                .operation("small", "100/s", "write Small")
                .path(
                        clients(),
                        balancer("algorithm", "least-bandwidth"),
                        instantService("app", "instances", "2"),
                        Boards.instantDatabase())
                .play(1)
                .until(50);
        // 5,000 large ones: the decayed bytes differ by about one of them at most, so their numbers do too.
        assertEquals(playing.taken("app", 1), playing.taken("app", 2), 400);
        assertTrue(playing.taken("app", 1) > 4_500);
    }

    @Test
    void aRingKeepsEveryKeyOfTheInstancesThatStay() {
        // P19 through a board: with one of five instances lost, the other four get all its keys and keep their own.
        Boards board = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "1000/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        balancer("algorithm", "consistent-hash", "virtualNodes", "200", "healthThreshold", "1"),
                        instantService("app", "instances", "5"),
                        Boards.instantDatabase());
        Playing playing = board.play(1).until(20);
        long[] before = new long[6];
        for (int instance = 1; instance <= 5; instance++) {
            before[instance] = playing.taken("app", instance);
            // 200 places: relative deviation 7 %, and sampling noise of 1,000 keys.
            assertEquals(4000, before[instance], 4 * 0.08 * 4000);
        }
        playing.crash("app", 5).until(25.5);
        long[] then = new long[6];
        for (int instance = 1; instance <= 5; instance++) {
            then[instance] = playing.taken("app", instance);
        }
        playing.until(45.5);
        assertEquals(0, playing.taken("app", 5) - then[5]);
        for (int instance = 1; instance <= 4; instance++) {
            assertTrue(playing.taken("app", instance) - then[instance] > before[instance], "it gets some more");
        }
    }

    @Test
    void moreChoicesQueueLess() {
        // ORACLES P10 at 0.9: 2.614 for two, 2.028 for three, a little more with 20 servers than with very many.
        assertTrue(loaded("power-of-d") < loaded("two-choices") * 0.9);
    }

    @Test
    void leastConnectionsOfManyInstancesFindsAnIdleOne() {
        // 300 instances, 100 busy in the mean: nobody ever waits.
        Playing playing = board().operation("ask", "10000/s")
                .path(
                        clients(),
                        balancer("algorithm", "least-connections"),
                        service("app", "instances", "300", "workers", "1", "serviceTime", "10 ms"))
                .playFast(1)
                .until(5);
        assertEquals(0.010, playing.meanLatency("ask"), 1e-9);
    }

    /** What the instances 4 and 1 take in 20 s of 400/s, when 2 and 3 of 4 are dead and known to be. */
    private static long[] withTwoDead(String algorithm) {
        Playing playing = board().operation("ask", "400/s")
                .path(clients(), balancer("algorithm", algorithm), instantService("app", "instances", "4"))
                .play(1)
                .crash("app", 2)
                .crash("app", 3)
                .until(20);
        long first = playing.taken("app", 1);
        long last = playing.taken("app", 4);
        playing.until(40);
        return new long[] {playing.taken("app", 1) - first, playing.taken("app", 4) - last};
    }

    @Test
    void theShareOfDeadInstancesGoesToAllOthersAlike() {
        for (String algorithm : List.of("round-robin", "random", "two-choices")) {
            long[] taken = withTwoDead(algorithm);
            // 8,000 requests: the standard deviation of half of them is 45.
            assertEquals(4_000, taken[0], 4 * 45, algorithm);
            assertEquals(4_000, taken[1], 4 * 45 + 100, algorithm);
        }
    }
}
