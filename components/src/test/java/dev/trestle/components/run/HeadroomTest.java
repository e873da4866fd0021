package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.verdict.Detail;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far the load may grow, where queueing theory knows: M/M/1 with 1,000 a second has a mean of 1 / (1000 - load). */
class HeadroomTest {
    /** 200 requests a second, a fifth of what the server can. */
    private static Boards station() {
        return board().operation("ask", "200/s")
                .path(
                        clients("timeout", "none"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(1 ms)"))
                .phase("warm-up", "5 s", "average")
                .phase("steady", "60 s", "average");
    }

    private static Verdict last(RunResult result) {
        return result.verdicts().get(result.verdicts().size() - 1);
    }

    @Test
    void theLoadMayGrowUntilTheBoundOfTheMean() {
        // 5 ms are reached at 1,000 - 200 = 800 a second: four times the load.
        Verdict verdict = last(station()
                .requires("ask mean latency < 5 ms")
                .requires("headroom >= 2 x")
                .run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertTrue(verdict.low() > 3 && verdict.low() < 4.2, verdict.because());
        assertTrue(verdict.high() > 3.8 && verdict.high() < 5.2, verdict.because());
        assertEquals(verdict.low(), verdict.measured());
        Detail.Limits limits = (Detail.Limits) verdict.detail();
        assertEquals("r1", limits.breaks().get(0).after().id());
        assertEquals("app", limits.breaks().get(0).after().node());
        assertEquals(verdict.samples(), limits.tried().size());
        assertTrue(verdict.because().contains("breaks first r1 ask mean latency < 5 ms"), verdict.because());
    }

    @Test
    void tooLittleRoomIsMissed() {
        Verdict verdict = last(station()
                .requires("ask mean latency < 5 ms")
                .requires("headroom >= 6 x")
                .run(1));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertTrue(verdict.low() > 3 && verdict.low() < 4.2, verdict.because());
        assertEquals("app", verdict.node());
    }

    @Test
    void whatIsMissedAtTheLoadOfTheScriptHasNoRoom() {
        // 1.25 ms at 200 a second, 1 ms at none.
        Verdict verdict = last(station()
                .requires("ask mean latency < 0.9 ms")
                .requires("headroom >= 1 x")
                .run(1));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertEquals(0, verdict.low());
    }

    @Test
    void withoutAnotherRequirementNothingBreaks() {
        Verdict verdict = last(station().requires("headroom >= 2 x").run(1));
        assertEquals(Status.UNSURE, verdict.status());
        assertEquals("the brief has no other requirement that could be missed", verdict.because());
    }

    @Test
    void peopleInAClosedLoopAreMoreAtOnce() {
        // 100 people who think for a second and wait for 1 ms ask 100 times a second; 600 ask 599 times.
        Verdict verdict = last(board().operation("ask", "1/s")
                .path(
                        clients("arrivals", "closed", "concurrent", "100", "think", "exponential(1 s)"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(1 ms)"))
                .phase("warm-up", "5 s", "average")
                .phase("steady", "60 s", "average")
                .requires("ask throughput < 480/s")
                .requires("headroom >= 2 x")
                .run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertTrue(verdict.low() > 4 && verdict.low() <= 4.8, verdict.because());
        assertTrue(verdict.high() >= 4.8 && verdict.high() < 5.4, verdict.because());
    }

    @Test
    void theNumberOfThreadsDecidesNothing() {
        List<List<Verdict>> all = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            Options options = new Options(1, 6_000_000, Options.WALL_NANOS, threads);
            all.add(Run.of(
                            station()
                                    .requires("ask mean latency < 5 ms")
                                    .requires("headroom >= 2 x")
                                    .build(),
                            options)
                    .execute(Watcher.NOBODY)
                    .verdicts());
        }
        assertEquals(all.get(0), all.get(1));
    }
}
