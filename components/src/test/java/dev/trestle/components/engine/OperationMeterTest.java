package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OperationMeterTest {
    private static final long MILLI = 1_000_000;

    @Test
    void phasesOfQuickRequestsTakeLittleRoom() {
        OperationMeter meter = new OperationMeter(800, 2_400);
        meter.end(3, 3, Call.OK, 8 * MILLI);
        assertEquals(1, meter.latency(3).getTotalCount());
        assertEquals(0, meter.latency(4).getTotalCount());
        // Room for an hour would take 220 KB.
        assertTrue(
                meter.latency(3).getEstimatedFootprintInBytes() < 80_000,
                meter.latency(3).toString());
    }

    @Test
    void aSlowRequestMakesTheRoomThatItNeeds() {
        OperationMeter meter = new OperationMeter(1, 3);
        meter.end(0, 0, Call.OK, 8 * MILLI);
        meter.end(0, 0, Call.OK, 3_600_000 * MILLI);
        assertEquals(3.6e12, meter.latency(0).getMaxValue(), 3.6e9);
        assertEquals(2, meter.copy().latency(0).getTotalCount());
    }

    @Test
    void aCopyGoesItsOwnWay() {
        OperationMeter meter = new OperationMeter(2, 6);
        OperationMeter copy = meter.copy();
        meter.end(1, 1, Call.OK, MILLI);
        meter.end(2, 1, Call.OK, MILLI);
        assertEquals(0, copy.latency(1).getTotalCount() + copy.latency(2).getTotalCount());
    }
}
