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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Tracer;
import dev.trestle.components.measure.Details;
import dev.trestle.components.measure.Details.Balance;
import dev.trestle.components.measure.Latencies;
import dev.trestle.components.measure.Report;
import dev.trestle.components.measure.Trace;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a run shows beyond figures: balance, distributions of lags, requests hop by hop. */
class DetailsTest {
    private static Details.NodeDetail of(Report report, String node) {
        return report.details().nodes().get(node);
    }

    private static Balance balance(Report report, String node, String what) {
        return of(report, node).balances().stream()
                .filter(balance -> balance.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void requestsOverTheInstancesOfAnyNodeAreTold() {
        Report report = board().operation("ask", "300/s")
                .path(
                        clients(),
                        balancer("algorithm", "weighted-round-robin", "weights", "3, 1, 1, 1"),
                        instantService("app", "instances", "4"))
                .phase("warm-up", "20 s", "average")
                .phase("steady", "20 s", "average")
                .run(1)
                .report();
        // 6,000 requests in the measured phase: 3 of 6 to the first, 1 of 6 to each of the others.
        Balance sent = balance(report, "lb", "requests");
        assertEquals(List.of("app 1", "app 2", "app 3", "app 4"), sent.parts());
        assertEquals(3_000, sent.values().get(0), 100);
        assertEquals(1_000, sent.values().get(3), 40);
        assertEquals(2, sent.maxOverMean(), 0.01);
        // Shares 2, 2/3, 2/3, 2/3 of the mean: the root of (1 + 3 / 9) / 4.
        assertEquals(0.57735, sent.relativeDeviation(), 0.005);
        Balance taken = balance(report, "app", "requests a second");
        assertEquals(List.of("instance 1", "instance 2", "instance 3", "instance 4"), taken.parts());
        for (int i = 0; i < 4; i++) {
            assertEquals(sent.values().get(i) / 20, taken.values().get(i), 1e-9);
        }
    }

    @Test
    void aLeaderIsNotHeldAgainstItsFollowers() {
        Report report = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "200/s", "read Item")
                .operation("change", "50/s", "write Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase("followers", "2", "readFrom", "followers", "shards", "2"))
                .phase("steady", "20 s", "average")
                .run(1)
                .report();
        Balance leaders = balance(report, "db", "requests a second of leaders");
        assertEquals(List.of("shard 1 instance 1", "shard 2 instance 4"), leaders.parts());
        assertEquals(25, leaders.mean(), 0.1);
        // Reads go to the followers in turn, so each of the four has the same.
        Balance followers = balance(report, "db", "requests a second of followers");
        assertEquals(4, followers.parts().size());
        assertEquals(50, followers.mean(), 0.2);
        assertTrue(followers.maxOverMean() < 1.05, followers.toString());
    }

    @Test
    void eachPoolBehindABalancerIsHeldAgainstItself() {
        Report report = board().operation("ask", "100/s")
                .operation("tell", "20/s")
                .path(clients("arrivals", "steady"), balancer("algorithm", "round-robin"))
                .path(balancer(), instantService("app", "instances", "2"))
                .path(balancer(), instantService("other", "instances", "2"))
                .link("lb", "app", "only", "ask")
                .link("lb", "other", "only", "tell")
                .phase("steady", "20 s", "average")
                .run(1)
                .report();
        Balance one = balance(report, "lb", "requests to app");
        assertEquals(List.of("app 1", "app 2"), one.parts());
        assertEquals(1_000, one.values().get(0), 2);
        Balance two = balance(report, "lb", "requests to other");
        assertEquals(List.of("other 1", "other 2"), two.parts());
        assertEquals(1, two.maxOverMean(), 0.01);
    }

    @Test
    void shardsAreHeldAgainstEachOther() {
        Report report = board().entity("Item", "1 KB", "40000", "uniform")
                .operation("look", "500/s", "read Item")
                .path(clients(), instantService("app"), instantDatabase("shards", "4"))
                .phase("steady", "20 s", "average")
                .run(1)
                .report();
        Balance queries = balance(report, "db", "queries");
        assertEquals(List.of("shard 1", "shard 2", "shard 3", "shard 4"), queries.parts());
        assertEquals(2_500, queries.mean(), 30);
        // Keys by hash: nearly even.
        assertTrue(queries.maxOverMean() < 1.05, queries.toString());
        Balance bytes = balance(report, "db", "bytes");
        assertTrue(bytes.level());
        assertEquals(10_000_000, bytes.mean(), 1);
    }

    @Test
    void theLagOfEachFollowerHasItsDistribution() {
        Report report = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "200/s", "write Item")
                .path(
                        clients(),
                        instantService("app"),
                        database("followers", "2", "replication", "async", "lag", "exponential(100 ms)"))
                .phase("steady", "60 s", "average")
                .run(1)
                .report();
        Details.Delay delay = of(report, "db").delays();
        assertEquals("from a write to a copy that has it", delay.what());
        assertEquals(
                List.of("instance 2", "instance 3"), List.copyOf(delay.parts().keySet()));
        // Copies keep the order of the log: a write waits for those before it too, so no quantile is below that of one.
        for (Latencies lag : delay.parts().values()) {
            assertEquals(8 * 200 * 60, lag.count(), 8 * 200 * 60 * 0.02);
            assertTrue(lag.quantile(0.5).value() > 0.0693, "median of one copy: ln 2 x 100 ms");
            assertTrue(lag.quantile(0.99).value() > 0.4605);
            assertTrue(lag.quantile(0.99).value() < lag.max());
        }
    }

    @Test
    void messagesAreBehindInTimeAndInNumber() {
        // 20/s for a consumer that takes 10/s, for 10 s: 100 are left, the last handled waits as long as 5 s.
        Report report = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "20/s", "publish posted")
                .handler("follow", "posted", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        queue("publishTime", "0 ms", "prefetch", "0"),
                        worker("instances", "1", "workers", "1", "serviceTime", "100 ms"),
                        instantDatabase())
                .phase("steady", "10 s", "average")
                .run(1)
                .report();
        Details.Delay delay = of(report, "queue").delays();
        assertEquals("from a message to the end of its handling", delay.what());
        assertEquals(5, delay.all().max(), 0.15);
        assertEquals(2.5, delay.all().quantile(0.5).value(), 0.15);
        var backlog = of(report, "queue").backlog();
        assertEquals(100, backlog.max(), 4);
        // It grows evenly: half of the time there are fewer than half of them, 90 % of it fewer than 90 %.
        assertEquals(50, backlog.p50(), 3);
        assertEquals(90, backlog.p90(), 3);
        assertEquals(50, backlog.mean(), 3);
    }

