package dev.trestle.components.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.history.Histories;
import dev.trestle.components.verdict.Growth.Step;
import dev.trestle.components.verdict.Recovery.Levels;
import dev.trestle.components.verdict.Recovery.Return;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from runs under losses and loads, and from ways back: met, missed or unsure. */
class ProbedTest {
    private static final String UP = "feed availability >= 90 %";

    private static Verdict verdict(String id, String line, Status status, double measured) {
        Unit unit = Unit.of(Requirement.parse(line));
        return new Verdict(
                id, line, status, unit, measured, measured, measured, 0.9, 0, 100, "as measured", List.of(), "app");
    }

    private static Verdict up(Status status, double measured) {
        return verdict("r1", UP, status, measured);
    }

    private static Loss loss(String what, String... alone) {
        return new Loss(what, null, 0, what, 1, List.of(alone));
    }

    private static Verdict judge(String line, Probes probes) {
        return Judge.judge(Map.of("r9", Requirement.parse(line)), new Results().report(), Histories.none(), probes)
                .get(0);
    }

    private static Verdict survives(Survival survival) {
        return judge("survives loss of any zone", new Probes(Map.of("r9", survival), Map.of(), Map.of()));
    }

    private static Survival survival(List<Loss> asked, List<List<Verdict>> tried) {
        return new Survival(asked, List.of(up(Status.MET, 1)), tried, "budget", List.of("a note"), null);
    }

    @Test
    void aLossThatBreaksSomethingIsEnough() {
        Verdict verdict = survives(survival(
                List.of(loss("zone a", "db"), loss("zone b"), loss("zone c")),
                List.of(List.of(up(Status.MISSED, 0.5)), List.of(up(Status.MET, 1)))));
        assertEquals(Status.MISSED, verdict.status());
        assertEquals("db", verdict.node());
        assertEquals(
                "1 of 2 losses tried (of 3, until the budget ended) breaks a requirement:"
                        + " loss of zone a: r1 feed availability >= 90 %: 100 % -> 50 %; single points of failure: db",
                verdict.because());
        assertTrue(
                verdict.evidence().contains("survived: zone b"),
                verdict.evidence().toString());
        assertTrue(verdict.evidence().contains("a note"));
    }

    @Test
    void whereNothingStandsAloneWhatIsLeftIsTooLittle() {
        Verdict verdict = survives(survival(List.of(loss("zone a")), List.of(List.of(up(Status.MISSED, 0.5)))));
        assertEquals(Status.MISSED, verdict.status());
        assertTrue(verdict.because().endsWith("no node stands alone in them: what is left is not enough"));
        assertEquals("app", verdict.node());
    }

    @Test
    void whatCanNoLongerBeToldIsUnsure() {
        Verdict verdict = survives(survival(
                List.of(loss("zone a"), loss("zone b")),
                List.of(List.of(up(Status.UNSURE, 0.9)), List.of(up(Status.MET, 1)))));
        assertEquals(Status.UNSURE, verdict.status());
        assertTrue(
                verdict.because().contains("not all can be told: loss of zone a: r1 feed availability >= 90 %"),
                verdict.because());
    }

    @Test
    void allMustBeTriedToBeMet() {
        List<Loss> asked = List.of(loss("zone a"), loss("zone b"));
        List<Verdict> kept = List.of(up(Status.MET, 1));
        assertEquals(Status.UNSURE, survives(survival(asked, List.of(kept))).status());
        assertEquals(Status.MET, survives(survival(asked, List.of(kept, kept))).status());
        Verdict nothing = survives(new Survival(asked, List.of(), List.of(), "cancel", List.of(), null));
        assertEquals(Status.UNSURE, nothing.status());
        assertEquals("the run without a loss was not made (cancel): 0 of 2 losses were tried", nothing.because());
    }

