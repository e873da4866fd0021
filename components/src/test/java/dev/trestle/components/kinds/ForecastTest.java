package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.run.Boards;
import org.junit.jupiter.api.Test;

/** What kinds foresee is what theory says and what runs measure; Wq = load / (1 - load) x 10 ms is 23.33 ms at 0.7 (M/M/1). */
class ForecastTest {
    private static final double WAIT = 0.7 / 0.3 * 0.01;

    private static Boards reading(String rate, Boards.Part store) {
        return board().entity("A", "1 KB", "10000", "uniform")
                .operation("ask", rate, "read A")
                .path(clients("readsOwn", "0 %"), instantService("app"), store);
    }

    private static void foreseen(Boards board, double utilization, double wait) {
        NodeResult it = board.phase("warm-up", "20 s", "average")
                .phase("steady", "1000 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("it");
        assertEquals(utilization, it.forecast().utilization(), utilization * 0.01);
        assertEquals(wait, it.forecast().meanWaitSeconds(), wait * 0.02);
        assertEquals(utilization, it.utilization().value(), utilization * 0.03);
        assertEquals(wait, it.queueMean().value() / it.rate().value(), wait * 0.06);
    }

    @Test
    void aDatabaseWithItsQueries() {
        foreseen(
                reading(
                        "70/s",
                        part("it", "sql-database", "workers", "1", "followers", "0", "readTime", "exponential(10 ms)")),
                0.7,
                WAIT);
    }

    @Test
    void aDocumentStoreWithItsLookUps() {
        // M/G/1: 4 ms and three look-ups of 2 ms: mean 10 ms, squared cv 0.16: half of (1 + 0.16) times the wait.
        foreseen(
                reading(
                        "70/s",
                        part(
                                "it",
                                "document-store",
                                "workers",
                                "1",
                                "followers",
                                "0",
                                "readTime",
                                "exponential(4 ms)",
                                "lookups",
                                "3",
                                "lookupTime",
                                "2 ms")),
                0.7,
                WAIT * 1.16 / 2);
    }

    @Test
    void aTimeSeriesWithItsPoints() {
        // A minute of a point a second: 60 points of 0.1 ms.
        foreseen(
                reading(
                        "70/s",
                        part(
                                "it",
                                "time-series",
                                "workers",
                                "1",
                                "followers",
                                "0",
                                "readTime",
                                "exponential(4 ms)",
                                "range",
                                "1 min",
                                "interval",
                                "1 s",
                                "pointTime",
                                "0.1 ms")),
                0.7,
                WAIT * 1.16 / 2);
    }

    @Test
    void aGraphWithItsWalks() {
        // 50 edges of 0.1 ms and 5 ms; the variance of a Pareto law of mean m and shape 2.5 is 0.8 m^2: 20 ms^2 of 100.
        foreseen(
                reading(
                        "50/s",
                        part(
                                "it",
                                "graph-database",
                                "workers",
                                "1",
                                "followers",
                                "0",
                                "readTime",
                                "5 ms",
                                "hops",
                                "1",
                                "degree",
                                "50",
                                "edgeTime",
                                "0.1 ms",
                                "limit",
                                "100000")),
                0.5,
                0.01 * 1.2 / 2);
    }

    @Test
    void aCoordinatorWhoseLeaderWorks() {
        foreseen(
                reading(
                        "70/s",
                        part("it", "coordinator", "instances", "3", "workers", "1", "readTime", "exponential(10 ms)")),
                0.7 / 3,
                WAIT);
    }

    @Test
    void leadersThatServeTheirRegions() {
        foreseen(
                reading(
                        "140/s",
                        part("it", "multi-leader", "instances", "2", "workers", "1", "readTime", "exponential(10 ms)")),
                0.7,
                WAIT);
    }

    @Test
    void aGeneratorOfIds() {
        foreseen(
                board().entity("Id", "8 B", "1", "uniform")
                        .operation("ask", "70/s", "write Id")
                        .path(
                                clients("readsOwn", "0 %"),
                                instantService("app"),
                                part(
                                        "it",
                                        "id-generator",
                                        "instances",
                                        "1",
                                        "workers",
                                        "1",
                                        "serviceTime",
                                        "exponential(10 ms)")),
                0.7,
                WAIT);
    }

    private static Boards publishing(Boards.Part broker) {
        return board().operation("ask", "70/s", "publish e")
                .handler("go", "e")
                .path(clients(), instantService("app"), broker, Boards.worker("serviceTime", "0 ms", "instances", "1"));
    }

    @Test
    void aBrokerThatRoutes() {
        foreseen(
                publishing(part("it", "pub-sub", "instances", "1", "workers", "1", "routeTime", "exponential(10 ms)")),
                0.7,
                WAIT);
    }

    @Test
    void aBrokerThatAppends() {
        foreseen(
                publishing(part(
                        "it",
                        "topic",
                        "brokers",
                        "1",
                        "partitions",
                        "1",
                        "replicationFactor",
                        "1",
                        "minInSync",
                        "1",
                        "workers",
                        "1",
                        "appendTime",
                        "exponential(10 ms)",
                        "producerRetry",
                        "none")),
                0.7,
                WAIT);
    }

    private static Boards through(String kind, String... settings) {
        return board().operation("ask", "70/s").path(clients(), part("it", kind, settings), instantService("app"));
    }

    @Test
    void proxiesThatTakeATurn() {
        String[] one = {"instances", "1", "workers", "1", "hop", "exponential(10 ms)", "tlsTime", "0 s"};
        foreseen(through("forward-proxy", one), 0.7, WAIT);
        String[] plain = java.util.Arrays.copyOf(one, one.length + 2);
        plain[one.length] = "compresses";
        plain[one.length + 1] = "no";
        foreseen(through("reverse-proxy", plain), 0.7, WAIT);
    }

    @Test
    void aGatewayThatAuthenticates() {
        // 4 ms exponential and 6 ms: as the look-ups above.
        foreseen(
                through(
                        "api-gateway",
                        "instances",
                        "1",
                        "workers",
                        "1",
                        "hop",
                        "exponential(4 ms)",
                        "tlsTime",
                        "1 ms",
                        "authTime",
                        "3 ms",
                        "translationTime",
                        "2 ms"),
                0.7,
                WAIT * 1.16 / 2);
    }
}
