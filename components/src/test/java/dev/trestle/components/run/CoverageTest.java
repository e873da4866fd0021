package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The 95 % intervals of runs that stop when they have decided are worth what they say. */
class CoverageTest {
    private static final int SOAK_SEEDS = 300;
    private static final int SEEDS = 40;
    /** With a coverage of 95 %, 32 or fewer of 40 hold the truth once in 1,400 times. */
    private static final int LEAST = 33;

    static Board station(double rho, String length, String requirement) {
        Boards story = board().operation("ask", 100 * rho + "/s")
                .path(clients(), service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(10 ms)"))
                .phase("warm-up", "60 s", "average")
                .phase("steady", length, "average");
        return (requirement == null ? story : story.requires(requirement)).build();
    }

    /** The shortest runs there are: the first look decides. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 0.9})
    void intervalsOfTheShortestRunsHoldTheTruth(double rho) {
        Coverage coverage = new Coverage(station(rho, "300 s", "ask p99 latency < 10 s"), rho, SEEDS);
        assertTrue(coverage.mean() >= LEAST && coverage.p99() >= LEAST, coverage.toString());
    }

    /** Runs that stop when their figures are precise: 92 to 98 % of the intervals of mean and p99 hold the truth. */
    @Tag("soak")
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 0.9})
    void intervalsOfRunsThatStopThemselvesHoldTheTruthAsOftenAsTheySay(double rho) {
        Coverage coverage = new Coverage(station(rho, "20000 s", null), rho, SOAK_SEEDS);
        assertEquals(SOAK_SEEDS, coverage.stoppedBy("decided"), coverage.toString());
        assertTrue(within(coverage.mean()) && within(coverage.p99()), coverage.toString());
    }

    private static boolean within(int held) {
        return held >= 0.92 * SOAK_SEEDS && held <= 0.98 * SOAK_SEEDS;
    }
}
