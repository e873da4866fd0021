package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Verdict;
import org.junit.jupiter.api.Test;

/** What is under way when the measured time is over ends for real, and nothing that happens then is on the books. */
class EndEffectTest {
    /** Ten requests a second, each of which takes a second at a server of its own, for ten seconds. */
    private static Boards tenASecond(String serviceTime, String timeout) {
        return steady("10/s", serviceTime, timeout, "10 s");
    }

    /** Requests that come evenly and find a server each, for so long. */
    private static Boards steady(String rate, String serviceTime, String timeout, String length) {
        return board().operation("ask", rate)
                .path(
                        clients("arrivals", "steady", "timeout", timeout, "retries", "0"),
                        service("app", "serviceTime", serviceTime, "workers", "1000", "instances", "1"))
                .phase("steady", length, "average");
    }

    @Test
    void requestsUnderWayAtTheEndCountWithTheirWholeLatency() {
        OperationResult ask =
                tenASecond("1 s", "none").run(1).report().operations().get("ask");
        assertEquals(ask.offered(), ask.completed());
        // With their age so far, the last tenth of them would count with half a second on average: 0.95 s in all.
        assertEquals(1, ask.latency().mean().value(), 1e-9);
    }

    @Test
    void whatEndsAfterTheMeasuredTimeIsNotThroughput() {
        Report report = tenASecond("1 s", "none").run(1).report();
        OperationResult ask = report.operations().get("ask");
        // Of a request each 0.1 s, those made in the first 9 of 10 seconds end within the time.
        assertEquals(9, ask.throughput().value(), 0.11);
        assertEquals(10, ask.offeredRate().value(), 0.11);
        assertEquals(10, report.simulatedSeconds());
        assertEquals(10, report.nodes().get("app").rate().value(), 0.11);
        assertEquals(10, report.links().get("clients-app").rate(), 0.11);
    }

    @Test
    void requestsThatGiveUpAfterTheMeasuredTimeHaveFailed() {
        OperationResult ask =
                tenASecond("20 s", "400 ms").run(1).report().operations().get("ask");
        assertEquals(ask.offered(), ask.failed());
    }

    @Test
    void requestsThatOutliveTheTailCountWithTheirAge() {
        OperationResult ask =
                tenASecond("1 h", "none").run(1).report().operations().get("ask");
        assertEquals(0, ask.completed());
        assertEquals(ask.offered(), ask.inFlight());
        // The first one is as old as the run: 10 s and a tail of 5 %.
        assertTrue(ask.latency().max() <= 10.51, "oldest: " + ask.latency().max());
        assertTrue(ask.latency().max() > 10.3, "oldest: " + ask.latency().max());
    }

    @Test
    void aFewThatTakeHundredsOfMeansAreWaitedFor() {
        OperationResult ask = steady("100/s", "99.5%: 1 ms; 0.5%: 10 s", "none", "60 s")
                .run(1)
                .report()
                .operations()
                .get("ask");
        // A mean of 51 ms; after 5 % of the phase, 3 s, those made in its last 7 s that take 10 s have not ended.
        assertEquals(0, ask.inFlight());
        assertEquals(ask.offered(), ask.completed());
    }

    @Test
    void aBoundIsNotKeptByRequestsThatHaveNotEnded() {
        RunResult result = steady("10/s", "10 s", "none", "5 s")
                .requires("ask p50 latency < 8 s")
                .requires("ask p50 latency < 2 s")
                .run(1);
        // After 5 s and a while none has ended: they are up to 5.25 s old, and take 10 s.
        assertEquals(Verdict.Status.UNSURE, result.verdicts().get(0).status());
        assertEquals(Verdict.Status.MISSED, result.verdicts().get(1).status());
    }

    @Test
    void latenciesOfMostOfAPhaseAreWaitedFor() {
        OperationResult ask = steady("1000/s", "99.5%: 1 ms; 0.5%: 40 s", "none", "60 s")
                .run(1)
                .report()
                .operations()
                .get("ask");
        assertEquals(0, ask.inFlight());
        assertEquals(0.995 * 0.001 + 0.005 * 40, ask.latency().mean().value(), 0.005);
    }

    @Test
    void aPhaseOfANanosecondEnds() {
        Report report = steady("1 G/s", "1 h", "none", "1 ns").run(1).report();
        assertTrue(report.operations().get("ask").offered() <= 8 * 2);
    }
}
