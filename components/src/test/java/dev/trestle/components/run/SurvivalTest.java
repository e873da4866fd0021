package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.balancer;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Phase;
import dev.trestle.components.board.RequirementLine;
import dev.trestle.components.problem.Library;
import dev.trestle.components.verdict.Detail;
import dev.trestle.components.verdict.Detail.Survived;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Losses are tried one by one: what breaks, and which requirement flips, follows from the drawing. */
class SurvivalTest {
    private static final String SURVIVES = "survives loss of any ";

    /** 200 requests a second through a balancer to two instances that could each do 1,000; what fails is asked again. */
    private static Boards balanced(String balancers) {
        return board().operation("ask", "200/s")
                .path(
                        clients("retries", "3", "timeout", "1 s"),
                        balancer("instances", balancers, "healthInterval", "100 ms", "takeover", "100 ms"),
                        service("app", "instances", "2", "workers", "1", "serviceTime", "1 ms"))
                .phase("warm-up", "1 s", "average")
                .phase("steady", "20 s", "average");
    }

    private static Verdict last(RunResult result) {
        return result.verdicts().get(result.verdicts().size() - 1);
    }

    private static Survived detail(Verdict verdict) {
        return (Survived) verdict.detail();
    }

    private static List<String> broken(Verdict verdict) {
        return detail(verdict).tried().stream()
                .filter(tried -> !tried.flips().isEmpty())
                .map(tried -> tried.loss().what())
                .toList();
    }

    @Test
    void aSingleBalancerIsASinglePointOfFailure() {
        Verdict verdict = last(balanced("1")
                .requires("ask availability >= 95 %")
                .requires(SURVIVES + "instance")
                .run(1));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertEquals(List.of("lb"), detail(verdict).alone());
        assertEquals(List.of("lb instance 1 of 1"), broken(verdict));
        assertEquals(1, verdict.measured());
        assertEquals("lb", verdict.node());
        Detail.Flip flip = detail(verdict).tried().get(0).flips().get(0);
        assertEquals("r1 ask availability >= 95 %: 100 % -> 0 %", flip.line());
        assertTrue(
                verdict.because().contains("loss of lb instance 1 of 1: r1 ask availability >= 95 %: 100 % -> 0 %"),
                verdict.because());
    }

    @Test
    void aPairOfBalancersIsNot() {
        Verdict verdict = last(balanced("2")
                .requires("ask availability >= 95 %")
                .requires(SURVIVES + "instance")
                .run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertEquals(List.of(), detail(verdict).alone());
        assertEquals(0, verdict.measured());
    }

    @Test
    void instancesThatDoTheSameInTheSamePlaceAreTriedOnce() {
        Verdict verdict = last(balanced("2")
                .requires("ask availability >= 95 %")
                .requires(SURVIVES + "instance")
                .run(1));
        assertEquals(
                List.of("lb instance 1 of 2 (stands for 2 alike)", "app instance 1 of 2 (stands for 2 alike)"),
                detail(verdict).tried().stream()
                        .map(tried -> tried.loss().line())
                        .toList());
        assertEquals(2, verdict.samples());
    }

    @Test
    void leadersAndFollowersAreTriedApart() {
        Verdict verdict = last(board().entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "100/s", "read A")
                .path(
                        clients("retries", "3", "timeout", "1 s"),
                        instantService("app", "instances", "2"),
                        Boards.database("followers", "2", "failover", "1 s"))
                .phase("steady", "10 s", "average")
                .requires("ask availability >= 1 %")
                .requires(SURVIVES + "instance")
                .run(1));
        assertEquals(
                List.of("app instance 1 of 2", "db instance 1 of 3 (leader)", "db instance 2 of 3 (follower)"),
                detail(verdict).tried().stream()
                        .map(tried -> tried.loss().what())
                        .toList());
    }

