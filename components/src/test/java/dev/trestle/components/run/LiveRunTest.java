package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.load.FaultLane;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A run played by hand is a run of its record: same seed, same report, to the last bit. */
class LiveRunTest {
    private static final Options OPTIONS = new Options(5, 40_000_000, Options.WALL_NANOS, 1);

    /** Something of everything that can be changed while it runs. */
    private static Boards shop() {
        return board().entity("Item", "1 KB", "10000", "zipf 0.9")
                .operation("look", "300/s", "read Item")
                .operation("buy", "50/s", "write Item", "publish bought")
                .handler("ship", "bought", "read Item")
                .requires("look p99 latency < 1 s")
                .requires("all availability >= 90 %")
                .path(
                        clients("timeout", "500 ms", "retries", "1"),
                        Boards.part("limit", "rate-limiter", "limit", "1000/s", "burst", "100", "per", "all"),
                        Boards.balancer(),
                        service("app", "instances", "2", "workers", "8", "serviceTime", "exponential(5 ms)"),
                        Boards.cache("capacity", "2 MB"))
                .path(service("app"), Boards.database("followers", "1"))
                .path(service("app"), Boards.queue(), Boards.worker(), Boards.database())
                .phase("warm-up", "2 s", "average")
                .phase("steady", "5 s", "average", "slow db by 2 at 1 s for 2 s")
                .phase("busy", "10 s", "1.5 * average");
    }

    private static LiveRun live(Board board) {
        return LiveRun.of(board, OPTIONS, frame -> {});
    }

    /** The record, printed and read again as a file would be. */
    private static RunResult replayed(LiveRun.Result live) {
        Board read = BoardJson.parse(BoardJson.print(live.record()));
        return Run.of(read, OPTIONS.alone()).execute(Watcher.NOBODY);
    }

    private static void same(LiveRun.Result live) {
        RunResult again = replayed(live);
        assertEquals(again.report().digest(), live.measured().report().digest());
        Deep.same(again.report(), live.measured().report(), "report");
        assertEquals(again.verdicts(), live.measured().verdicts());
    }

    @Test
    void theRecordRunsToTheSameReport() {
        LiveRun live = live(shop().build());
        live.advance(1.234);
        assertEquals(1.23, live.seconds(), 1e-9);
        live.inject("crash app instance 1 for 1.5 s");
        live.advance(3);
        live.load(5);
        live.inject("set app instances = 6");
        live.advance(3.5);
        live.inject("slow db by 10");
        live.advance(5);
        live.load(1);
        assertTrue(live.end("slow db by 10 at 1.5 s"));
        live.inject("set cache capacity = 100 KB for 1 s");
        live.advance(8.4);
        live.inject("set lb algorithm = least-connections");
        live.inject("set app workers = 2");
        live.inject("set app instances = 1");
        live.inject("crash cache");
        live.advance(9.15);
        LiveRun.Result result = live.finish();
        assertEquals(9.15, result.measured().report().simulatedSeconds(), 1e-9);
        assertEquals(
                List.of(
                        "set lb algorithm = least-connections at 1.4 s",
                        "set app workers = 2 at 1.4 s",
                        "set app instances = 1 at 1.4 s",
                        "crash cache at 1.4 s"),
                result.record().script().get("p3").faults());
        assertEquals("2.15 s", result.record().script().get("p3").duration());
        same(result);
    }

