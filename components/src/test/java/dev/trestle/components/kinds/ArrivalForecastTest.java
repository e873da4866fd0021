package dev.trestle.components.kinds;

import static dev.trestle.components.kinds.ForecastTest.busy;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.run.Boards;
import org.junit.jupiter.api.Test;

/** What forecasts are made for: the calls that really come in, and the moments at which they do. */
class ArrivalForecastTest {
    private static final double WAIT = 0.7 / 0.3 * 0.01;

    @Test
    void aStoreIsForeseenWithWhatComesThrough() {
        // 60 reads of 2 ms come through, 20 writes of 20 ms do not: 0.12. With three reads to a write as they are asked
        // for,
        // it would be 60 x (0.75 x 2 ms + 0.25 x 20 ms) = 0.39.
        busy(
                board().entity("A", "1 KB", "100000", "uniform")
                        .operation("ask", "60/s", "read A")
                        .operation("tell", "20/s", "write A")
                        .path(
                                clients("readsOwn", "0 %"),
                                part("proxy", "reverse-proxy", "denies", "tell"),
                                instantService("app"),
                                part(
                                        "it",
                                        "sql-database",
                                        "workers",
                                        "1",
                                        "followers",
                                        "0",
                                        "readTime",
                                        "exponential(2 ms)",
                                        "writeTime",
                                        "20 ms")),
                0.12);
    }

    @Test
    void aServiceIsForeseenWithTheTimeThatItsOwnOperationsWait() {
        // 40 requests come through, which wait 10 ms for one read: held 11 ms of two workers. Those that read ten times
        // do not.
        busy(
                board().entity("A", "1 KB", "100000", "uniform")
                        .operation("look", "40/s", "read A")
                        .operation("list", "40/s", "read A x10")
                        .path(
                                clients("readsOwn", "0 %"),
                                part("proxy", "reverse-proxy", "denies", "list"),
                                Boards.service("it", "instances", "1", "workers", "2", "serviceTime", "1 ms"),
                                Boards.database("followers", "0", "workers", "100", "readTime", "10 ms")),
                0.22);
    }

    private static NodeResult foreseenWaitOf(String rate, String[] steps, String arrivals) {
        return board().entity("A", "1 KB", "10000", "uniform")
                .operation("ask", rate, steps)
                .path(
                        clients("readsOwn", "0 %", "timeout", "none", "arrivals", arrivals),
                        instantService("app"),
                        part("it", "sql-database", "workers", "1", "followers", "0", "readTime", "exponential(10 ms)"))
                .phase("warm-up", "100 s", "average")
                .phase("steady", "4000 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("it");
    }

    @Test
    void howLongReadsWaitThatAreMadeAtOnceIsNotForeseen() {
        // M[X]/M/1, X = 10 (Gross and Harris, Fundamentals of Queueing Theory, 3.1): Wq = (0.7 + 9 / 2) / 0.3 x 10 ms =
        // 173 ms, where calls that come one by one wait 23 ms. How busy it is does not depend on it.
        NodeResult it = foreseenWaitOf("7/s", new String[] {"read A x10 parallel"}, "poisson");
        assertEquals(0.1733, it.queueMean().value() / it.rate().value(), 0.1733 * 0.1);
        assertEquals(0.7, it.forecast().utilization(), 0.01);
        assertTrue(Double.isNaN(it.forecast().meanWaitSeconds()), "nobody knows");
        assertTrue(it.whyNoForecast().contains("several at once"), it.whyNoForecast());
    }

    @Test
    void neitherIsItOfNeighboursThatAreParallel() {
        NodeResult it = foreseenWaitOf("35/s", new String[] {"read A parallel", "write A parallel"}, "poisson");
        assertTrue(Double.isNaN(it.forecast().meanWaitSeconds()), "two at once");
    }

    @Test
    void noWaitIsForeseenForThoseWhoAskByAPace() {
        // D/M/1 at 0.7: Wq = s / (1 - s) x 10 ms with s = exp(-(1 - s) / 0.7) = 0.467: 8.76 ms, not 23.
        NodeResult it = foreseenWaitOf("70/s", new String[] {"read A"}, "steady");
        assertEquals(0.00876, it.queueMean().value() / it.rate().value(), 0.0006);
        assertEquals(0.7, it.forecast().utilization(), 0.01);
        assertTrue(Double.isNaN(it.forecast().meanWaitSeconds()), "not at random");
    }

    @Test
    void oneAfterTheOtherIsForeseen() {
        NodeResult it = foreseenWaitOf("70/s", new String[] {"read A parallel"}, "poisson");
        assertEquals(WAIT, it.forecast().meanWaitSeconds(), 0.02 * WAIT);
    }
}