    @Test
    void managedServicesHaveNoInstanceToLoseAndANodeIsLostWhole() {
        Boards story = board().entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "100/s", "read A")
                .path(clients("timeout", "1 s"), instantService("app", "instances", "2"), objects())
                .phase("steady", "5 s", "average")
                .requires("ask availability >= 10 %")
                .requires(SURVIVES + "instance")
                .requires(SURVIVES + "node");
        RunResult result = story.run(1);
        Verdict instance = result.verdicts().get(1);
        assertEquals(Status.MET, instance.status(), instance.because());
        assertEquals(1, detail(instance).asked());
        assertTrue(instance.evidence().stream().anyMatch(line -> line.contains("managed: objects")));
        Verdict node = result.verdicts().get(2);
        assertEquals(Status.MISSED, node.status(), node.because());
        assertEquals(List.of("app", "objects"), detail(node).alone(), "people are not lost");
    }

    @Test
    void aZoneTakesWhatStandsInItAloneAndNothingElse() {
        Verdict verdict = last(board().operation("ask", "100/s")
                .path(
                        clients("retries", "3", "timeout", "1 s"),
                        balancer("instances", "2", "healthInterval", "100 ms", "takeover", "100 ms"),
                        service("app", "instances", "2", "workers", "1", "serviceTime", "1 ms"))
                .path(service("app"), instantService("side"))
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu")
                .in("eu", "clients", "lb", "app")
                .in("b", "side")
                .entity("A", "1 KB", "1000", "uniform")
                .phase("steady", "20 s", "average")
                .requires("ask availability >= 90 %")
                .requires(SURVIVES + "zone")
                .run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertEquals(
                List.of("zone a", "zone b"),
                detail(verdict).tried().stream()
                        .map(tried -> tried.loss().what())
                        .toList());
        assertEquals(
                List.of(List.of(), List.of("side")),
                detail(verdict).tried().stream()
                        .map(tried -> tried.loss().alone())
                        .toList());
        assertEquals(List.of(), detail(verdict).alone(), "nobody asks for what stands alone");
    }

    @Test
    void aStoreInOneZoneIsItsSinglePointOfFailure() {
        Verdict verdict = last(board().entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "100/s", "read A")
                .path(
                        clients("retries", "3", "timeout", "1 s"),
                        instantService("app", "instances", "2"),
                        instantDatabase())
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu")
                .in("eu", "clients", "app")
                .in("b", "db")
                .phase("steady", "10 s", "average")
                .requires("ask availability >= 70 %")
                .requires(SURVIVES + "zone")
                .run(1));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertEquals(List.of("zone b"), broken(verdict));
        assertEquals(List.of("db"), detail(verdict).alone());
    }

    @Test
    void phasesWithFaultsOfTheirOwnAreLeftOut() {
        Verdict verdict = last(balanced("2")
                .phase("broken", "5 s", "average", "crash app")
                .requires("ask availability >= 95 % in steady")
                .requires("ask availability <= 1 % in broken")
                .requires(SURVIVES + "instance")
                .run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertTrue(verdict.because().contains("the 1 requirement that is met"), verdict.because());
        assertTrue(
                verdict.evidence().stream().anyMatch(line -> line.contains("faults of their own: broken")),
                verdict.evidence().toString());
    }

    @Test
    void withoutAPhaseWithoutFaultsNothingCanBeSaid() {
        Verdict verdict = last(board().operation("ask", "100/s")
                .path(clients(), instantService("app"))
                .phase("warm-up", "1 s", "average")
                .phase("broken", "5 s", "average", "slow app by 2")
                .requires("ask availability >= 95 %")
                .requires(SURVIVES + "instance")
                .run(1));
        assertEquals(Status.UNSURE, verdict.status());
        assertTrue(verdict.because().startsWith("every measured phase of the script has faults"), verdict.because());
    }

    @Test
    void whatIsMissedWithoutALossIsNotBrokenByOne() {
        Verdict verdict = last(balanced("1")
                .requires("ask mean latency < 1 us")
                .requires(SURVIVES + "instance")
                .run(1));
        assertEquals(Status.UNSURE, verdict.status());
        assertEquals("no requirement that a loss could break is met without one", verdict.because());
        assertTrue(verdict.evidence().stream().anyMatch(line -> line.endsWith("not counted: r1 (missed)")));
    }

    @Test
    void theNumberOfThreadsDecidesNothing() {
        List<List<Verdict>> all = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            Options options = new Options(1, Options.EVENTS, Options.WALL_NANOS, threads);
            all.add(Run.of(
                            balanced("1")
                                    .requires("ask availability >= 95 %")
                                    .requires(SURVIVES + "instance")
                                    .build(),
                            options)
                    .execute(Watcher.NOBODY)
                    .verdicts());
        }
        assertEquals(all.get(0), all.get(1));
    }

    @Test
    void aBudgetThatEndsSaysHowManyWereTried() {
        Boards story = balanced("2").requires("ask availability >= 95 %").requires(SURVIVES + "instance");
        long base = balanced("2")
                .requires("ask availability >= 95 %")
                .run(1)
                .report()
                .events();
        // Enough for the run itself, the one without a loss and nearly for one of two losses.
        for (int threads : new int[] {1, 2}) {
            Options options = new Options(1, 2 * base + base / 2, Options.WALL_NANOS, threads);
            Verdict verdict = last(Run.of(story.build(), options).execute(Watcher.NOBODY));
            assertEquals(Status.UNSURE, verdict.status(), verdict.because());
            assertTrue(
                    verdict.because().contains("none of 1 loss tried (of 2, until the budget ended) breaks"),
                    verdict.because());
            assertEquals(1, detail(verdict).tried().size());
        }
    }

    @Test
    void withoutTimeNothingIsTried() {
        Boards story = balanced("2").requires("ask availability >= 95 %").requires(SURVIVES + "instance");
        Verdict verdict =
                last(Run.of(story.build(), new Options(1, Options.EVENTS, 1, 1)).execute(Watcher.NOBODY));
        assertEquals(Status.UNSURE, verdict.status());
        assertEquals("the run without a loss was not made (budget): 0 of 2 losses were tried", verdict.because());
    }

    @Test
    void whoCancelsTheSweepGetsWhatWasFoundUntilThen() {
        AtomicInteger calls = new AtomicInteger();
        Watcher leaves = (progress, frame) -> progress <= 0.31 || calls.incrementAndGet() < 3;
        Boards story = balanced("1").requires("ask availability >= 95 %").requires(SURVIVES + "instance");
        RunResult result = Run.of(story.build(), new Options(1, Options.EVENTS, Options.WALL_NANOS, 1))
                .execute(leaves);
        assertEquals("script", result.report().stoppedBy());
        assertEquals(Status.MET, result.verdicts().get(0).status());
        assertEquals(Status.UNSURE, last(result).status());
        assertTrue(last(result).because().contains("(cancel)"), last(result).because());
    }

    @Test
    void progressGoesOnThroughTheSweep() {
        List<Double> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        Watcher watcher = (progress, frame) -> {
            seen.add(progress);
            return true;
        };
        Boards story = balanced("1").requires("ask availability >= 95 %").requires(SURVIVES + "instance");
        Run.of(story.build(), new Options(1, Options.EVENTS, Options.WALL_NANOS, 1))
                .execute(watcher);
        assertTrue(seen.stream().anyMatch(share -> share > 0.6 && share < 0.9), seen.toString());
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(seen.get(i) >= seen.get(i - 1) - 1e-9, "back from " + seen.get(i - 1) + " to " + seen.get(i));
        }
    }

    @Test
    void whatTakesLongerThanTheScriptToDecideIsDecidedWithoutALossToo() {
        // A mean of 2 ms: two seconds of it would not tell that it is below 2.1.
        Boards story = board().operation("ask", "500/s")
                .path(clients(), service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(1 ms)"))
                .phase("warm-up", "1 s", "average")
                .phase("steady", "2 s", "average")
                .requires("ask mean latency < 2.1 ms in steady")
                .requires("ask availability >= 50 %")
                .requires(SURVIVES + "instance");
        Verdict verdict = last(Run.of(story.build(), Options.seed(1).deciding()).execute(Watcher.NOBODY));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertTrue(
                verdict.evidence().stream().noneMatch(line -> line.contains("not counted")),
                verdict.evidence().toString());
    }

    /** The reference of the problem in a region of two zones, with what writes and what caches in the first one only. */
    @Test
    void theReferenceInZonesNamesWhatStandsInOneOnly() {
        Board reference = Library.standard().problem("instagram").orElseThrow().reference();
        Map<String, Node> nodes = new LinkedHashMap<>(reference.design().nodes());
        List.of("writes", "cache")
                .forEach(id -> nodes.computeIfPresent(
                        id,
                        (key, node) ->
                                new Node(node.kind(), node.label(), node.x(), node.y() + 2_000, node.settings())));
        Map<String, Area> areas = new LinkedHashMap<>();
        areas.put("eu", new Area("region", 200, 0, 1_400, 4_000, null, Map.of()));
        areas.put("a", new Area("zone", 200, 1_900, 1_400, 700, null, Map.of()));
        areas.put("b", new Area("zone", 200, 2_800, 1_400, 700, null, Map.of()));
        Map<String, RequirementLine> lines =
                new LinkedHashMap<>(reference.brief().requirements());
        lines.put("r10", new RequirementLine(SURVIVES + "zone"));
        Brief brief = reference.brief();
        Map<String, Phase> script = Map.of(
                "p1", new Phase("a", "warm-up", "1 s", "average", List.of()),
                "p2", new Phase("b", "steady", "4 s", "average", List.of()));
        Board zoned = new Board(
                reference.title(),
                new Brief(brief.text(), brief.assumptions(), brief.entities(), brief.operations(), lines),
                new Design(nodes, reference.design().links(), areas, Map.of()),
                script);
        Verdict verdict = last(Run.of(zoned, Options.seed(1)).execute(Watcher.NOBODY));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertTrue(broken(verdict).contains("zone a"), verdict.because());
        assertEquals(List.of("writes", "cache"), detail(verdict).alone());
        assertEquals(
                List.of(List.of("writes", "cache"), List.of()),
                detail(verdict).tried().stream()
                        .map(tried -> tried.loss().alone())
                        .toList());
    }
}