    @ParameterizedTest
    @CsvSource({
        "headroom >= 2 x, MET",
        "headroom > 2 x, MET",
        "headroom >= 3 x, UNSURE",
        "headroom >= 4 x, MISSED",
        "headroom >= 5 x, MISSED",
        "headroom < 2 x, MISSED",
        "headroom < 3 x, UNSURE",
        "headroom <= 4 x, MET",
    })
    void headroomIsBetweenWhatWasMetAndWhatWasMissed(String line, Status expected) {
        Growth growth = new Growth(
                List.of(
                        new Step(4, List.of(up(Status.MISSED, 0.5))),
                        new Step(2, List.of(up(Status.MET, 1))),
                        new Step(3, List.of(up(Status.UNSURE, 0.9)))),
                "",
                List.of(),
                null);
        Verdict verdict = judge(line, new Probes(Map.of(), Map.of("r9", growth), Map.of()));
        assertEquals(expected, verdict.status(), verdict.because());
        assertEquals(2, verdict.low());
        assertEquals(4, verdict.high());
        assertEquals("app", verdict.node());
        Detail.Limits limits = (Detail.Limits) verdict.detail();
        assertEquals(
                List.of(2.0, 3.0, 4.0),
                limits.tried().stream().map(Detail.Step::factor).toList());
        assertEquals("100 % -> 50 %", limits.breaks().get(0).figures());
    }

    @Test
    void headroomThatNothingLimitsHasNoUpperEnd() {
        Growth growth = new Growth(List.of(new Step(64, List.of(up(Status.MET, 1)))), "budget", List.of(), null);
        Verdict verdict = judge("headroom >= 2 x", new Probes(Map.of(), Map.of("r9", growth), Map.of()));
        assertEquals(Status.MET, verdict.status());
        assertTrue(Double.isInfinite(verdict.high()));
        assertEquals(
                "everything is kept at 64 x the load, the most that was tried; the search was stopped (budget)",
                verdict.because());
    }

    private static Verdict recovers(double watched, Double... seconds) {
        List<Double> all = new ArrayList<>(List.of(seconds));
        all.addAll(Collections.nCopies(8 - seconds.length, seconds[0]));
        Levels levels = new Levels(0, 0.01, 3);
        Levels last = all.contains(Double.POSITIVE_INFINITY) ? new Levels(0.5, 1, 300) : levels;
        return recovers(new Return("crash db", 20, all, watched, levels, last));
    }

    private static Verdict recovers(Return back) {
        Recovery recovery = new Recovery(List.of(back), List.of(), null);
        return judge("recovers within 10 s", new Probes(Map.of(), Map.of(), Map.of("r9", recovery)));
    }

    @Test
    void whoIsBackInTimeMeetsIt() {
        Verdict verdict = recovers(30, 4.0, 5.0);
        assertEquals(Status.MET, verdict.status(), verdict.because());
        assertEquals(4.125, verdict.measured(), 1e-12);
        assertTrue(
                verdict.because().startsWith("after crash db (over at 20 s) errors, p99 and what is inside are back"));
    }

    @Test
    void oneThatIsNotBackWhileItWasLookedAtRefutesIt() {
        Verdict verdict = recovers(30, 4.0, Double.POSITIVE_INFINITY);
        assertEquals(Status.MISSED, verdict.status(), verdict.because());
        assertTrue(verdict.because().contains("did not come back in 1 of 8 runs in the 30 s"), verdict.because());
        assertTrue(Double.isInfinite(verdict.high()));
    }

    @Test
    void oneThatWasNotLookedAtForLongEnoughLeavesItOpen() {
        Verdict verdict = recovers(8, 4.0, Double.POSITIVE_INFINITY);
        assertEquals(Status.UNSURE, verdict.status(), verdict.because());
    }

    @Test
    void oneThatIsLateRefutesItHoweverSoonTheOthersAreBack() {
        assertEquals(Status.MISSED, recovers(30, 12.0, 12.5).status());
        assertEquals(Status.MISSED, recovers(60, 0.0, 31.0).status());
        assertEquals(Status.UNSURE, recovers(30, 10.0, 2.0, 9.9).status());
    }

    @Test
    void oneThatHasJustComeBackWhenTheScriptEndsLeavesItOpen() {
        Levels levels = new Levels(0, 0.01, 3);
        List<Double> never = Collections.nCopies(8, Double.POSITIVE_INFINITY);
        assertEquals(
                Status.UNSURE,
                recovers(new Return("crash db", 20, never, 30, levels, levels)).status());
    }
}
