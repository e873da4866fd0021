package dev.trestle.components.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.check.Finding;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Refused;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boards that nobody should draw: each ends with a finding that says what to do, or with a result within its budget. */
@Timeout(120)
class BadBoardsTest {
    private static final long EVENTS = 400_000;
    private static final long WALL_NANOS = 60_000_000_000L;

    private static RunResult run(Board board) {
        long began = System.nanoTime();
        RunResult result = Run.of(board, new Options(1, EVENTS, WALL_NANOS, 2)).execute(Watcher.NOBODY);
        assertTrue(System.nanoTime() - began < WALL_NANOS, "the events end it, not the clock");
        assertTrue(result.report().events() <= EVENTS / 10 * 11 + Options.REPLICATIONS * 1_024L);
        Books.sound(result.report());
        return result;
    }

    private static RunResult run(Boards board) {
        return run(board.build());
    }

    private static Finding refused(Boards board, String code) {
        Refused refused =
                assertThrows(Refused.class, () -> Run.of(board.build(), new Options(1, EVENTS, WALL_NANOS, 2)));
        Finding finding =
                refused.findings().stream().filter(Finding::stops).findFirst().orElseThrow();
        assertEquals(code, finding.code(), refused.findings().toString());
        assertFalse(finding.remedy().isBlank());
        return finding;
    }

    private static Boards asking(String rate) {
        return Boards.board().entity("A", "1 KB", "1000", "uniform").operation("ask", rate, "read A");
    }

    private static Boards asking(String rate, Boards.Part... service) {
        Boards.Part[] path = new Boards.Part[service.length + 2];
        path[0] = Boards.clients();
        System.arraycopy(service, 0, path, 1, service.length);
        path[path.length - 1] = Boards.instantDatabase();
        return asking(rate).path(path);
    }

    // Faults.

    @Test
    void aDesignThatFailsEveryNanosecond() {
        refused(
                asking("10/s", Boards.service("app")).phase("steady", "10 s", "average", "chaos every 1 ns"),
                "bad-fault");
        refused(
                asking("10/s", Boards.service("app"))
                        .phase("steady", "1 day", "average", "chaos on app every 0.1 s", "chaos on app every 1 s"),
                "bad-fault");
    }

    @Test
    void faultsOfImpossibleSize() {
        for (String fault : List.of(
                "drop 200% on clients-app",
                "drop -5% on clients-app",
                "slow app by 1e300",
                "slow app by -2",
                "traffic 1e300x",
                "crash app at 1e300 s",
                "crash app at 9e9 s for 9e9 s")) {
            refused(asking("10/s", Boards.service("app")).phase("steady", "10 s", "average", fault), "bad-fault");
        }
    }

    // Circles.

    @Test
    void forwardersThatForwardToEachOther() {
        Boards board = asking("10/s")
                .path(
                        Boards.clients(),
                        Boards.part("one", "load-balancer"),
                        Boards.part("two", "load-balancer"),
                        Boards.service("app"),
                        Boards.database());
        refused(board.link("two", "one"), "forward-cycle");
    }

    @Test
    void readsThatGoRoundAmongForwarders() {
        Boards board = asking("10/s")
                .path(
                        Boards.clients(),
                        Boards.service("app"),
                        Boards.part("one", "load-balancer"),
                        Boards.part("two", "load-balancer"),
                        Boards.database());
        refused(board.link("two", "one"), "forward-cycle");
    }

    @Test
    void operationsThatCallEachOther() {
        Boards board = Boards.board()
                .operation("ping", "10/s", "call pong")
                .operation("pong", "0/s", "call ping")
                .path(Boards.clients(), Boards.service("app"), Boards.service("other"));
        refused(board.link("other", "app"), "call-cycle");
    }

    @Test
    void servicesThatAskEachOther() {
        Boards board = asking("10/s", Boards.service("app"), Boards.service("other"));
        assertEquals("script", run(board.link("other", "app")).report().stoppedBy());
    }

