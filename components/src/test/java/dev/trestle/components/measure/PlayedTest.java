package dev.trestle.components.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read about phases that did not last as long as their script says. */
class PlayedTest {
    private static List<String> lines(double stated, double seconds, double leftOut, boolean whole) {
        return new Played("p1", "steady", stated, seconds, leftOut, whole).lines(true);
    }

    @Test
    void nothingIsSaidOfAPhaseThatLastedAsItSays() {
        assertEquals(List.of(), lines(20, 20, 0, true));
        assertEquals(List.of(), lines(20, 3, 0, false));
    }

    @Test
    void whatWasMeasuredIsHeldAgainstTheScript() {
        assertEquals(
                List.of(
                        "steady: 5 s of simulated time were measured; the script says 20 s, but that was enough to decide"),
                lines(20, 5, 0, true));
        assertEquals(
                List.of(
                        "steady: 27 s of simulated time were measured; the script says 20 s, which did not decide everything"),
                lines(20, 27, 0, true));
    }

    @Test
    void theTimeOfSettlingIsToldApart() {
        String settling = " that are in no figure because the design was still settling (MSER-5)";
        assertEquals(
                List.of("steady: 98.8 ms of simulated time were measured, after 152 ms" + settling
                        + "; the script says 60 s, but that was enough to decide"),
                lines(60, 0.0988, 0.1519, true));
        // 27 s were played in all, but the script's 20 s were more than enough.
        assertEquals(
                List.of("steady: 18 s of simulated time were measured, after 9 s" + settling
                        + "; the script says 20 s"),
                lines(20, 18, 9, true));
    }

    @Test
    void aWarmUpEndsWhenTheDesignHasSettled() {
        assertEquals(
                List.of("warm-up: it was over after 6 s of its 10 s, as the design had settled by then"),
                new Played("p0", "warm-up", 10, 6, 0, true).lines(false));
    }
}
