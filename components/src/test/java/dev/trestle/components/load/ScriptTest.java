package dev.trestle.components.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Phase;
import dev.trestle.estimator.quantity.BadText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    @Test
    void readsPhasesWithLoadAndFaults() {
        Map<String, Phase> board = new LinkedHashMap<>();
        board.put("p1", new Phase("a", "warm-up", "10 s", "peak", List.of()));
        board.put(
                "p2",
                new Phase("b", "cache lost", "30 s", "1.5 * peak", List.of("crash cache", "recover cache after 15 s")));
        Script script = Script.of(board);
        assertFalse(script.phases().get(0).measured());
        ScriptPhase lost = script.phases().get(1);
        assertTrue(lost.measured());
        assertEquals(30_000_000_000L, lost.lengthNanos());
        assertEquals(150.0, lost.load().start().perSecond(40, 100, 0.5));
        assertEquals(
                new Fault(Fault.Kind.RECOVER, "cache", null, 0, 0, 15_000_000_000L, -1),
                lost.faults().get(1));
    }

    @Test
    void aTotalLoadIsSharedOutInTheMixOfTheAverages() {
        assertEquals(1250.0, Load.parse("5000/s").end().perSecond(10, 30, 0.25));
    }

    @Test
    void aRampHasTwoEnds() {
        Load ramp = Load.parse("ramp average to 2 * peak");
        assertEquals(10.0, ramp.start().perSecond(10, 30, 1));
        assertEquals(60.0, ramp.end().perSecond(10, 30, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crash cache instance 2",
                "recover cache at 15 s",
                "slow db by 10 at 5 s for 15 s",
                "drop 5 % on l2",
                "cut eu from us for 2.5 s",
                "lose zone-a",
                "flush cache",
                "poison posted",
                "skew clock",
                "fill disk",
                "traffic 10x for 3 s",
                "corrupt db",
                "corrupt 1 % of db instance 2 at 5 s",
                "chaos every 10 s",
                "chaos every 10 s repair 2 s",
                "chaos on db every 1000 s repair 10 s for 60 s"
            })
    void faultsPrintAsTheyAreRead(String text) {
        assertEquals(text, Fault.parse(text).toString());
        assertEquals(Fault.parse(text), Fault.parse(Fault.parse(text).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"explode db", "slow db", "crash", "crash db at noon", "traffic x", "slow db by 0"})
    void whatIsNoFaultIsRefusedInOneLine(String text) {
        BadText bad = assertThrows(BadText.class, () -> Fault.parse(text));
        assertFalse(bad.getMessage().contains("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skew clock by 0 s",
                "skew clock by -1 s",
                "slow db by 0",
                "slow db by -2",
                "drop 0% on l2",
                "drop -5% on l2",
                "corrupt 0% of db",
                "corrupt 101% of db",
                "corrupt",
                "traffic 0x",
                "traffic -1x",
                "chaos every 0 s",
                "chaos every -1 s",
                "chaos every 10 s repair 0 s",
                "chaos every 10 s repair -1 s",
                "crash db for 0 s",
                "crash db for -1 s",
                "crash db for 0.1 ns",
                "crash db at -1 s"
            })
    void nothingAndLessIsNoAmount(String text) {
        BadText bad = assertThrows(BadText.class, () -> Fault.parse(text));
        assertFalse(bad.getMessage().contains("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "2 * noon", "ramp average", "-5/s"})
    void whatIsNoLoadIsRefused(String text) {
        assertThrows(BadText.class, () -> Load.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "-1 s", "2 day", "5 MB", "long"})
    void aPhaseLastsMoreThanNothingAndAtMostADay(String text) {
        assertThrows(BadText.class, () -> Script.length(text));
    }
}