    /** Every handled event would publish two more: the load of such a brief has no size. */
    @Test
    void anEventWhoseHandlerPublishesIt() {
        Boards board = Boards.board()
                .operation("start", "1/s", "publish e")
                .handler("go", "e", "publish e", "publish e")
                .path(
                        Boards.clients(),
                        Boards.service("app"),
                        Boards.queue("publishTime", "0 ms"),
                        Boards.worker("serviceTime", "0 ms"));
        refused(board.link("worker", "queue"), "publish-cycle");
    }

    @Test
    void anEventThatComesBackThroughACall() {
        Boards board = Boards.board()
                .operation("start", "1/s", "publish e")
                .handler("go", "e", "call further")
                .operation("further", "0/s", "publish e if 10 %")
                .path(Boards.clients(), Boards.service("app"), Boards.queue(), Boards.worker(), Boards.service("b"));
        refused(board.link("b", "queue"), "publish-cycle");
    }

    // Ways that are missing.

    /** Fuzz seed 2002: the other service has no store, which only the called operation would notice. */
    @Test
    void anOperationThatIsCalledWhereItsStepsHaveNoWay() {
        Finding finding = refused(
                Boards.board()
                        .entity("A", "1 KB", "1000", "uniform")
                        .operation("ask", "10/s", "call further")
                        .operation("further", null, "read A")
                        .path(Boards.clients(), Boards.service("app"), Boards.service("other")),
                "no-way");
        assertEquals("other", finding.node());
    }

    // Time that stands still or never ends.

