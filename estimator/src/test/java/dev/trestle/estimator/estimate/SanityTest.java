package dev.trestle.estimator.estimate;

import static dev.trestle.estimator.estimate.Briefs.brief;
import static dev.trestle.estimator.estimate.Briefs.codes;
import static dev.trestle.estimator.estimate.Briefs.photoSharing;
import static dev.trestle.estimator.estimate.Briefs.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SanityTest {

    private static Finding first(Estimate estimate) {
        return estimate.findings().get(0);
    }

    @Test
    void aTextThatCannotBeReadKeepsTheOtherCells() {
        Estimate estimate =
                photoSharing().assume("views", "20 veiw/user/dya + 3 s").estimate();
        assertEquals("text", first(estimate).code());
        assertEquals("error", first(estimate).severity());
        assertEquals("brief.assumptions.views.is", first(estimate).path());
        assertTrue(estimate.cells().containsKey("upload.average"));
        assertFalse(estimate.cells().containsKey("feed.average"));
        assertEquals(1, codes(estimate).stream().filter("text"::equals).count());
    }

    @Test
    void aCountUsedAsBytesIsNamed() {
        Estimate estimate = brief().assume("photos", "240 Mphoto")
                .entity("Photo", "photos", null)
                .rate("put", "1/s", step("write", "Photo"))
                .estimate();
        assertEquals("count-as-bytes", first(estimate).code());
        assertEquals("brief.entities.Photo.size", first(estimate).path());
    }

    @Test
    void aSizeInBitsIsNamedAndCountsAsBytes() {
        Estimate estimate = brief().entity("Clip", "8 Mbit", "1 k")
                .rate("put", "1/s", step("write", "Clip"))
                .estimate();
        assertTrue(codes(estimate).contains("bits-as-bytes"));
        assertEquals(1e6, estimate.bytes("Clip"), 1e-6);
    }

    @Test
    void aRateMustBeACountPerTime() {
        Finding finding = first(brief().rate("get", "5 MB/s").estimate());
        assertEquals("brief.operations.get.rate", finding.path());
        assertTrue(finding.says().startsWith("expected a count per time such as 5000/s or 2 photo/day, not B/s"));
        assertEquals(1, finding.says().lines().count());
    }

    @Test
    void lessThanNothingIsAnErrorWhereARunWouldBeginWithIt() {
        Estimate estimate = brief().entity("Photo", "-5 MB", "-3")
                .rate("put", "-1/s", step("write", "Photo"))
                .estimate();
        List<String> paths = estimate.findings().stream()
                .filter(finding -> finding.code().equals("negative"))
                .filter(finding -> finding.severity().equals("error"))
                .map(Finding::path)
                .toList();
        assertEquals(
                List.of("brief.operations.put.rate", "brief.entities.Photo.size", "brief.entities.Photo.count"), paths);
    }

    @Test
    void nothingAtAllIsNotLessThanNothing() {
        Estimate estimate = brief().entity("Photo", "5 MB", "0")
                .rate("put", "0/s", step("write", "Photo"))
                .estimate();
        assertFalse(codes(estimate).contains("negative"));
    }

    @Test
    void anAssumptionBelowZeroOrAboveAllOfItIsDoubted() {
        Estimate estimate = brief().assume("people", "-5 Muser")
                .assume("opened", "120 %")
                .assume("growth", "1.5")
                .assume("kept", "100 %")
                .rate("get", "1/s")
                .estimate();
        assertEquals(
                List.of("negative", "above-100-percent"),
                codes(estimate).stream()
                        .filter(code -> code.equals("negative") || code.equals("above-100-percent"))
                        .toList());
    }

    @Test
    void aCircleOfCallsIsNamed() {
        Estimate estimate = brief().rate("a", "1/s", step("call", "b"))
                .rate("b", "1/s", step("call", "a"))
                .entity("Row", "1 KB", "1 M")
                .estimate();
        assertEquals("error", first(estimate).severity());
        assertTrue(
                first(estimate).says().contains("in a circle: a.average -> b.average -> a.average"),
                first(estimate).says());
    }

    @Test
    void operationsThatNeverRunAreNamed() {
        Estimate estimate = brief().on("fanout", "posted")
                .on("idle", null)
                .rate("get", "1/s")
                .estimate();
        assertEquals(List.of("no-publisher", "no-trigger"), codes(estimate));
        assertEquals(0, estimate.averagePerSecond("fanout"));
    }

    @Test
    void stepsOnNothingAreNamed() {
        Estimate estimate = brief().rate("get", "1/s", step("read", "Nothing"), step("call", "nobody"))
                .estimate();
        assertEquals(List.of("unknown-target", "unknown-target"), codes(estimate));
    }

    @Test
    void sharesAboveOneAndPeaksBelowOneAreNamed() {
        Estimate estimate = brief().assume("peak", "0.5")
                .assume("hitRatio", "95")
                .rate("get", "1/s")
                .estimate();
        assertEquals(List.of("above-100-percent", "peak-below-average"), codes(estimate));
    }

    @Test
    void moreRequestsAtOnceThanUsersIsNamed() {
        Estimate estimate = brief().assume("users", "1000 user")
                .assume("latency", "1 s")
                .rate("get", "users * 10 request/user/s")
                .estimate();
        assertTrue(codes(estimate).contains("more-concurrent-than-population"));
    }

    @Test
    void anAbsurdFleetIsNamed() {
        assertTrue(codes(brief().rate("get", "1 Grequest/s").estimate()).contains("absurd-fleet"));
    }

    @Test
    void anEntityWithoutSizeIsNamed() {
        Estimate estimate = brief().entity("Row", null, "5").rate("get", "1/s").estimate();
        assertEquals("no-size", first(estimate).code());
    }
}
