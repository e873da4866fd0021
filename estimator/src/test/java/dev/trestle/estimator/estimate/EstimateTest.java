package dev.trestle.estimator.estimate;

import static dev.trestle.estimator.estimate.Briefs.brief;
import static dev.trestle.estimator.estimate.Briefs.photoSharing;
import static dev.trestle.estimator.estimate.Briefs.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.estimator.quantity.BadText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EstimateTest {

    private static final Estimate EXAMPLE = photoSharing().estimate();
    private static final double UPLOADS = 10e6 * 2 / 2_592_000;

    private static double value(Estimate estimate, String cell) {
        assertTrue(estimate.cells().containsKey(cell), () -> cell + " missing: " + estimate.findings());
        return estimate.cells().get(cell).value().value();
    }

    private static void assertCell(double expected, Estimate estimate, String cell) {
        assertEquals(expected, value(estimate, cell), Math.abs(expected) * 1e-9, cell);
    }

    /** The seed notes: 10 M users, 2 photos a month of 5 MB each. */
    private static Briefs instagram() {
        return brief().assume("users", "10 Muser")
                .assume("uploads", "2 photo/user/month")
                .assume("photoSize", "5 MB")
                .entity("PhotoFile", "photoSize", null)
                .rate("upload", "users * uploads", step("write", "PhotoFile"));
    }

    @Test
    void instagramIsExact() {
        Estimate estimate = instagram().estimate();
        assertCell(7.716049382716049, estimate, "upload.average");
        assertCell(100e12, estimate, "storage.perMonth");
        assertCell(1.2e15, estimate, "storage.perYear");
        assertCell(1.2e15, estimate, "storage.total");
        assertCell(38_580_246.913580247, estimate, "ingress.average");
        assertEquals(
                308.641975308642,
                estimate.cells().get("ingress.average").value().in("Mbit/s"),
                1e-9);
        assertCell(2e7 / 30, estimate, "PhotoFile.perDay");
        assertTrue(estimate.cells().get("ingress.average").explained().endsWith("= 38.58 MB/s = 308.6 Mbit/s"));
        assertEquals("1/s", estimate.cells().get("upload.average").unit());
        assertEquals("users * uploads", estimate.cells().get("upload.average").formula());
        assertEquals(
                "users * uploads = 10 Muser * 2 photo/user/month = 7.716/s",
                estimate.cells().get("upload.average").explained());
        assertTrue(estimate.findings().isEmpty(), estimate.findings().toString());
    }

    @Test
    void threeReplicasStoreThreeTimesAsMuch() {
        Estimate estimate = instagram().assume("replicas", "3").estimate();
        assertCell(3.6e15, estimate, "storage.perYear");
    }

    /** ESTIMATOR.md: P5/P50/P95 = 36.59 / 100.0 / 273.28 TB, within 3 %, tails within 5 %. */
    @Test
    void rangesOfAssumptionsReachTheStandardCells() {
        Cell cell = instagram()
                .assume("users", "8..12.5 Muser")
                .assume("uploads", "1..4 photo/user/month")
                .assume("photoSize", "2.5..10 MB")
                .estimate()
                .cells()
                .get("storage.perMonth");
        assertEquals(36.59e12, cell.p5(), 0.05 * 36.59e12);
        assertEquals(100e12, cell.p50(), 0.03 * 100e12);
        assertEquals(273.28e12, cell.p95(), 0.05 * 273.28e12);
        assertEquals(100e12, cell.value().value(), 1e4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upload.average",
                "upload.peak",
                "feed.average",
                "feed.peak",
                "fanout.average",
                "fanout.peak",
                "reads.peak",
                "writes.peak",
                "Photo.perDay",
                "Photo.total",
                "storage.perMonth",
                "storage.perYear",
                "storage.total",
                "ingress.average",
                "ingress.peak",
                "egress.peak",
                "cache.memory",
                "servers",
                "shards",
                "connections",
                "cost.perMonth",
                "availability.budget",
                "users",
                "peak"
            })
    void everyStandardCellHasAFormulaAndAReason(String cell) {
        assertTrue(Double.isFinite(value(EXAMPLE, cell)));
        assertFalse(EXAMPLE.cells().get(cell).explained().isBlank());
        assertEquals(cell, EXAMPLE.derivation(cell).label());
    }

    @Test
    void theBoardDocumentsExampleAddsUp() {
        Estimate estimate = photoSharing().estimate();
        double feeds = 10e6 * Math.sqrt(20 * 30) / 86_400;
        assertCell(UPLOADS, estimate, "upload.average");
        assertCell(3 * UPLOADS, estimate, "writes.peak");
        assertCell(3 * feeds, estimate, "reads.peak");
        assertCell(3 * (feeds + UPLOADS), estimate, "all.peak");
        assertEquals(UPLOADS, estimate.averagePerSecond("fanout"), 1e-9);
        assertEquals(3 * UPLOADS, estimate.peakPerSecond("fanout"), 1e-9);
        assertCell(200 * UPLOADS, estimate, "Feed.writes");
        assertCell(10 * feeds, estimate, "PhotoFile.reads");
        // 20 M photos a month of 5 MB, and 20 M rows of 500 B; the feeds are overwritten, not added.
        assertCell(100e12 + 10e9, estimate, "storage.perMonth");
        assertCell(UPLOADS * (5e6 + 500), estimate, "ingress.average");
        assertCell(feeds * (20e3 + 10 * 5e6), estimate, "egress.average");
        assertCell(240e6 * 5e6 + 240e6 * 500 + 10e6 * 20e3 + 2e9 * 16, estimate, "storage.total");
        assertTrue(Briefs.codes(estimate).contains("overwritten"));
    }

    @Test
    void sizingFollowsTheBindingConstraint() {
        Estimate estimate = brief().assume("peak", "2")
                .assume("latency", "100 ms")
                .entity("Row", "1 KB", "100 M")
                .rate("get", "6500/s", step("read", "Row"))
                .rate("put", "650/s", step("write", "Row"))
                .estimate();
        // 2 x 7150/s over 2000/s at 65 %: 11; 1430 in flight over 200 workers at 65 %: 11; one spare.
        assertCell(1430, estimate, "connections");
        assertCell(14_300 / 1300.0, estimate, "servers.forRate");
        assertCell(12, estimate, "servers");
        // 13000 reads/s over 10,000/s at 65 % is 2 nodes.
        assertCell(2, estimate, "shards.forReads");
        assertCell(1300 / 1950.0, estimate, "shards.forWrites");
        assertCell(2, estimate, "shards");
        assertCell(12 * 4 * 0.048 * 730, estimate, "cost.servers");
        // The hottest fifth of what a day reads, at most of 100 M rows, with 85 B a key.
        assertCell(0.2 * 100e6 * (1000 + 85), estimate, "cache.memory");
        assertTrue(estimate.conclusions().stream()
                .anyMatch(says -> says.startsWith("12 servers: the request rate binds")));
    }

    @Test
    void egressIsBilledInTiers() {
        // 1 MB x 25/s x 730 h = 65.7 TB: 10.24 TB at 0.085, 40.96 TB at 0.08, 14.5 TB at 0.06 USD/GB.
        Estimate estimate = brief().entity("Image", "1 MB", "1 M")
                .rate("get", "25/s", step("read", "Image"))
                .estimate();
        assertCell(10_240 * 0.085 + 40_960 * 0.08 + 14_500 * 0.06, estimate, "cost.egress");
        // 25 GET a second at a cent per 10,000.
        assertCell(25 * 730 * 3600 * 1e-6, estimate, "cost.requests");
        assertCell(1e6 * 1e6 / 1e9 * 0.023, estimate, "cost.objects");
    }

    @Test
    void rowsLeaveThroughTheServersAtThePriceOfTheInternet() {
        // 10 KB x 2000/s x 730 h = 52.56 TB: 10.24 TB at 0.09, 40.96 TB at 0.085, 1.36 TB at 0.07 USD/GB.
        Estimate estimate = brief().entity("Row", "10 KB", "1 M")
                .rate("get", "2000/s", step("read", "Row"))
                .estimate();
        assertCell(10_240 * 0.09 + 40_960 * 0.085 + 1_360 * 0.07, estimate, "cost.egress");
    }

    @Test
    void withoutADesignItemsFromAHundredKilobytesOnAreObjectsAndNoRows() {
        Briefs brief = brief().entity("Screen", "200 KB", "240 M")
                .entity("Photo", "99 KB", "1 M")
                .rate("view", "1000/s", step("read", "Screen"))
                .rate("look", "1300/s", step("read", "Photo"));
        Estimate estimate = brief.estimate();
        assertCell(240e6 * 200e3 / 1e9 * 0.023, estimate, "cost.objects");
        // Only the photos are rows: the hottest fifth of 1 M, and one server for 1300/s beside the spare one.
        assertCell(0.2 * 1e6 * (99e3 + 85), estimate, "cache.memory");
        assertCell(1, estimate, "servers.forRate");
        assertTrue(estimate.conclusions()
                .contains("Screen is kept best in an object store: items from objectSize = 100 KB on are read faster as"
                        + " files than as rows"));
        assertTrue(estimate.derivation("objectSize").toString().contains("sqlite.org"));

        Estimate switched = brief.assume("objectSize", "1 MB").estimate();
        assertCell(0, switched, "cost.objects");
        assertCell(0.2 * (1000 * 86_400.0) * (200e3 + 85) + 0.2 * 1e6 * (99e3 + 85), switched, "cache.memory");
    }

    @Test
    void aDesignDecidesWhatIsARowAnObjectOrCached() {
        Estimate estimate = brief().kept("Thumb", "10 KB", "1 M", EntityNumbers.Home.OBJECTS, true)
                .kept("Scan", "1 MB", "1 M", EntityNumbers.Home.ROWS, false)
                .rate("thumb", "100/s", step("read", "Thumb"))
                .rate("scan", "1/s", step("read", "Scan"))
                .estimate();
        assertCell(1e6 * 10e3 / 1e9 * 0.023, estimate, "cost.objects");
        assertCell(0.2 * 1e6 * (10e3 + 85), estimate, "cache.memory");
        assertCell(1 / 6500.0, estimate, "shards.forReads");
        assertTrue(estimate.conclusions()
                .contains("Thumb is kept in an object store, as the design has it: no rows of a database"));
    }

    @Test
    void threeNinesAreFortyThreeMinutesAMonth() {
        Briefs brief = brief().rate("get", "1/s");
        assertCell(43.2 * 60, brief.estimate(), "availability.budget");
        assertCell(4.32 * 60, brief.assume("availability", "99.99 %").estimate(), "availability.budget");
    }

    @Test
    void eventsTimersAndCallsHaveDerivedRates() {
        Estimate estimate = brief().assume("peak", "4")
                .rate("order", "10/s", new StepNumbers("publish", "placed", 2, 0.5), step("call", "audit", 3))
                .rate("cancel", "5/s", step("publish", "placed"))
                .on("ship", "placed", step("call", "audit"))
                .every("sweep", "20 s", step("call", "audit"))
                .rate("audit", "1/s")
                .estimate();
        assertEquals(10 * 2 * 0.5 + 5, estimate.averagePerSecond("ship"), 1e-9);
        assertEquals(60, estimate.peakPerSecond("ship"), 1e-9);
        assertEquals(0.05, estimate.averagePerSecond("sweep"), 1e-12);
        assertEquals(0.05, estimate.peakPerSecond("sweep"), 1e-12);
        assertEquals(1 + 30 + 15 + 0.05, estimate.averagePerSecond("audit"), 1e-9);
        assertEquals(4 + 120 + 60 + 0.05, estimate.peakPerSecond("audit"), 1e-9);
        assertCell(16, estimate, "all.average");
        assertEquals(1, estimate.askedPerSecond("audit"), 1e-12);
        assertEquals(4, estimate.askedAtPeakPerSecond("audit"), 1e-12);
        assertEquals(10, estimate.askedPerSecond("order"), 1e-12);
        assertEquals(0, estimate.askedPerSecond("ship"));
        assertEquals(20, estimate.everySeconds("sweep"), 1e-12);
    }

    @Test
    void onlyWhatClientsWaitForCrossesTheEdge() {
        Estimate estimate = brief().entity("Doc", "1 KB", "1 G")
                .rate("save", "10/s", step("call", "store", 2), step("publish", "saved"))
                .on("index", "saved", step("read", "Doc"), step("call", "store"))
                .rate("store", "1/s", step("write", "Doc"))
                .estimate();
        assertCell(31, estimate, "store.average");
        assertCell(21 * 1000, estimate, "ingress.average");
        assertCell(0, estimate, "egress.average");
        assertCell(31, estimate, "Doc.writes");
    }

    @Test
    void deletesSlowTheGrowth() {
        Estimate estimate = brief().entity("Story", "1 KB", "1 G")
                .rate("post", "10/s", step("write", "Story"))
                .every("expire", "1 s", step("delete", "Story", 4))
                .estimate();
        assertCell(6 * 2_592_000.0 * 1000, estimate, "storage.perMonth");
    }

    @Test
    void aHorizonAddsItsGrowthToTheCount() {
        Estimate estimate = brief().assume("horizon", "60 d")
                .entity("Story", "1 KB", "1 G")
                .rate("post", "10/s", step("write", "Story"))
                .estimate();
        assertCell(1e9 + 10 * 60 * 86_400, estimate, "Story.total");
    }

    @Test
    void assumptionsAloneAreAPlainSheet() {
        Estimate estimate = brief().assume("users", "1000 user")
                .assume("perDay", "users * 3 request/user/day")
                .estimate();
        assertEquals(List.of("users", "perDay"), List.copyOf(estimate.cells().keySet()));
        assertEquals("request/s", estimate.cells().get("perDay").unit());
        assertTrue(estimate.conclusions().isEmpty());
    }

    @Test
    void evaluatesFormulasOverAssumptionsAndCells() {
        Estimate estimate = photoSharing().estimate();
        assertEquals(4.5, estimate.evaluate("1.5 * peak").value(), 1e-12);
        assertEquals("5 MB/photo", estimate.evaluate("photoSize").print());
        assertEquals(2 * UPLOADS, estimate.evaluate("2 * upload.average").value(), 1e-9);
        assertEquals(5e6, estimate.bytes("PhotoFile"), 1e-6);
        assertEquals(240e6, estimate.count("Photo"), 1e-6);
        assertThrows(BadText.class, () -> estimate.evaluate("2 * nothing"));
    }

    @Test
    void whatABriefDoesNotGiveIsNamed() {
        Estimate estimate = brief().entity("Row", null, null).rate("get", "1/s").estimate();
        assertEquals(
                "the entity \"Row\" has no size",
                assertThrows(BadText.class, () -> estimate.bytes("Row")).says());
        assertEquals(
                "the entity \"Row\" has no count",
                assertThrows(BadText.class, () -> estimate.count("Row")).says());
        assertThrows(BadText.class, () -> estimate.averagePerSecond("nothing"));
    }

    @Test
    void aDerivationReachesAssumptionsAndFacts() {
        String tree = photoSharing().estimate().derivation("cost.perMonth").markdown();
        assertTrue(tree.contains("- **users** = 10 Muser"), tree);
        assertTrue(tree.contains("Infracost"), tree);
    }

    @Test
    void sensitivityNamesTheWidestAssumption() {
        Estimate estimate = instagram()
                .assume("users", "8..12.5 Muser")
                .assume("photoSize", "1..25 MB")
                .estimate();
        assertEquals("photoSize", estimate.sensitivity("storage.perYear").get(0).input());
        assertEquals("storage.perYear", estimate.sensitivity().get(0).output());
        assertTrue(Briefs.codes(estimate).contains("ask"));
    }

    @Test
    void namesThatLookLikeStandardCellsDoNotCollide() {
        Estimate estimate = brief().entity("storage", "1 KB", "1 M")
                .rate("reads", "7/s", step("read", "storage"))
                .rate("get-all", "2/s", step("read", "storage"))
                .estimate();
        assertEquals(7, estimate.averagePerSecond("reads"), 1e-12);
        assertCell(9, estimate, "reads.peak");
        assertCell(1e9, estimate, "storage.total");
    }
}