    @Test
    void aClosedLoopThatTakesNoTime() {
        Boards board = Boards.board()
                .entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "1/s", "read A")
                .requires("ask p99 latency < 1 s")
                .path(
                        Boards.clients("arrivals", "closed", "think", "0 ms", "concurrent", "10"),
                        Boards.instantService("app"),
                        Boards.instantDatabase());
        RunResult result = run(board);
        assertEquals("budget", result.report().stoppedBy());
        assertEquals(Verdict.Status.UNSURE, result.verdicts().get(0).status());
        assertTrue(
                result.report().thinned().stream().anyMatch(line -> line.contains("budget")),
                result.report().thinned().toString());
    }

    @Test
    void aServiceThatTakesNoTime() {
        assertEquals(
                "script",
                run(asking("10/s", Boards.instantService("app"))).report().stoppedBy());
    }

    @Test
    void aServiceThatTakesLongerThanTheRun() {
        RunResult result = run(asking("10/s", Boards.service("app", "serviceTime", "10 day")));
        assertEquals("script", result.report().stoppedBy());
        assertEquals(0, result.report().operations().get("ask").completed());
    }

    @Test
    void aTimeoutShorterThanEveryAnswer() {
        RunResult result = run(asking("10/s", Boards.service("app", "timeout", "1 us"))
                .link("app", "slow", "latency", "1 s")
                .path(Boards.part("slow", "load-balancer"), Boards.instantDatabase()));
        assertEquals("script", result.report().stoppedBy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "-1 s", "100 year", "NaN s", "1e-12 s"})
    void phasesOfImpossibleLength(String length) {
        refused(asking("10/s", Boards.service("app")).phase("steady", length, "peak"), "phase-length");
    }

    @Test
    void aPhaseOfOneNanosecond() {
        assertEquals(
                "script",
                run(asking("10/s", Boards.service("app")).phase("steady", "1 ns", "peak"))
                        .report()
                        .stoppedBy());
    }

    @Test
    void hundredsOfPhasesOfANanosecond() {
        Boards board = asking("100/s", Boards.service("app"));
        for (int i = 0; i < 790; i++) {
            board.phase("phase" + i, "1 ns", "average");
        }
        run(board.requires("all p99 latency < 300 ms"));
    }

    @Test
    void aThousandPhases() {
        Boards board = asking("10/s", Boards.service("app"));
        for (int i = 0; i < 1_000; i++) {
            board.phase("p" + i, "1 day", "peak");
        }
        refused(board, "too-many-phases");
    }

    @Test
    void aDayOfAMillionAsleepFillsNoNumber() {
        RunResult result = run(Boards.board()
                .operation("ask", "1/s")
                .path(
                        Boards.clients("arrivals", "closed", "think", "30 day", "concurrent", "40000"),
                        Boards.service("app"))
                .phase("steady", "1 day", "peak"));
        assertEquals("script", result.report().stoppedBy());
    }

    // What is lost.

    /** Fuzz seed 2449: clients gave up long ago, and what they started still waits for an answer that a link has lost. */
    @Test
    void aRequestThatWasGivenUpFailsOnce() {
        var asked = run(Boards.board()
                        .entity("A", "100 B", "100", "uniform")
                        .operation("ask", "1/s", "delete A")
                        .path(
                                Boards.clients("timeout", "28 us"),
                                Boards.part("edge", "cdn"),
                                Boards.service("app"),
                                Boards.objects())
                        .link("clients", "edge", "latency", "10 ms")
                        .link("edge", "app", "latency", "10 ms")
                        .link("app", "objects", "loss", "100 %", "protocol", "udp"))
                .report()
                .operations()
                .get("ask");
        assertEquals(asked.offered(), asked.failed());
    }

    // Load.

    @ParameterizedTest
    @ValueSource(strings = {"1e12/s", "1e-12/s", "0/s", "1e-300/s"})
    void ratesFromAllToNothing(String rate) {
        RunResult result = run(asking(rate, Boards.service("app")));
        assertEquals(
                rate.equals("1e12/s") ? "budget" : "script", result.report().stoppedBy());
    }

    @Test
    void aRateThatNoSumHolds() {
        Boards idle = Boards.board().operation("ask", "1e20/s").path(Boards.clients(), Boards.service("app"));
        refused(idle, "too-often");
        assertThrows(Refused.class, () -> run(asking("1e300/s", Boards.service("app"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e12/s", "0/s", "ramp 0/s to 1e12/s", "1e15 * peak", "ramp 1e12/s to 0/s"})
    void loadsFromAllToNothing(String load) {
        run(asking("10/s", Boards.service("app")).phase("steady", "10 s", load));
    }

    /** Each layer asks its next one up to 21 times, in two ways: 42^4 tries for one request. */
    @Test
    void retriesOfRetriesOfRetriesWithHedges() {
        String[] stubborn = {"retries", "20", "hedge", "0 s", "timeout", "1 ms", "backoff", "0 s", "queue", "none"};
        RunResult result = run(asking(
                "1000/s",
                Boards.service("a", stubborn),
                Boards.service("b", stubborn),
                Boards.service("c", stubborn),
                Boards.service("d", "serviceTime", "10 s", "workers", "1")));
        assertEquals("budget", result.report().stoppedBy());
    }

    @Test
    void aQueueNobodyDrains() {
        RunResult result = run(Boards.board()
                .operation("put", "20000/s", "publish e")
                .handler("go", "e")
                .path(
                        Boards.clients(),
                        Boards.instantService("app"),
                        Boards.queue("publishTime", "0 ms"),
                        Boards.worker("serviceTime", "100 day", "instances", "1", "workers", "1")));
        assertTrue(result.report().nodes().get("queue").queueMean().value() > 1_000);
    }

    @Test
    void aRequestOfAMillionCallsAtOnce() {
        Boards board = Boards.board()
                .entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "1/s", "read A x1000000 parallel")
                .path(Boards.clients(), Boards.service("app"), Boards.database());
        refused(board, "too-wide");
    }

    @Test
    void aRequestOfAMillionCallsInTurn() {
        RunResult result = run(Boards.board()
                .entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "1/s", "read A x1000000")
                .path(Boards.clients(), Boards.instantService("app"), Boards.instantDatabase()));
        assertEquals("budget", result.report().stoppedBy());
    }

    // Sizes.

    @Test
    void noneOfAThing() {
        run(Boards.board()
                .entity("A", "1 KB", "0", "uniform")
                .operation("ask", "10/s", "read A")
                .path(Boards.clients(), Boards.service("app"), Boards.cache(), Boards.database())
                .link("app", "db"));
    }

    @Test
    void moreThingsThanCanBeNumbered() {
        Boards board = Boards.board()
                .entity("A", "1 KB", "1e15", "zipf 1.0")
                .operation("ask", "10/s", "read A")
                .path(Boards.clients(), Boards.service("app"), Boards.database());
        refused(board, "too-many");
    }

    @Test
    void thingsLargerThanAnyStore() {
        Boards board = Boards.board()
                .entity("A", "1e18 B", "10", "uniform")
                .operation("ask", "10/s", "read A")
                .path(Boards.clients(), Boards.service("app"), Boards.objects());
        refused(board, "too-large");
    }

    @Test
    void thingsOfTenTerabytesOverAThinLine() {
        RunResult result = run(Boards.board()
                .entity("A", "10 TB", "10", "uniform")
                .operation("ask", "1/s", "read A x50", "write A")
                .path(Boards.clients(), Boards.service("app"), Boards.objects())
                .link("app", "objects", "bandwidth", "1 bit/s"));
        assertEquals("script", result.report().stoppedBy());
    }

    @Test
    void fiveHundredNodesInLayersThatAllLeadToAll() {
        Boards board = asking("100/s");
        int wide = 12;
        for (int layer = 0; layer < 10; layer++) {
            for (int i = 0; i < wide; i++) {
                String id = "n" + layer + "x" + i;
                board.path(Boards.part(id, layer == 9 ? "service" : "load-balancer"));
                for (int j = 0; layer > 0 && j < wide; j++) {
                    board.link("n" + (layer - 1) + "x" + j, id);
                }
            }
        }
        board.path(Boards.clients(), Boards.part("n0x0", "load-balancer"));
        for (int i = 0; i < wide; i++) {
            board.path(Boards.part("n9x" + i, "service"), Boards.database());
        }
        run(board);
    }

    @Test
    void aChainOfFourHundredServices() {
        Boards board = asking("10/s");
        Boards.Part[] chain = new Boards.Part[402];
        chain[0] = Boards.clients();
        for (int i = 1; i <= 400; i++) {
            chain[i] = Boards.instantService("s" + i);
        }
        chain[401] = Boards.instantDatabase();
        run(board.path(chain));
    }

    @Test
    void callsThatDoubleAtEveryOfThirtyLevels() {
        Boards board = Boards.board().entity("A", "1 KB", "1000", "uniform");
        for (int i = 0; i < 30; i++) {
            String next = i == 29 ? "read A" : "call level" + (i + 1);
            board.operation("level" + i, i == 0 ? "1/s" : "0/s", next, next);
        }
        Boards.Part[] path = {
            Boards.clients(), Boards.instantService("app"), Boards.instantService("other"), Boards.instantDatabase()
        };
        run(board.path(path).link("other", "app").link("app", "db"));
    }

    // Settings.

    /** Every setting of every kind: what is not a number of its type is a finding, whatever it looks like. */
    @Test
    void nonsenseInEverySetting() {
        for (Kind kind : Catalog.standard().kinds()) {
            for (Param param : kind.params()) {
                for (String nonsense : RandomTexts.NONSENSE) {
                    boolean free = param.type() == ParamType.TEXT
                            || param.type() == ParamType.OPERATIONS
                            || param.type() == ParamType.NAMES;
                    if (!free && !nonsense.isBlank()) {
                        check(kind, param, nonsense);
                    }
                }
            }
        }
    }

    private static void check(Kind kind, Param param, String nonsense) {
        String refusal = param.refusal(nonsense);
        boolean huge = param.max() == null && param.type() == ParamType.NUMBER;
        if (refusal == null && !huge) {
            Map<String, String> settings = Map.of(param.id(), nonsense);
            assertTrue(kind.refusals(settings).isEmpty());
            throw new AssertionError(kind.id() + " takes \"" + nonsense + "\" as " + param.id());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000", "-1", "NaN", "1e300", "2147483648", "0"})
    void impossibleNumbersOfWorkersAndInstances(String number) {
        refused(asking("10/s", Boards.service("app", "workers", number)), "bad-setting");
        refused(asking("10/s", Boards.service("app", "instances", number)), "bad-setting");
    }

    @Test
    void aHundredStoresOfAThousandNodes() {
        Boards board = asking("10/s", Boards.service("app"));
        for (int i = 0; i < 100; i++) {
            board.path(Boards.service("app"), Boards.part("store" + i, "wide-column", "instances", "1000"));
        }
        refused(board, "too-many");
    }

    @Test
    void nineHundredOperations() {
        Boards board = asking("10/s", Boards.service("app"));
        for (int i = 0; i < 900; i++) {
            board.operation("ask" + i, "1/s", "read A");
        }
        assertTrue(refused(board, "too-many").says().contains("operations"));
    }

    @Test
    void burstsOfAMicrosecond() {
        RunResult result = run(asking("100/s")
                .path(
                        Boards.clients("arrivals", "bursty", "burstLength", "1 us", "burstEvery", "2 us"),
                        Boards.service("app"),
                        Boards.instantDatabase())
                .phase("steady", "10 s", "average"));
        assertEquals("script", result.report().stoppedBy());
    }

    @Test
    void urgentOperationsThatThereAreNot() {
        Finding finding = refused(asking("10/s", Boards.service("app", "urgent", "ask, aks")), "unknown-operation");
        assertTrue(finding.says().startsWith("aks "), finding.says());
    }

    @Test
    void trafficAMillionTimesOfAHundredPeople() {
        RunResult result = run(Boards.board()
                .operation("ask", "1/s")
                .path(Boards.clients("arrivals", "closed", "concurrent", "100"), Boards.service("app"))
                .phase("steady", "20 s", "peak", "traffic 1000000x at 1 s"));
        assertEquals("budget", result.report().stoppedBy());
    }

    @Test
    void tenThousandInstancesOfAHundredThousandWorkers() {
        RunResult result = run(asking("10/s", Boards.service("app", "instances", "10000", "workers", "100000")));
        assertEquals("script", result.report().stoppedBy());
    }

    @Test
    void everySettingOfEveryKindAtItsLimits() {
        for (Kind kind : Catalog.standard().kinds()) {
            for (Param param : kind.params()) {
                for (String limit : new String[] {param.min(), param.max()}) {
                    if (limit != null) {
                        assertEquals(null, param.refusal(limit), kind.id() + " " + param.id());
                    }
                }
            }
        }
    }

    // Faults.

    @Test
    void slowAMillionTimesAMillionTimes() {
        RunResult result = run(asking("10/s", Boards.service("app"))
                .phase("steady", "20 s", "peak", "slow app by 1000000", "slow app by 1000000", "slow app by 1000000"));
        assertEquals("script", result.report().stoppedBy());
    }

    @Test
    void trafficAMillionTimesAMillionTimes() {
        RunResult result = run(asking("10/s", Boards.service("app"))
                .phase("steady", "20 s", "peak", "traffic 1000000x", "traffic 1000000x"));
        assertEquals("budget", result.report().stoppedBy());
    }

    // Found by random boards.

    @Test
    void idsOfMoreBitsThanACacheCounts() {
        Boards board = Boards.board()
                .entity("A", "1 KB", "1000", "uniform")
                .operation("put", "100/s", "write A", "read A")
                .path(Boards.clients(), Boards.service("app"), Boards.part("ids", "id-generator", "holds", "A"))
                .path(Boards.part("app", "service"), Boards.cache("capacity", "64 KB"))
                .path(Boards.part("app", "service"), Boards.instantDatabase())
                .phase("steady", "20 s", "average");
        assertEquals("script", run(board).report().stoppedBy());
    }

    @Test
    void aDeploymentOverFewerInstancesThanItBeganWith() {
        RunResult result =
                run(asking("10/s", Boards.service("app", "autoscale", "75 %", "maxInstances", "1", "deployAt", "1 ms"))
                        .phase("steady", "20 s", "average"));
        assertTrue(result.findings().stream().anyMatch(finding -> finding.says().contains("autoscaling")));
    }

    @Test
    void aBreakerWhoseWindowIsACount() {
        Board board = asking("10/s", Boards.service("app", "breaker", "50 %")).build();
        RunResult result =
                Run.of(board, new Options(1, EVENTS, WALL_NANOS, 2).deciding()).execute(Watcher.NOBODY);
        Books.sound(result.report());
    }
}
