package dev.trestle.components.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Link;
import dev.trestle.components.kind.Role;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.problem.Library;
import dev.trestle.components.problem.Problem;
import dev.trestle.components.run.Audited;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.Watcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What comes in goes out or is still there: on the boards of problems, to the last call, nanosecond and byte. */
class ConservationTest {
    private static final long EVENTS = 30_000;
    private static final long AUDITED = 3_000;
    /** A t interval of eight replications is 2.36 standard errors to each side; a figure may be 4 off. */
    private static final double FOUR_ERRORS = 4 / 2.36;

    @TestFactory
    Stream<DynamicTest> theBooksOfEveryReferenceBalanceAfterEveryEvent() {
        return Library.standard().problems().stream()
                .map(problem -> DynamicTest.dynamicTest(problem.id(), () -> {
                    Plan plan = Run.of(problem.reference(), Options.seed(1)).plan();
                    Books.balance(plan, Audited.play(plan, 1, AUDITED, true).assembly());
                    Report report = Run.of(problem.reference(), new Options(1, 8 * EVENTS, Options.WALL_NANOS, 2))
                            .execute(Watcher.NOBODY)
                            .report();
                    Books.sound(report);
                }));
    }

    /** Flows are visits: with links that take no time nothing is on its way, and each node has met whom links brought. */
    @TestFactory
    Stream<DynamicTest> whatLinksCarryIsWhatNodesMeet() {
        return Library.standard().problems().stream()
                .map(problem -> DynamicTest.dynamicTest(problem.id(), () -> {
                    Plan plan =
                            Run.of(withoutDistances(problem), Options.seed(1)).plan();
                    Audited audited = Audited.play(plan, 1, EVENTS, false);
                    long now = audited.assembly().engine().now();
                    audited.assembly().engine().runUntil(now, dev.trestle.components.engine.Engine.Stop.NEVER);
                    for (PlanNode node : plan.nodes()) {
                        if (!node.kind().roles().contains(Role.SOURCE)) {
                            long brought = plan.links().stream()
                                    .filter(link -> link.to() == node.index())
                                    .mapToLong(link -> carried(audited, link))
                                    .sum();
                            assertEquals(brought, audited.assembly().behaviour(node.index()).meter.arrivals, node.id());
                        }
                    }
                }));
    }

    private static long carried(Audited audited, PlanLink link) {
        return audited.assembly().wire(link.index()).calls;
    }

    private static Board withoutDistances(Problem problem) {
        Board board = problem.reference();
        Map<String, Link> links = new LinkedHashMap<>();
        board.design().links().forEach((id, link) -> {
            Map<String, String> settings = new LinkedHashMap<>(link.settings());
            settings.put("latency", "0 ms");
            settings.remove("bandwidth");
            settings.remove("loss");
            links.put(id, new Link(link.from(), link.to(), link.label(), settings));
        });
        Design design = board.design();
        return new Board(
                board.title(),
                board.brief(),
                new Design(design.nodes(), links, design.areas(), design.notes()),
                board.script());
    }

    private static Report station(String arrivals, String rate, String... settings) {
        return Boards.board()
                .operation("ask", rate)
                .path(Boards.clients("arrivals", arrivals), Boards.service("app", settings))
                .phase("warm-up", "10 s", "average")
                .phase("steady", "400 s", "average")
                .run(1)
                .report();
    }

    @Test
    void utilizationIsArrivalsTimesServiceTime() {
        // M/M/4 with 70/s of 40 ms: 2.8 of 4 servers.
        NodeResult app = station(
                        "poisson", "70/s", "instances", "1", "workers", "4", "serviceTime", "exponential(40 ms)")
                .nodes()
                .get("app");
        near(0.7, app.utilization());
        assertEquals(
                app.rate().value() * app.heldSeconds() / 4,
                app.utilization().value(),
                1e-3,
                "busy time = sum of services");
        // Erlang C for 4 servers and 2.8 of load: C = 0.4287, and C x rho / (1 - rho) wait on average.
        near(0.4287 * 0.7 / 0.3, app.queueMean());
    }

    /** Poisson arrivals see time averages (Wolff, Operations Research 30, 1982); arrivals at equal distances do not. */
    @Test
    void poissonArrivalsSeeTimeAverages() {
        String[] alone = {"instances", "1", "workers", "1", "queue", "0", "serviceTime", "exponential(10 ms)"};
        // M/M/1/1 with 0.7 of load: busy, and lost, 0.7 / 1.7.
        Report poisson = station("poisson", "70/s", alone);
        near(0.7 / 1.7, poisson.operations().get("ask").errorRatio());
        near(0.7 / 1.7, poisson.nodes().get("app").utilization());
        // D/M/1/1: who comes after 1/0.7 service times finds it still busy with exp(-1/0.7), and it is busy 0.7 of the
        // rest.
        Report steady = station("steady", "70/s", alone);
        double lost = Math.exp(-1 / 0.7);
        near(lost, steady.operations().get("ask").errorRatio());
        near(0.7 * (1 - lost), steady.nodes().get("app").utilization());
    }

    @Test
    void bytesAddUp() {
        // A read asks with 500 bytes and gets 10,000; both ways together, for each of 10/s.
        Report report = Boards.board()
                .entity("Item", "10 KB", "1000", "uniform")
                .operation("ask", "10/s", "read Item")
                .path(Boards.clients("arrivals", "steady"), Boards.instantService("app"), Boards.instantDatabase())
                .run(1)
                .report();
        var link = report.links().get("app-db");
        assertEquals(10, link.rate(), 0.02);
        assertEquals(link.rate() * 10_500, link.bytesPerSecond(), 1e-6 * 10_500);
        Books.sound(report);
    }

    private static void near(double known, Estimate measured) {
        double off = Math.abs(measured.value() - known);
        assertTrue(off <= FOUR_ERRORS * measured.halfWidth(), measured + " is not " + known);
        assertTrue(measured.halfWidth() <= 0.12 * known, measured + " is too rough");
    }
}