    @Test
    void whateverIsDoneTheRecordRunsToTheSameReport() {
        String[] deeds = {
            "crash app",
            "crash app instance 2 for 0.3 s",
            "recover app",
            "slow app by 3",
            "slow limit-lb by 20 for 1 s",
            "drop 5 % on app-db",
            "flush cache",
            "crash cache for 0.2 s",
            "cut app from db",
            "poison bought",
            "skew clock by 0.1 s",
            "set app instances = 3",
            "set app instances = 1",
            "set app workers = 3",
            "set app serviceTime = 2 ms for 0.5 s",
            "set cache capacity = 50 KB",
            "set limit limit = 200/s",
            "set lb algorithm = two-choices",
            "set worker workers = 2",
            "set db workers = 4",
            "traffic 3x",
            "traffic 1x"
        };
        for (int seed = 1; seed <= 12; seed++) {
            Random luck = new Random(seed);
            LiveRun live = live(shop().build());
            double time = 0;
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                time += luck.nextInt(3) == 0 ? 0 : luck.nextDouble();
                live.advance(time);
                String deed = deeds[luck.nextInt(deeds.length)];
                said.add(live.seconds() + ": " + deed);
                live.inject(deed);
                List<String> lines = live.record().script().get(phase(live)).faults();
                if (luck.nextInt(3) == 0) {
                    live.end(lines.get(luck.nextInt(lines.size())));
                }
            }
            LiveRun.Result result = live.finish();
            RunResult again = replayed(result);
            assertEquals(again.report().digest(), result.measured().report().digest(), "seed " + seed + ": " + said);
            Deep.same(again.report(), result.measured().report(), "seed " + seed);
        }
    }

    private static String phase(LiveRun live) {
        return live.phase().equals("warm-up") ? "p1" : live.phase().equals("steady") ? "p2" : "p3";
    }

    @Test
    void framesComeAsTimeGoesOn() {
        List<Frame> frames = new ArrayList<>();
        LiveRun live = LiveRun.of(shop().build(), OPTIONS, frames::add);
        live.advance(0.2);
        assertEquals(0, frames.size());
        live.advance(1.1);
        assertEquals(4, frames.size());
        assertEquals(1.0, frames.get(3).simulatedSeconds(), 1e-9);
    }

    @Test
    void roomForMoreInstancesLeavesWhatWasSeen() {
        List<Frame> frames = new ArrayList<>();
        LiveRun live = LiveRun.of(shop().build(), OPTIONS, frames::add);
        live.advance(1.5);
        long before = live.digest();
        live.inject("set app instances = 9");
        assertEquals(before, live.digest());
        assertEquals(6, frames.size(), "nobody sees the past again");
        live.advance(2);
        assertEquals(8, frames.size());
    }

    @Test
    void aCrashIsSeenAtOnce() {
        List<Frame> frames = new ArrayList<>();
        LiveRun live = LiveRun.of(shop().build(), OPTIONS, frames::add);
        live.advance(2);
        double failed = frames.get(frames.size() - 1).users().failed();
        live.inject("crash app");
        live.advance(3);
        assertEquals(0, failed, 0);
        assertTrue(frames.get(frames.size() - 1).users().failed() > 50);
    }

    @Test
    void aFactorOnTheLoadGoesOnInTheNextPhase() {
        LiveRun live = live(shop().build());
        live.advance(1);
        live.load(2);
        live.advance(4);
        LiveRun.Result result = live.finish();
        assertEquals(
                List.of("traffic 2x at 1 s"), result.record().script().get("p1").faults());
        assertEquals(
                List.of("slow db by 2 at 1 s for 2 s", "traffic 2x"),
                result.record().script().get("p2").faults());
        assertEquals(2, result.record().script().size(), "what was not played is not in the record");
        same(result);
    }

    @Test
    void aBoardWithoutAScriptGoesOnInItsSteadyPhase() {
        Board said = shop().build();
        LiveRun live = live(new Board(said.title(), said.brief(), said.design(), java.util.Map.of()));
        live.advance(40);
        assertFalse(live.ended());
        assertEquals("steady", live.phase());
        live.inject("crash db for 1 s");
        same(live.finish());
    }

    @Test
    void theScriptEndsARunThatNobodyEnds() {
        Boards ramp = board().operation("ask", "10/s")
                .path(clients(), service("app"))
                .phase("up", "5 s", "ramp average to 2 * average");
        LiveRun live = live(ramp.build());
        live.advance(100);
        assertTrue(live.ended());
        assertEquals(5, live.seconds(), 1e-9);
        assertThrows(IllegalStateException.class, () -> live.load(2));
        same(live.finish());
    }

    @Test
    void aRunThatIsEndedOnARampStopsThere() {
        Boards ramp = board().operation("ask", "100/s")
                .path(clients(), service("app"))
                .phase(
                        "up",
                        "50 s",
                        "ramp average to 5 * average",
                        "chaos on app every 4 s repair 1 s",
                        "crash app at 40 s");
        LiveRun live = live(ramp.build());
        live.advance(20);
        live.inject("set app serviceTime = 9 ms");
        live.advance(31.5);
        LiveRun.Result result = live.finish();
        assertTrue(result.record().script().get("p1").faults().contains("stop at 31.5 s"));
        same(result);
    }

    @Test
    void aRunThatIsEndedBeforeAPhaseThatARequirementNamesHasItsReport() {
        LiveRun live = live(Boards.with(shop().build(), "r9", "all availability >= 99 % in busy"));
        live.advance(0.5);
        LiveRun.Result result = live.finish();
        assertEquals(3, result.record().script().size(), "what was not reached is still there");
        same(result);
    }

    @Test
    void oneOfTwoEqualFaultsEndsAlone() {
        LiveRun live = live(shop().build());
        live.advance(3);
        live.inject("slow app by 3");
        live.inject("slow app by 3");
        live.advance(4);
        assertTrue(live.end(live.open().get(0).line()));
        live.advance(9);
        same(live.finish());
    }

    @Test
    void whatFailsAtRandomDoesSoInTheRecordToo() {
        Boards random = board().operation("ask", "100/s")
                .path(clients(), service("app", "instances", "3"))
                .phase("steady", "50 s", "average", "chaos every 2 s repair 1 s");
        LiveRun live = live(random.build());
        live.advance(31.5);
        same(live.finish());
    }

    @Test
    void whatIsEndedAtTheVeryStartOfAPhaseStopsThere() {
        LiveRun live = live(shop().build());
        live.advance(2);
        assertEquals("steady", live.phase());
        live.inject("crash app for 1 s");
        same(live.finish());
    }

    @Test
    void whatHasNotLastedAtAllNeverWas() {
        LiveRun live = live(shop().build());
        live.advance(1);
        live.inject("slow app by 3");
        live.end("slow app by 3 at 1 s");
        live.load(5);
        live.load(1);
        assertEquals(List.of(), live.record().script().get("p1").faults());
    }

    @Test
    void oneReplicationHasNoIntervalsAndDecidesNothing() {
        LiveRun live = live(shop().build());
        live.advance(7);
        RunResult result = live.finish().measured();
        assertEquals(1, result.report().replications());
        result.verdicts().forEach(verdict -> assertEquals(Verdict.Status.UNSURE, verdict.status(), verdict.because()));
        assertTrue(result.report().operations().get("look").latency().mean().high() == Double.POSITIVE_INFINITY);
    }

    @Test
    void whatIsNotThereIsRefusedAndChangesNothing() {
        LiveRun live = live(shop().build());
        live.advance(1);
        Board before = live.record();
        assertThrows(Refused.class, () -> live.inject("crash nowhere"));
        assertThrows(Refused.class, () -> live.inject("set app model = async"));
        assertThrows(BadText.class, () -> live.inject("crash app at 5 s"));
        assertThrows(BadText.class, () -> live.inject("chaos every 1 s"));
        assertThrows(BadText.class, () -> live.inject("stop"));
        assertThrows(BadText.class, () -> live.inject("burn app"));
        assertEquals(before, live.record());
    }

    @Test
    void lanesSayFromWhenToWhen() {
        LiveRun live = live(shop().build());
        live.advance(3);
        live.inject("crash app for 2 s");
        live.advance(6);
        LiveRun.Result result = live.finish();
        List<FaultLane> lanes = FaultLane.of(
                dev.trestle.components.load.Script.of(result.record().script()));
        assertEquals(
                List.of(new FaultLane("slow db by 2", "db", 3, 5), new FaultLane("crash app", "app", 3, 5)), lanes);
    }

    @Test
    void whatIsRecoveredOrSetAgainIsOver() {
        LiveRun live = live(shop().build());
        live.advance(1);
        live.inject("crash app instance 2");
        live.inject("set app workers = 4");
        live.inject("slow db by 3");
        live.advance(1.5);
        assertEquals(3, live.open().size());
        live.inject("recover app");
        live.inject("set app workers = 6");
        assertEquals(
                List.of(
                        new LiveRun.Open("slow db by 3 at 1 s", "slow db by 3", 1),
                        new LiveRun.Open("set app workers = 6 at 1.5 s", "set app workers = 6", 1.5)),
                live.open());
        assertEquals(1.5, live.lanes().get(0).to(), 1e-9);
        assertEquals(1.5, live.lanes().get(1).to(), 1e-9);
        assertEquals(2, live.lanes().get(2).to(), 1e-9, "the end of its phase");
    }
}
