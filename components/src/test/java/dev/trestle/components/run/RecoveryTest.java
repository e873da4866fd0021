package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.verdict.Detail;
import dev.trestle.components.verdict.Recovery.Return;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.components.verdict.Verdict.Status;
import org.junit.jupiter.api.Test;

/** How long a design takes to be as before: known by the arithmetic of queues that fill and drain. */
class RecoveryTest {
    /** 500 requests a second, evenly, at a server that does 1,000; while it is three times slower it does 333. */
    private static Boards slowed(String after) {
        return board().operation("ask", "500/s")
                .path(
                        clients("arrivals", "steady", "timeout", "none"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "1 ms"))
                .phase("warm-up", "1 s", "average")
                .phase("steady", "10 s", "average")
                .phase("slow", "6 s", "average", "slow app by 3")
                .phase("after", after, "average");
    }

    private static Verdict last(RunResult result) {
        return result.verdicts().get(result.verdicts().size() - 1);
    }

    private static Return only(Verdict verdict) {
        Detail.Recovered recovered = (Detail.Recovered) verdict.detail();
        assertEquals(1, recovered.returns().size());
        return recovered.returns().get(0);
    }

    @Test
    void aQueueThatHasFilledDrainsInTheTimeThatItsRateSays() {
        // 6 s at 500 - 333 a second too many are 1,000 waiting; they go at 1,000 - 500 a second, in 2 s.
        Verdict verdict = last(slowed("10 s").requires("recovers within 4 s").run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertEquals(2, verdict.measured(), 0.25);
        assertEquals(17, only(verdict).endSeconds(), 1e-9);
        assertEquals(8, only(verdict).seconds().size());
    }

    @Test
    void whoTakesLongerMissesIt() {
        Verdict verdict = last(slowed("10 s").requires("recovers within 1 s").run(1));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertEquals(2, verdict.measured(), 0.15);
    }

    @Test
    void aPhaseCanBeTheDisturbance() {
        Verdict verdict = last(board().operation("ask", "500/s")
                .path(
                        clients("arrivals", "steady", "timeout", "none"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "1 ms"))
                .phase("steady", "10 s", "average")
                // 1,500 a second come and 1,000 are done: 2,000 wait after 4 s, and are done at 500 a second.
                .phase("spike", "4 s", "3 * average")
                .phase("after", "12 s", "average")
                .requires("recovers within 6 s after spike")
                .run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertEquals(4, verdict.measured(), 0.35);
    }

    @Test
    void aScriptThatEndsTooSoonLeavesItOpen() {
        Verdict verdict = last(slowed("1 s").requires("recovers within 4 s").run(1));
        assertEquals(Status.UNSURE, verdict.status(), verdict.because());
        assertTrue(verdict.because().contains("the script goes on for less than 4 s"), verdict.because());
    }

    @Test
    void aStormOfRetriesThatKeepsItselfAliveNeverRecovers() {
        // People give up after 200 ms and ask up to five times more: at 700 a second six tries each are 4,200, more
        // than
        // the 1,000 that the server does, which go on to be answered to nobody. Metastable, as in Bronson et al. 2021.
        Verdict verdict = last(board().operation("ask", "700/s")
                .path(
                        clients("arrivals", "steady", "timeout", "200 ms", "retries", "5", "backoff", "0 s"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "1 ms"))
                .phase("warm-up", "1 s", "average")
                .phase("steady", "5 s", "average")
                .phase("stopped", "3 s", "average", "slow app by 10")
                .phase("after", "12 s", "average")
                .requires("recovers within 8 s")
                .run(1));
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertEquals(8, only(verdict).out());
        assertTrue(verdict.because().contains("did not come back in 8 of 8 runs"), verdict.because());
        assertTrue(only(verdict).last().errors() > 0.5, verdict.evidence().toString());
    }

    @Test
    void aCrashThatNothingEndsIsOverAtOnce() {
        // Half of the capacity is enough, and what fails is asked again elsewhere at once.
        Verdict verdict = last(board().operation("ask", "200/s")
                .path(
                        clients("arrivals", "steady", "retries", "3"),
                        Boards.balancer("healthInterval", "500 ms", "healthThreshold", "2"),
                        service("app", "instances", "2", "workers", "1", "serviceTime", "1 ms"))
                .phase("steady", "10 s", "average")
                .phase("lost", "20 s", "average", "crash app instance 1 at 2 s")
                .requires("recovers within 10 s")
                .run(1));
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertEquals(12, only(verdict).endSeconds(), 1e-9);
        // Two checks half a second apart must fail first, and callers wait a while before they try again.
        assertTrue(verdict.measured() >= 0.5 && verdict.measured() <= 4, verdict.because());
    }

    @Test
    void withoutAFaultThereIsNothingToRecoverFrom() {
        Verdict verdict = last(board().operation("ask", "200/s")
                .path(clients(), instantService("app"))
                .requires("recovers within 10 s")
                .run(1));
        assertEquals(Status.UNSURE, verdict.status());
        assertEquals("the script has no fault to recover from: name the phase after which to look", verdict.because());
    }

    @Test
    void whatWasNotMeasuredBeforeCannotBeComparedWith() {
        Verdict verdict = last(board().operation("ask", "200/s")
                .path(clients(), instantService("app"))
                .phase("lost", "20 s", "average", "slow app by 2 for 5 s")
                .requires("recovers within 10 s")
                .run(1));
        assertEquals(Status.UNSURE, verdict.status());
        assertTrue(verdict.because().startsWith("nothing was measured before"), verdict.because());
    }

    @Test
    void slicesChangeNothingOfTheRun() {
        assertEquals(
                slowed("5 s").run(1).report().digest(),
                slowed("5 s").requires("recovers within 4 s").run(1).report().digest());
    }
}