    private static Boards slowReads() {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "50/s", "read Item")
                .operation("change", "20/s", "write Item")
                .path(clients(), balancer("hop", "0 ms"), service("app", "serviceTime", "exponential(2 ms)"))
                .path(service("app"), cache("capacity", "100 KB"))
                .path(service("app"), database("readTime", "exponential(10 ms)", "workers", "2"))
                .phase("warm-up", "5 s", "average")
                .phase("steady", "20 s", "average");
    }

    @Test
    void theSlowestRequestsAreToldHopByHop() {
        Report report =
                slowReads().link("clients", "lb", "latency", "3 ms").run(1).report();
        List<Trace> slowest = report.details().slowest();
        assertTrue(slowest.size() >= Tracer.KEPT && slowest.size() <= Tracer.KEPT + 2, slowest.size() + " traces");
        // Of one replication: the slowest of all eight is at least as slow.
        double most = report.operations().values().stream()
                .mapToDouble(operation -> operation.latency().max())
                .max()
                .orElseThrow();
        assertTrue(slowest.get(0).seconds() <= most * 1.001);
        for (int i = 1; i < Tracer.KEPT; i++) {
            assertTrue(slowest.get(i).seconds() <= slowest.get(i - 1).seconds());
        }
        Trace first = slowest.get(0);
        assertEquals("ok", first.outcome());
        assertTrue(first.at() >= 5 && first.at() < 25, "it was made in the measured phase: " + first.at());
        assertEquals("steady", first.phase());
        Trace.Hop way = first.hops().get(0);
        assertEquals("lb", way.node());
        assertEquals(-1, way.parent());
        assertEquals(0, way.sent(), 1e-12);
        assertEquals(0.003, way.arrived(), 1e-9);
        assertEquals(way.left() + 0.003, way.back(), 1e-9);
        assertEquals(first.seconds(), way.back(), 1e-9);
        Trace.Hop app = first.hops().get(1);
        assertEquals("app", app.node());
        assertEquals(0, app.parent());
        first.hops().subList(2, first.hops().size()).forEach(hop -> assertEquals(1, hop.parent(), hop.toString()));
        assertTrue(first.hops().stream().anyMatch(hop -> hop.does().endsWith(" Item")));
    }

    @Test
    void whatAHopWaitedAndHeldAndWasAwayForIsAllOfItsStay() {
        // A worker is held while it asks others: a stay is the wait for a worker and what it was held.
        Report report = slowReads().run(2).report();
        int seen = 0;
        for (Trace trace : report.details().slowest()) {
            for (Trace.Hop hop : trace.hops()) {
                if (hop.node().equals("app") || hop.node().equals("db")) {
                    assertEquals(hop.left() - hop.arrived(), hop.waited() + hop.held(), 1e-9, hop.toString());
                    seen++;
                }
            }
        }
        assertTrue(seen > 10);
    }

    @Test
    void failedRequestsAreToldByTheirKindOfFailure() {
        Report report = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "200/s", "read Item")
                .path(
                        clients("timeout", "50 ms"),
                        service("app", "instances", "1", "workers", "4", "queue", "2"),
                        database("readTime", "exponential(20 ms)", "followers", "0"))
                .phase("steady", "10 s", "average")
                .phase("lost", "5 s", "average", "crash app for 2 s")
                .run(1)
                .report();
        List<Trace> failed = report.details().failed();
        assertEquals(Tracer.KEPT, failed.size());
        Map<String, Long> outcomes =
                failed.stream().collect(Collectors.groupingBy(Trace::outcome, Collectors.counting()));
        assertTrue(outcomes.containsKey("timed out"), outcomes.toString());
        assertTrue(outcomes.containsKey("rejected: full or over a limit"), outcomes.toString());
        assertTrue(outcomes.containsKey("refused: nothing is listening"), outcomes.toString());
        Trace timedOut = failed.stream()
                .filter(trace -> trace.outcome().equals("timed out"))
                .findFirst()
                .orElseThrow();
        assertEquals(0.05, timedOut.seconds(), 1e-9);
        assertEquals(0.05, timedOut.hops().get(0).gaveUp(), 1e-9);
    }

    @Test
    void aRequestThatHangsIsAmongTheSlowest() {
        // A read takes longer than anybody looks on: the first one has taken as long as the run when that ends.
        Report report = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "20/s", "read Item")
                .path(
                        clients(),
                        instantService("app"),
                        database("readTime", "1000 s", "workers", "1000", "followers", "0"))
                .phase("steady", "20 s", "average")
                .run(1)
                .report();
        Trace slowest = report.details().slowest().get(0);
        assertEquals("under way", slowest.outcome());
        assertTrue(slowest.at() + slowest.seconds() >= 20, slowest.toString());
        Trace.Hop last = slowest.hops().get(slowest.hops().size() - 1);
        assertEquals("db", last.node());
        assertEquals("no answer", last.outcome());
        assertTrue(Double.isNaN(last.left()));
    }

    @Test
    void tracesAreTheSameForAnyNumberOfThreads() {
        Board board = slowReads().build();
        Details one = run(board, 1).report().details();
        Details two = run(board, 2).report().details();
        assertEquals(one.slowest(), two.slowest());
        assertEquals(one.failed(), two.failed());
        assertFalse(one.slowest().isEmpty());
        assertNotEquals(
                one.slowest(),
                Run.of(board, new Options(2, Options.EVENTS, Options.WALL_NANOS, 2))
                        .execute(Watcher.NOBODY)
                        .report()
                        .details()
                        .slowest());
    }

    private static RunResult run(Board board, int threads) {
        return Run.of(board, new Options(1, Options.EVENTS, Options.WALL_NANOS, threads))
                .execute(Watcher.NOBODY);
    }

    @Test
    void whoLooksOnChangesNothing() {
        Plan plan = Run.of(slowReads().build(), Options.seed(1)).plan();
        Engine alone = Assembly.of(plan, 1, 0, Engine.Stop.NEVER).engine();
        Engine traced = Assembly.of(plan, 1, 0, Engine.Stop.NEVER).engine();
        traced.trace(new Tracer(2, new boolean[] {true, true}));
        alone.runUntil(20_000_000_000L, Engine.Stop.NEVER);
        traced.runUntil(20_000_000_000L, Engine.Stop.NEVER);
        assertEquals(alone.digest(), traced.digest());
        assertEquals(alone.events(), traced.events());
    }
}
