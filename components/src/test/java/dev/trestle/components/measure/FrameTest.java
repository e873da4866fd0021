package dev.trestle.components.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Frames that are made one when a run goes on for long. */
class FrameTest {
    private static final double NONE = Double.NaN;

    private static Frame frame(double at, double rate, double utilization, long queue, Frame.Users users) {
        double[] same = {rate};
        Frame.Lags lags = new Frame.Lags(new double[] {utilization}, new double[] {utilization});
        double[] busy = {utilization};
        return new Frame(at, 100, "p", same, busy, busy, new long[] {queue}, same, same, lags, users);
    }

    @Test
    void twoFramesKeepTheirMeansAndTheLongerQueue() {
        // 1 s with 100 calls and 3 s with 20 calls each: 160 calls in 4 s.
        Frame first = frame(1, 100, 0.9, 500, new Frame.Users(100, 80, 8, 0.2, 0.5, 2));
        Frame second = frame(4, 20, 0.1, 3, new Frame.Users(20, 80.0 / 3, 0, 0.1, 0.6, 1));
        Frame both = first.with(second, 1, 3);
        assertEquals(4, both.simulatedSeconds());
        assertEquals(40, both.rate()[0], 1e-9);
        assertEquals(0.3, both.utilization()[0], 1e-9);
        assertEquals(0.3, both.pressure()[0], 1e-9);
        assertEquals(0.3, both.lags().p50()[0], 1e-9);
        assertEquals(0.9, both.lags().p99()[0], "nor are late ones");
        assertArrayEquals(new long[] {500}, both.queue(), "the spike is not lost");
        assertEquals(20, both.p99()[0], "since the phase began: the later one");
        assertEquals(40, both.users().offered(), 1e-9);
        assertEquals(40, both.users().completed(), 1e-9);
        assertEquals(2, both.users().failed(), 1e-9);
        // As many ended in the first second as in the three others.
        assertEquals(0.15, both.users().p50(), 1e-9);
        assertEquals(0.6, both.users().p95());
        assertEquals(2, both.users().p99());
    }

    @Test
    void whatWasNotMeasuredInOneIsThatOfTheOther() {
        Frame first = frame(1, 0, NONE, 0, new Frame.Users(0, 0, 0, NONE, NONE, NONE));
        Frame second = frame(2, 10, 0.5, 1, new Frame.Users(10, 10, 0, 0.1, 0.2, 0.3));
        assertEquals(0.5, first.with(second, 1, 1).utilization()[0]);
        assertEquals(0.5, first.with(second, 1, 1).lags().p99()[0]);
        assertEquals(0.5, second.with(first, 1, 1).lags().p50()[0]);
        assertEquals(0.3, first.with(second, 1, 1).users().p99());
        assertEquals(0.1, second.with(first, 1, 1).users().p50());
        assertEquals(NONE, first.with(first, 1, 1).utilization()[0]);
    }
}
