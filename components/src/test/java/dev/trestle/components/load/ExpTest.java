package dev.trestle.components.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExpTest {
    @Test
    void agreesWithStrictMathToTheLastBits() {
        for (double x = -699.9; x < 700; x += 0.00137) {
            double expected = StrictMath.exp(x);
            assertTrue(Math.abs(Exp.of(x) - expected) <= 4e-16 * expected, "at " + x);
        }
    }

    @Test
    void isExactAtZeroAndClampedFarOut() {
        assertEquals(1, Exp.of(0));
        assertEquals(Exp.of(700), Exp.of(1e9));
        assertEquals(Exp.of(-700), Exp.of(-1e9));
        assertTrue(Exp.of(-1e9) > 0);
    }
}
