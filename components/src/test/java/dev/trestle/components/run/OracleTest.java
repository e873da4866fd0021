package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.balancer;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.database;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.queue;
import static dev.trestle.components.run.Boards.service;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Bill;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Report;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import org.junit.jupiter.api.Test;

/**
 * Whole runs of boards against results that nobody here made up: closed forms and published tables.
 *
 * <p>A service time is 10 ms in the mean; latencies are told in service times. Sources: Kleinrock, Queueing Systems I
 * (M/M/1, M/M/c, M/G/1); Che, Tung and Wang 2002 (LRU under Zipf); King 1971 (tiny LRU caches).
 */
class OracleTest {
    static final double SERVICE_SECONDS = 0.010;

    /** One station: so many workers, so busy, with such a law of service times of mean 10 ms. */
    private static Boards station(int workers, double utilization, String law, String length) {
        return board().operation("ask", workers * utilization * 100 + "/s")
                .path(clients(), service("app", "instances", "1", "workers", "" + workers, "serviceTime", law))
                .phase("warm-up", "10 s", "average")
                .phase("steady", length, "average");
    }

    @Test
    void oneExponentialServerHalfBusy() {
        Trials.of(station(1, 0.5, "exponential(10 ms)", "200 s"))
                .mean(2, 0.003)
                .quantile(0.5, 1.3863, 0.004)
                .quantile(0.9, 4.6052, 0.004)
                .quantile(0.99, 9.2103, 0.01)
                .quantile(0.999, 13.8155, 0.015);
    }

    @Test
    void oneExponentialServerAtEightTenths() {
        Trials.of(station(1, 0.8, "exponential(10 ms)", "100 s"))
                .mean(5, 0.01)
                .quantile(0.5, 3.4657, 0.01)
                .quantile(0.9, 11.5129, 0.012)
                .quantile(0.99, 23.0259, 0.02)
                .quantile(0.999, 34.5388, 0.03);
    }

    @Test
    void oneExponentialServerAtNineTenths() {
        Trials.of(station(1, 0.9, "exponential(10 ms)", "200 s"))
                .mean(10, 0.02)
                .quantile(0.5, 6.9315, 0.02)
                .quantile(0.99, 46.0517, 0.04);
    }

    @Test
    void severalServersWaitAsErlangSays() {
        Trials.of(station(2, 0.8, "exponential(10 ms)", "60 s"))
                .mean(2.777778, 0.01)
                .quantile(0.5, 2.0400, 0.01)
                .quantile(0.99, 11.9374, 0.02)
                .quantile(0.999, 17.6941, 0.03);
        Trials.of(station(8, 0.8, "exponential(10 ms)", "20 s"))
                .mean(1.286028, 0.01)
                .quantile(0.5, 0.9863, 0.01)
                .quantile(0.99, 5.1522, 0.01);
        Trials.of(station(32, 0.9, "exponential(10 ms)", "8 s"))
                .mean(1.143186, 0.01)
                .quantile(0.99, 4.7944, 0.01);
    }

    @Test
    void oneServerWaitsAsTheVarianceOfItsServiceSays() {
        // Pollaczek and Khinchine at 0.8: D, Erlang-4, lognormal of sigma 1, hyperexponential of squared cv 4.
        assertMeanWait("10 ms", 2);
        assertMeanWait("erlang(4, 10 ms)", 2.5);
        assertMeanWait("lognormal(10 ms, cv 1.310832)", 5.43656);
        assertMeanWait("hyperexponential(10 ms, cv 2)", 10);
    }

    private static void assertMeanWait(String law, double wait) {
        Trials.of(station(1, 0.8, law, "60 s")).mean(1 + wait, 0.04);
    }

    /** A cache of so many of 100,000 keys, or of so many of so many. */
    private static Boards cached(String keys, String popularity, int room, String rate) {
        return board().entity("Item", "1 KB", keys, popularity)
                .operation("look", rate, "read Item")
                .path(
                        clients("readsOwn", "0 %"),
                        instantService("app"),
                        cache("capacity", room + " KB", "serviceTime", "0 ms"))
                .path(instantService("app"), instantDatabase())
                .phase("steady", "8 s", "average");
    }

    private static double hitRatio(Report report) {
        return report.nodes().get("cache").hitRatio().value();
    }

    @Test
    void cachesHitAsCheAndTangAndWangSay() {
        // From the first request on: caches begin in their steady state.
        Trials.of(cached("100000", "zipf 0.8", 1_000, "1000/s"), 10)
                .measure("hits", OracleTest::hitRatio, 0.20433, 0.005);
        Trials.of(cached("100000", "zipf 1.0", 10_000, "1000/s"), 10)
                .measure("hits", OracleTest::hitRatio, 0.73734, 0.002);
        Trials.of(cached("100000", "zipf 1.2", 1_000, "1000/s"), 10)
                .measure("hits", OracleTest::hitRatio, 0.79533, 0.002);
    }

    @Test
    void tinyCachesHitAsKingSays() {
        // 4 keys, room for 2. Che's approximation would be 0.597228, eleven of these standard errors lower.
        Trials.of(cached("4", "zipf 1.0", 2, "2000/s"), 10).measure("hits", OracleTest::hitRatio, 0.603845, 0.0015);
    }

