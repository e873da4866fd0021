package dev.trestle.estimator.sheet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SheetTest {

    private static Sheet sheet(String... namesAndTexts) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return Sheet.of(texts);
    }

    /** The worked example of the study notes that the estimator starts from: 100 TB a month. */
    private static Sheet instagram(String users, String uploads, String size) {
        return sheet(
                "perMonth",
                "perSecond * photoSize * 30 day",
                "perSecond",
                "users * uploads",
                "traffic",
                "perSecond * photoSize in Mbit/s",
                "users",
                users,
                "uploads",
                uploads,
                "photoSize",
                size);
    }

    @Test
    void theSeedExampleIsExact() {
        Sheet sheet = instagram("10 Muser", "2 photo/user/month", "5 MB/photo");
        assertEquals(100e12, sheet.value("perMonth").value(), 1e3);
        assertEquals(7.716049382716049, sheet.value("perSecond").value(), 1e-12);
        assertEquals(308.641975308642, sheet.value("traffic").in("Mbit/s"), 1e-9);
        assertEquals(38.580246913580247, sheet.value("traffic").in("MB/s"), 1e-9);
        assertEquals(1.2e15, sheet.evaluate("12 * perMonth").value(), 1e3);
        assertEquals("308.6 Mbit/s", sheet.printed("traffic"));
        assertEquals("100 TB", sheet.printed("perMonth"));
    }

    /** ESTIMATOR.md: P5/P50/P95 = 36.59 / 100.0 / 273.28 TB, mean 120.54, within 3 % and tails within 5 %. */
    @Test
    void theSeedExampleCarriesItsRangesThrough() {
        Sheet sheet = instagram("8..12.5 Muser", "1..4 photo/user/month", "2.5..10 MB/photo");
        Percentiles range = sheet.range("perMonth");
        assertEquals(36.59e12, range.p5(), 0.05 * 36.59e12);
        assertEquals(100e12, range.p50(), 0.03 * 100e12);
        assertEquals(273.28e12, range.p95(), 0.05 * 273.28e12);
        assertEquals(120.54e12, range.mean(), 0.03 * 120.54e12);
        assertEquals(100e12, sheet.value("perMonth").value(), 1e3);
    }

    /**
     * Three lognormals, each x/÷ 2 at 90 %: the product's factor is 2^sqrt(3) = 3.3220, each has a third of the
     * variance.
     */
    @Test
    void threeLognormalsMultiplyAsTheorySays() {
        Sheet sheet = sheet("product", "x * y * z", "x", "0.5..2", "y", "0.5..2", "z", "0.5..2");
        Percentiles range = sheet.range("product");
        assertEquals(3.3220, range.p95(), 0.02 * 3.3220);
        assertEquals(1 / 3.3220, range.p5(), 0.02 / 3.3220);
        List<Influence> influences = sheet.sensitivity("product");
        assertEquals(3, influences.size());
        for (Influence influence : influences) {
            assertEquals(1 / 3.0, influence.share(), 0.02);
            assertEquals(0.5, influence.low(), 1e-9);
            assertEquals(2, influence.high(), 1e-9);
            assertEquals(1.5, influence.swing(), 1e-9);
        }
        assertEquals(1, influences.stream().mapToDouble(Influence::share).sum(), 1e-12);
    }

    /**
     * Var(a + b) with standard deviations 1 : 2 is shared 1/5 : 4/5 (rank correlation of normals is a little lower).
     */
    @Test
    void theWiderInputOfASumComesFirst() {
        List<Influence> influences =
                sheet("total", "a + b", "a", "-1..1", "b", "-2..2").sensitivity("total");
        assertEquals("b", influences.get(0).input());
        assertEquals(0.8, influences.get(0).share(), 0.02);
    }

    @Test
    void equalTextsGiveEqualBits() {
        double[] first = ends(instagram("8..12.5 Muser", "1..4 photo/user/month", "2.5..10 MB/photo"));
        double[] second = ends(instagram("8..12.5 Muser", "1..4 photo/user/month", "2.5..10 MB/photo"));
        assertArrayEquals(first, second);
    }

    private static double[] ends(Sheet sheet) {
        Percentiles range = sheet.range("perMonth");
        return new double[] {range.p5(), range.p50(), range.p95(), range.mean()};
    }

    @Test
    void oneRangeUsedTwiceIsOneUncertainty() {
        Sheet sheet = sheet("ratio", "users / users", "users", "5..20 Muser");
        assertEquals(1, sheet.range("ratio").p5(), 1e-12);
        assertEquals(1, sheet.range("ratio").p95(), 1e-12);
    }

    @Test
    void whatIsCertainHasNoSpreadAndNoSensitivity() {
        Sheet sheet = sheet("a", "5 MB", "b", "1..2");
        assertFalse(sheet.uncertain("a"));
        assertEquals(5e6, sheet.range("a").p95());
        assertTrue(sheet.sensitivity("a").isEmpty());
        assertTrue(sheet.uncertain("b"));
    }

    /** Classes of a population: the total over many photos follows the mean, 0.2 x 0.5 + 0.8 x 4 = 3.3 MB. */
    @Test
    void aMixtureStandsForItsWeightedMean() {
        Sheet sheet = sheet("size", "20%: 0.5 MB; 80%: 4 MB", "spread", "50%: 1..4; 50%: 10");
        assertEquals(3.3e6, sheet.range("size").p95(), 1e-6);
        assertEquals(6, sheet.value("spread").value(), 1e-12);
        assertEquals(7, sheet.range("spread").p95(), 0.01);
        assertEquals(5.5, sheet.range("spread").p5(), 0.01);
    }

    @Test
    void aCircleIsNamed() {
        Sheet sheet = sheet("a", "b + 1", "b", "2 * c", "c", "a", "free", "1");
        assertEquals(
                "these define each other in a circle: a -> b -> c -> a",
                rootError(sheet).says());
        assertThrows(BadText.class, () -> sheet.value("a"));
        assertEquals(1, sheet.value("free").value());
        BadText self = sheet("a", "a + 1").error("a");
        assertEquals("these define each other in a circle: a -> a", self.says());
        assertEquals(0, self.at());
    }

    private static BadText rootError(Sheet sheet) {
        assertEquals(1, sheet.errors().size());
        return sheet.errors().values().iterator().next();
    }

    @Test
    void anErrorStaysWithItsCellAndThoseThatNeedIt() {
        Sheet sheet = sheet("total", "1 + broken", "broken", "5 MB + 3 s", "fine", "2");
        assertEquals(List.of("broken"), List.copyOf(sheet.errors().keySet()));
        assertEquals(
                "\"broken\" has an error: cannot add: the left side is B and this is s",
                sheet.error("total").says());
        assertEquals(4, sheet.error("total").at());
        assertNull(sheet.error("fine"));
        assertThrows(BadText.class, () -> sheet.evaluate("2 * broken"));
        assertThrows(BadText.class, () -> sheet.value("nothing"));
    }

    @Test
    void divisionByZeroIsAnErrorOfTheCellThatDivides() {
        Sheet sheet = sheet("after", "ratio * 2", "ratio", "1 / zero", "zero", "0");
        assertEquals(List.of("ratio"), List.copyOf(sheet.errors().keySet()));
        assertThrows(BadText.class, () -> sheet.value("after"));
    }

    @Test
    void aShapeDropsNounsAndRefusesOtherDimensions() {
        Sheet sheet = Sheet.of(
                List.of(
                        Entry.typed("size", "5 MB/photo", Shape.BYTES),
                        Entry.typed("rate", "3 photo/s", Shape.RATE),
                        Entry.typed("wrong", "240 Mphoto", Shape.BYTES),
                        Entry.standard("traffic", "size * rate", Shape.BANDWIDTH)),
                1);
        assertEquals("15 MB/s", sheet.printed("traffic"));
        assertEquals(
                "expected an amount of data such as 500 B or 5 MB/photo, not photo",
                sheet.error("wrong").says());
    }

    @Test
    void twoCellsOfOneNameAreRefused() {
        Entry entry = Entry.typed("a", "1", null);
        assertThrows(IllegalArgumentException.class, () -> Sheet.of(List.of(entry, entry), 1));
    }

    @Test
    void aDerivationShowsNamesThenValuesThenTheResult() {
        Sheet sheet = instagram("10 Muser", "2 photo/user/month", "5 MB/photo");
        assertEquals("users * uploads = 10 Muser * 2 photo/user/month = 7.716 photo/s", sheet.explained("perSecond"));
        assertEquals("10 Muser", sheet.explained("users"));
        assertEquals(
                "- **perMonth** = perSecond * photoSize * 30 day = 7.716 photo/s * 5 MB/photo * 30 day = 100 TB\n"
                        + "  - **perSecond** = users * uploads = 10 Muser * 2 photo/user/month = 7.716 photo/s\n"
                        + "    - **users** = 10 Muser\n"
                        + "    - **uploads** = 2 photo/user/month\n"
                        + "  - **photoSize** = 5 MB/photo\n",
                sheet.derivation("perMonth").markdown());
    }

    @Test
    void aDerivationOpensASharedCellOnce() {
        String[] cells = new String[160];
        for (int i = 0; i < 80; i++) {
            cells[2 * i] = "c" + i;
            cells[2 * i + 1] = i < 2 ? "1" : "c" + (i - 1) + " + c" + (i - 2);
        }
        // Fibonacci as a tree would have 10^16 nodes.
        String markdown = sheet(cells).derivation("c79").markdown();
        assertTrue(markdown.lines().count() < 200);
    }

    @Test
    void theDeviatesAreThoseOfTheNormalDistribution() {
        assertEquals(1.6448536269514722, Deviates.quantile(0.95), 1e-8);
        assertEquals(-2.3263478740408408, Deviates.quantile(0.01), 1e-8);
        assertEquals(3.090232306167813, Deviates.quantile(0.999), 1e-8);
        assertEquals(0, Deviates.quantile(0.5), 1e-12);
    }

    @Test
    void equalSamplesShareTheMiddleOfTheirRanks() {
        assertArrayEquals(new double[] {0, 2, 2, 2, 4}, Ranks.ranks(new double[] {1, 5, 5, 5, 9}));
    }

    @Test
    void printsInTheUnitThatWasAskedFor() {
        assertEquals("2 Gbit", sheet("a", "250 MB in Gbit").printed("a"));
        assertEquals("Gbit", Unit.parse("Gbit").text());
    }
}
