package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Details.MissCurve;
import dev.trestle.components.measure.Report;
import org.junit.jupiter.api.Test;

/**
 * The miss-ratio curve of a cache, all sizes from one run, against what is known of single sizes: Che, Tung and Wang 2002
 * (LRU under Zipf, verified by simulation), King 1971 (tiny caches, exact).
 */
class CurveTest {
    private static Boards cached(String keys, String popularity, Boards.Part cache) {
        return board().entity("Item", "1 KB", keys, popularity)
                .operation("look", "1000/s", "read Item")
                .path(clients("readsOwn", "0 %"), instantService("app"), cache)
                .path(instantService("app"), instantDatabase())
                .phase("steady", "8 s", "average");
    }

    private static Boards.Part keeping(String capacity, String... settings) {
        Boards.Part part = cache(settings);
        part.settings().put("capacity", capacity);
        part.settings().put("serviceTime", "0 ms");
        return part;
    }

    private static MissCurve curve(Report report, String node) {
        return report.details().nodes().get(node).curve();
    }

    private static double hits(Report report, double bytes) {
        return 1 - curve(report, "cache").at(bytes);
    }

    @Test
    void oneRunTellsTheHitsOfEverySize() {
        assertZipf("zipf 0.8", 0.20433, 0.46869);
        assertZipf("zipf 1.0", 0.50617, 0.73734);
        assertZipf("zipf 1.2", 0.79533, 0.91757);
    }

    /** The node has room for 1,000 keys of 100,000; ten times as many is a size that it does not have. */
    private static void assertZipf(String popularity, double thousand, double tenThousand) {
        Trials.of(cached("100000", popularity, keeping("1000 KB")), 10)
                .measure("hits of 1,000", report -> hits(report, 1e6), thousand, 0.02)
                .measure("hits of 10,000", report -> hits(report, 1e7), tenThousand, 0.01);
    }

    @Test
    void tinySizesHitAsKingSays() {
        // 4 keys by Zipf: shares 12/25, 6/25, 4/25, 3/25. One key hits with the sum of their squares.
        double[] shares = {12 / 25.0, 6 / 25.0, 4 / 25.0, 3 / 25.0};
        Trials.of(cached("4", "zipf 1.0", keeping("2 KB")), 10)
                .measure("hits of 1", report -> hits(report, 1_500), 0.328, 0.003)
                .measure("hits of 2", report -> hits(report, 2_000), 0.603845, 0.0015)
                .measure("hits of 3", report -> 1 - firstOfAtLeast(report, 3_000), 1 - lastOfFour(shares), 0.0015)
                .reports()
                .forEach(report -> assertEquals(0, curve(report, "cache").at(4_500), 1e-9));
    }

    private static double firstOfAtLeast(Report report, double bytes) {
        return curve(report, "cache").points().stream()
                .filter(point -> point.size() >= bytes)
                .findFirst()
                .orElseThrow()
                .missRatio()
                .value();
    }

    /** The chance that the key that is asked for is the one of four that was used longest ago. */
    private static double lastOfFour(double[] p) {
        double miss = 0;
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                for (int c = 0; c < 4; c++) {
                    if (a != b && b != c && a != c) {
                        int last = 6 - a - b - c;
                        miss += p[last] * p[a] * p[b] / (1 - p[a]) * p[c] / (1 - p[a] - p[b]);
                    }
                }
            }
        }
        return miss;
    }

    @Test
    void aDesignThatRejectsMostRequestsHasTheCurveOfThoseItTakes() {
        // 2,000/s of which ten workers take a third: of evenly used keys each size misses what it has no room for.
        Boards board = board().entity("Item", "1 KB", "100000", "uniform")
                .operation("ask", "2000/s", "read Item")
                .path(
                        clients("readsOwn", "0 %", "timeout", "none"),
                        service("app", "instances", "1", "workers", "10", "queue", "0", "serviceTime", "16 ms"),
                        keeping("25 MB"),
                        instantDatabase())
                .link("app", "db")
                .phase("steady", "20 s", "average");
        Report report = board.run(1).report();
        assertEquals(0.875, curve(report, "cache").at(12.5e6), 0.02);
        assertEquals(0.75, curve(report, "cache").at(25e6), 0.02);
        assertEquals(0.5, curve(report, "cache").at(50e6), 0.02);
    }

    @Test
    void theMeasuredPointStandsOnTheCurve() {
        assertOnCurve("cache", cached("20000", "zipf 0.9", keeping("1 MB", "instances", "4")), 1e-9);
        assertOnCurve("cache", cached("20000", "zipf 0.9", keeping("1 MB", "ttl", "2 s")), 1e-9);
        assertOnCurve("cache", cached("20000", "zipf 0.9", keeping("1 MB", "ttl", "2 s", "jitter", "50 %")), 1e-9);
        Boards.Part edges = part("cdn", "cdn", "capacity", "300 KB", "edges", "3", "ttl", "20 s", "hitTime", "0 ms");
        assertOnCurve(
                "cdn",
                board().entity("Item", "1 KB", "3000", "zipf 0.9")
                        .operation("look", "1000/s", "read Item")
                        .path(clients("readsOwn", "0 %"), edges, instantService("app"), instantDatabase())
                        .phase("steady", "20 s", "average"),
                0.015);
    }

    @Test
    void aShortRunOverManyKeysTellsOfAllSizesToo() {
        // 8 x 8,000 reads of 100,000,000 keys: what is asked for in the run is hardly ever asked for twice.
        assertOnCurve("cache", cached("100000000", "zipf 0.9", keeping("20 MB", "instances", "2")), 0.02);
        assertOnCurve(
                "cdn",
                board().entity("Item", "1 KB", "30000000", "zipf 0.9")
                        .operation("look", "1000/s", "read Item")
                        .path(
                                clients("readsOwn", "0 %"),
                                part("cdn", "cdn", "capacity", "30 MB", "edges", "5", "hitTime", "0 ms"),
                                instantService("app"),
                                instantDatabase())
                        .phase("steady", "8 s", "average"),
                0.02);
    }

    @Test
    void writesThatDropAnEntryMissAtEverySize() {
        Boards board = cached("2000", "zipf 0.9", keeping("400 KB"));
        board.operation("change", "300/s", "write Item");
        Report report = assertOnCurve("cache", board, 0.015);
        // With room for all, a read misses when the last access was a write: 300 of 1,300.
        MissCurve curve = curve(report, "cache");
        assertEquals(
                300 / 1300.0,
                curve.points().get(curve.points().size() - 1).missRatio().value(),
                0.01);
    }

    private static Report assertOnCurve(String node, Boards board, double within) {
        Report report = board.run(1).report();
        MissCurve curve = curve(report, node);
        assertEquals(curve.measured().value(), curve.at(curve.size()), within);
        for (int i = 1; i < curve.points().size(); i++) {
            double before = curve.points().get(i - 1).missRatio().value();
            assertTrue(curve.points().get(i).missRatio().value() <= before + 1e-9, "a larger cache misses less");
        }
        return report;
    }
}