    /** Every kind of traffic at once: reads past a cache, writes with copies, events with a handler. */
    private static Boards everything() {
        return board().entity("Item", "1 KB", "1000", "zipf 1.0")
                .operation("look", "60/s", "read Item")
                .operation("change", "20/s", "write Item", "publish changed")
                .handler("follow", "changed", "read Item x3 parallel")
                .path(clients("timeout", "300 ms", "retries", "1"), balancer(), service("app", "workers", "8"))
                .path(service("app"), cache("capacity", "100 KB"))
                .path(service("app"), database("followers", "2", "replication", "sync"))
                .path(service("app"), queue(), worker(), database());
    }

    @Test
    void nothingIsLostOrMadeUp() {
        // P26: the audit after every event holds arrivals = done + failed + inside, and the integral of the number
        // inside = the sum of sojourns, at every node; here links and servers are held against them.
        Playing playing = everything().play(1).until(20);
        playing.crash("app", 1).until(25).recover("app", 1).until(30);
        playing.crash("db", 1).until(45).recover("db", 1).until(60);
        for (PlanNode node : playing.plan().nodes()) {
            long came = 0;
            for (PlanLink link : playing.plan().links()) {
                came += link.to() == node.index() ? playing.wire(link.index()).calls : 0;
            }
            // Links take no time here, and whoever issues is not called.
            long arrivals = playing.node(node.id()).meter.arrivals;
            assertEquals(node.id().equals("clients") ? 0 : arrivals, came, node.id());
        }
        long reads = playing.counter("db", "reads");
        assertTrue(playing.counter("cache", "misses") <= reads + 200, "every miss asks the store, unless it is down");
        for (String operation : new String[] {"look", "change", "follow"}) {
            long open = playing.offered(operation) - playing.completed(operation) - playing.failed(operation);
            assertTrue(open >= 0 && open < 50, open + " of " + operation + " under way");
        }
    }

    @Test
    void busyTimeIsTheSumOfTheServices() {
        Playing playing = station(1, 0.8, "10 ms", "1000 s").playFast(1).until(1000);
        var station = playing.station("app", 1);
        station.advance();
        long served = playing.node("app").meter.done;
        long rest = station.busyNanos - served * 10_000_000L;
        assertTrue(rest >= 0 && rest <= 10_000_000L, "the rest is the one in service: " + rest);
        // Little's law for the server: utilization = arrivals per second x service time.
        assertEquals(playing.taken("app", 1) * 0.010 / 1000, station.busyNanos / 1e9 / 1000, 0.001);
    }

    @Test
    void theBillIsForTheAverageLoadWhateverRan() {
        // Machines 3 x 4 vCPU x 0.048 USD x 730 h; messages 3 calls x 10/s x 2,628,000 s x 4e-7 USD, though twice as
        // many come here.
        Report report = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "10/s", "publish posted")
                .handler("work", "posted", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        service("app", "instances", "3", "cpus", "4"),
                        queue(),
                        worker("instances", "1", "cpus", "1"),
                        database("followers", "0", "cpus", "1"))
                .phase("steady", "50 s", "2 * average")
                .run(1)
                .report();
        assertEquals(420.48, paid(report, "app"), 1e-6);
        assertEquals(31.536, paid(report, "queue"), 31.536 * 0.002);
        assertEquals(35.04, paid(report, "worker"), 1e-6);
    }

    @Test
    void whatServersAnswerLeavesAtThePriceOfTheInternet() {
        // 200 KB x 100/s x 2,628,000 s are 52.56 TB a month: 10,240 GB at 0.09, 40,960 at 0.085, 1,360 at 0.07 USD.
        Report report = board().entity("Page", "200 KB", "1000", "uniform")
                .operation("get", "100/s", "read Page")
                .path(clients("arrivals", "steady"), service("app", "instances", "1", "cpus", "1"), database())
                .phase("steady", "50 s", "average")
                .run(1)
                .report();
        Bill.Line traffic = report.bill().lines().stream()
                .filter(line -> line.what().equals("traffic to the internet"))
                .findFirst()
                .orElseThrow();
        assertEquals("app", traffic.node());
        double expected = 10_240 * 0.09 + 40_960 * 0.085 + 1_360 * 0.07;
        assertEquals(expected, traffic.perMonth(), expected * 0.005);
    }

    private static double paid(Report report, String node) {
        return report.bill().lines().stream()
                .filter(line -> line.node().equals(node))
                .mapToDouble(Bill.Line::perMonth)
                .sum();
    }

    @Test
    void intervalCoversTheTruth() {
        // 60 seeds of 8 x 2,000 requests. With coverage 0.95 fewer than 50 of 60 happen once in 2,000 times.
        Trials trials = Trials.of(station(1, 0.5, "exponential(10 ms)", "40 s"), 60);
        int mean = 0;
        int p99 = 0;
        double width = 0;
        for (Report report : trials.reports()) {
            var latency = report.operations().get("ask").latency();
            mean += covers(latency.mean(), 2);
            p99 += covers(latency.quantile(0.99), 9.2103);
            width += latency.mean().halfWidth() / SERVICE_SECONDS / 60;
        }
        assertTrue(mean >= 50, "the mean's interval covers " + mean + " times of 60");
        assertTrue(p99 >= 50, "the interval of p99 covers " + p99 + " times of 60");
        // Daley's asymptotic variance of the waits at 0.5 is 29, and 1 more for the services: a standard error of
        // sqrt(30 / 16000) = 0.043, times 2.28 for t with 7 degrees of freedom.
        assertEquals(0.099, width, 0.03);
    }

    private static int covers(Estimate estimate, double serviceTimes) {
        double truth = serviceTimes * SERVICE_SECONDS;
        return estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }
}
