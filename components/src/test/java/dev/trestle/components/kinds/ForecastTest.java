package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.run.Boards;
import java.util.Map;
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
    void aGraphInShardsWithItsCrossings() {
        // 5 ms and one crossing of 5 ms: of each shard's 50/s M/G/1 with a squared cv of 0.25 waits 10 ms x 1.25 / 2.
        foreseen(
                reading(
                        "100/s",
                        part(
                                "it",
                                "graph-database",
                                "workers",
                                "1",
                                "followers",
                                "0",
                                "shards",
                                "2",
                                "readTime",
                                "exponential(5 ms)",
                                "hops",
                                "2",
                                "degree",
                                "50",
                                "edgeTime",
                                "0 s",
                                "crossTime",
                                "5 ms",
                                "limit",
                                "1000000")),
                0.5,
                0.01 * 1.25 / 2);
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
    void aProxyThatCompressesTakesASecondTurn() {
        // 60 requests of 1 ms and their answers of 20 kB and two of 10 kB, at 4 MB/s 10 ms: 0.66 of 2; and 20 that only
        // write, 1 ms: 0.02.
        busy(
                board().entity("A", "20 kB", "1000", "uniform")
                        .entity("B", "10 kB", "1000", "uniform")
                        .operation("ask", "60/s", "read A", "read B x2")
                        .operation("tell", "20/s", "write B")
                        .path(
                                clients("readsOwn", "0 %"),
                                part(
                                        "it",
                                        "reverse-proxy",
                                        "instances",
                                        "1",
                                        "workers",
                                        "2",
                                        "hop",
                                        "1 ms",
                                        "tlsTime",
                                        "0 s",
                                        "compressionRate",
                                        "4 MB"),
                                instantService("app"),
                                Boards.instantDatabase()),
                0.34);
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

    static NodeResult busy(Boards board, double utilization) {
        NodeResult it = board.phase("warm-up", "20 s", "average")
                .phase("steady", "400 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("it");
        assertNotNull(it.forecast(), it.whyNoForecast());
        assertEquals(utilization, it.forecast().utilization(), utilization * 0.01);
        assertEquals(utilization, it.utilization().value(), utilization * 0.03);
        return it;
    }

    private static Boards readingAndWriting(Boards.Part store) {
        return board().entity("A", "1 KB", "100000", "uniform")
                .operation("ask", "60/s", "read A")
                .operation("tell", "20/s", "write A")
                .path(clients("readsOwn", "0 %"), instantService("app"), store);
    }

    private static Boards.Part function(String... settings) {
        return part("it", "function", settings);
    }

    @Test
    void aFunctionHoldsAsManyAsTheRateTimesTheTime() {
        // 200/s for 100 ms: 20 of 40; what is rejected is 1 in 25,000 (Erlang B).
        Boards board = board().operation("ask", "200/s")
                .path(clients(), function("serviceTime", "exponential(100 ms)", "concurrency", "40"));
        assertEquals(0, busy(board, 0.5).forecast().meanWaitSeconds());
    }

    @Test
    void aFunctionThatIsFullRejects() {
        // Erlang B of 2 at a load of 2: (4 / 2) / (1 + 2 + 4 / 2) = 0.4 are rejected, 1.2 of 2 are busy.
        Boards board = board().operation("ask", "20/s")
                .path(clients(), function("serviceTime", "exponential(100 ms)", "concurrency", "2"));
        busy(board, 0.6);
    }

    @Test
    void aFunctionThatIsAlwaysColdIsNotForeseen() {
        Boards board =
                board().operation("ask", "20/s").path(clients(), function("serviceTime", "100 ms", "keepWarm", "0 s"));
        assertNull(board.phase("steady", "20 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("it")
                .forecast());
    }

    @Test
    void aSearchAsksEveryShard() {
        // 60 searches of 5 parts of 4 ms and 20 writes of 2 copies of 10 ms: 1.2 + 0.4 of 4.
        NodeResult it = busy(
                readingAndWriting(part(
                        "it",
                        "search-index",
                        "instances",
                        "2",
                        "workers",
                        "2",
                        "readTime",
                        "exponential(4 ms)",
                        "writeTime",
                        "10 ms")),
                0.4);
        assertTrue(Double.isNaN(it.forecast().meanWaitSeconds()), "parts of one search come together");
    }

    @Test
    void aQuestionReadsItsShareOfEverything() {
        // 100 MB, a tenth of the columns, compressed to a quarter: 2.5 MB at 90 MB/s are 27.8 ms, 60 times a second;
        // and 20 rows of 5 ms.
        busy(
                readingAndWriting(part("it", "warehouse", "instances", "2", "workers", "2", "writeTime", "5 ms")),
                (60 * 2.5 / 90 + 20 * 0.005) / 4);
    }

    @Test
    void aRowIsReadAndWrittenWhereItsCopiesAre() {
        // 80 x 2 ms, 60 x 2 owners x 5 ms, 20 x 3 owners x 4 ms: 0.16 + 0.6 + 0.24 of 6.
        String[] settings = {
            "instances",
            "3",
            "workers",
            "2",
            "readsAsk",
            "quorum",
            "coordinateTime",
            "2 ms",
            "readTime",
            "5 ms",
            "tableTime",
            "0 s",
            "writeTime",
            "4 ms"
        };
        busy(readingAndWriting(part("it", "wide-column", settings)), 1.0 / 6);
    }

    @Test
    void aRowThatNobodyWritesLiesInOneTable() {
        // 70 reads of 3 owners: 5 ms and a table of 3 ms.
        busy(
                reading(
                        "70/s",
                        part(
                                "it",
                                "wide-column",
                                "instances",
                                "3",
                                "workers",
                                "2",
                                "coordinateTime",
                                "0 s",
                                "readTime",
                                "5 ms",
                                "tableTime",
                                "3 ms")),
                70 * 3 * 0.008 / 6);
    }

    private static Boards jobs(String rate, String... settings) {
        Boards.Part batch = part("it", "batch", settings);
        String[] few = {"input", "2 GB", "split", "100 MB", "instances", "4", "slots", "2", "backup", "none"};
        part("", "", few).settings().forEach(batch.settings()::putIfAbsent);
        return board().operation("report", rate).path(clients("timeout", "1 h"), batch);
    }

    @Test
    void aJobOfWavesThatTakeTheSameTime() {
        // ceil(20 / 8) waves of 10 ms and one of 4 reduces, which fetch a quarter of 2 GB, but for what is at home, at
        // 100 GB/s and
        // take 3 ms: M/D/1. Of 8 slots and the master the tasks and the whole job are busy.
        String[] settings = {
            "mapTime", "10 ms", "reduceTime", "3 ms", "reducers", "4", "shuffle", "100 %", "network", "100 GB"
        };
        double fetch = 2e9 / 4 * 3 / 4 / 100e9;
        double job = 0.030 + 0.003 + fetch;
        double load = 20 * job;
        foreseen(
                jobs("20/s", settings), 20 * (20 * 0.010 + 4 * (0.003 + fetch) + job) / 9, load / (1 - load) * job / 2);
    }

    @Test
    void aJobOfOneWaveIsAsLongAsTheLongestOfItsTasks() {
        // The largest of 8 exponential times: mean 1 + 1/2 + ... + 1/8, variance 1 + 1/4 + ... + 1/64 of the mean
        // squared.
        double mean = 0;
        double variance = 0;
        for (int i = 1; i <= 8; i++) {
            mean += 0.010 / i;
            variance += 0.0001 / (i * i);
        }
        double load = 20 * mean;
        foreseen(
                jobs("20/s", "input", "800 MB", "mapTime", "exponential(10 ms)", "reducers", "0", "shuffle", "0 %"),
                20 * (8 * 0.010 + mean) / 9,
                20 * (mean * mean + variance) / (2 * (1 - load)));
    }

    @Test
    void aJobWithStragglersAndBackupsIsForeseenAsItIsMeasured() {
        NodeResult it = jobs(
                        "4/s",
                        "input",
                        "10 GB",
                        "mapTime",
                        "95%: lognormal(10 ms, cv 0.3); 5%: 60 ms",
                        "reduceTime",
                        "lognormal(20 ms, cv 0.3)",
                        "reducers",
                        "8",
                        "shuffle",
                        "0 %",
                        "backup",
                        "5 %")
                .phase("warm-up", "20 s", "average")
                .phase("steady", "1000 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("it");
        assertEquals(1, it.utilization().value() / it.forecast().utilization(), 0.02);
        assertEquals(
                1, it.queueMean().value() / it.rate().value() / it.forecast().meanWaitSeconds(), 0.06);
    }

    @Test
    void aJobOfTheUsualSettingsHasAForecastAndOneOfAMillionTasksHasNone() {
        Batch kind = new Batch();
        // 746 maps of 10 s on 40 slots: 187 s at least, and 20 s of reduces.
        Forecast usual =
                kind.forecast(new Settings(Map.of()), new Demand(0.001, 0)).orElseThrow();
        assertTrue(usual.utilization() > 0.001 * (746 * 10 + 40 * 20) / 41, usual.toString());
        assertTrue(usual.utilization() < 0.001 * 1.1 * (746 * 10 + 40 * 25 + 240) / 41, usual.toString());
        assertTrue(kind.forecast(new Settings(Map.of("split", "1 MB")), new Demand(0.001, 0))
                .isEmpty());
    }

    @Test
    void aGatewayThatPassesOnAndPushes() {
        // 40 frames of 5 ms and 30 events for 10 people of 1 ms each: 0.2 + 0.3 of one; of 70 calls 3 in 7 take 10 ms:
        // E[S^2] = (40 x 25 + 30 x 100) / 70 = 57.1 ms^2, the wait is 70/s x E[S^2] / (2 x 0.5) = 4 ms.
        foreseen(
                board().operation("ask", "40/s")
                        .operation("tell", "30/s", "publish e")
                        .handler("push", "e")
                        .path(
                                clients(),
                                part(
                                        "it",
                                        "websocket-gateway",
                                        "instances",
                                        "1",
                                        "workers",
                                        "1",
                                        "hop",
                                        "5 ms",
                                        "pushTime",
                                        "1 ms",
                                        "audience",
                                        "10"),
                                instantService("app"))
                        .link("clients", "it", "only", "ask")
                        .link("clients", "app", "only", "tell")
                        .path(instantService("app"), Boards.queue("prefetch", "1000"))
                        .link("queue", "it"),
                0.5,
                0.004);
    }
}
