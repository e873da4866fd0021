package dev.trestle.estimator.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TiersTest {

    /** 10 TB of a price list are 10,240 GB. */
    @Test
    void aTierCostsItsPriceAndTheRestTheNext() {
        assertEquals(10_000 * 0.085, Tiers.CDN.price(10_000), 1e-9);
        assertEquals(10_240 * 0.085 + 40_960 * 0.08 + 8_800 * 0.06, Tiers.CDN.price(60_000), 1e-9);
        assertEquals(
                10_240 * 0.09 + 40_960 * 0.085 + 102_400 * 0.07 + 46_400 * 0.05, Tiers.INTERNET.price(200_000), 1e-9);
        assertEquals(51_200 * 0.023 + 460_800 * 0.022 + 88_000 * 0.021, Tiers.OBJECTS.price(600_000), 1e-6);
    }

    @Test
    void nothingCostsNothing() {
        assertEquals(0, Tiers.CDN.price(0));
        assertEquals(0, Tiers.INTERNET.price(0));
    }

    @Test
    void everyTierIsCheaperThanTheOneBefore() {
        for (Tiers tiers : Tiers.values()) {
            for (int i = 1; i < tiers.count(); i++) {
                double before = Fact.of(tiers.factId(i - 1)).value();
                assertEquals(-1, Double.compare(Fact.of(tiers.factId(i)).value(), before), tiers + " " + i);
            }
        }
    }
}
