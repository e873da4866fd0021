package dev.trestle.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void timesHaveAFittingUnit() {
        assertEquals("112 ms", Figures.seconds(0.1119));
        assertEquals("850 µs", Figures.seconds(0.00085));
        assertEquals("1.2 s", Figures.seconds(1.2));
        assertEquals("0 s", Figures.seconds(0));
        assertEquals("20 min", Figures.seconds(1200));
    }

    @Test
    void sharesCloseToOneKeepTheirNines() {
        assertEquals("61 %", Figures.share(0.61));
        assertEquals("99.95 %", Figures.share(0.9995));
        assertEquals("99.99 %", Figures.share(0.9999));
        // As a requirement's sentence has it: three digits of what is missing.
        assertEquals("99.9713 %", Figures.share(0.999713));
        assertEquals("94.76 %", Figures.share(0.9476));
        assertEquals("95 %", Figures.share(0.95));
        assertEquals("99.999999 %", Figures.share(0.99999999));
        assertEquals("100 %", Figures.share(1));
        assertEquals("0.01 %", Figures.share(0.0001));
    }

    @Test
    void nobodyIsBusierThanAlways() {
        assertEquals("61 %", Figures.busy(0.61));
        assertEquals("over 100 %", Figures.busy(99.8));
    }

    @Test
    void numbersAreReadable() {
        assertEquals("6,944/s", Figures.perSecond(6944.4));
        assertEquals("0.25", Figures.number(0.25));
        assertEquals("41,230 USD", Figures.usd(41230));
        assertEquals("100 TB", Figures.bytes(1e14));
        assertEquals("5 KB", Figures.bytes(5000));
        assertEquals("512 MiB", Figures.bytes(536_870_912));
        assertEquals("16 GiB", Figures.bytes(17_179_869_184.0));
        assertEquals("537 MB", Figures.bytes(537e6));
        assertEquals("20 TB", Figures.bytes(2e13));
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        assertEquals("–", Figures.seconds(Double.NaN));
        assertEquals("–", Figures.share(Double.NaN));
    }
}
