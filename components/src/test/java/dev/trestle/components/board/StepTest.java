package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Step.Verb;
import dev.trestle.estimator.quantity.BadText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {
    @Test
    void readsEveryPartOfAStep() {
        assertEquals(
                new Step(Verb.READ, "PhotoFile", 10, true, 0.2, "User"),
                Step.parse("read PhotoFile x10 parallel if 20 % key User"));
        assertEquals(new Step(Verb.WRITE, "Photo", 1, false, 1, null), Step.parse("  write   Photo "));
        assertEquals(new Step(Verb.RESERVE, "Seat", 1, false, 0.005, null), Step.parse("reserve Seat if 0.5%"));
        assertEquals(
                new Step(Verb.CALL, "get-user", 1, false, 0.25, "User"), Step.parse("call get-user key User if 0.25"));
        assertEquals(new Step(Verb.PUBLISH, "posted", 3, true, 1, null), Step.parse("publish posted parallel x3"));
        assertEquals(Verb.DELETE, Step.parse("delete Photo").verb());
    }

    @Test
    void ofAChainWithElseOneStepIsTakenAtMost() {
        double[] shares = Step.shares(java.util.List.of(
                Step.parse("call a if 60 %"),
                Step.parse("call b if 50 % else"),
                Step.parse("call c else"),
                Step.parse("read Feed if 10 %")));
        assertArrayEquals(new double[] {0.6, 0.2, 0.2, 0.1}, shares, 1e-12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read Feed",
                "write Feed x200",
                "read PhotoFile x10 parallel",
                "call pay if 12.5 %",
                "call pay if 7 %",
                "reserve Seat x2 parallel if 20 % key Show",
                "call post else",
                "read Photo if 25 % else"
            })
    void printsWhatItRead(String text) {
        assertEquals(text, Step.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|0|expected read, write, delete, reserve, publish or call",
                "fetch Feed|0|not \"fetch\"",
                "read|4|expected an entity at the end",
                "publish|7|expected an event at the end",
                "call 9x|5|expected an operation, not \"9x\"",
                "read Feed twice|10|expected xN, parallel, if <share> %, else or key <entity>, not \"twice\"",
                "read Feed x0|10|between 1 and 1000000",
                "read Feed x9999999|10|between 1 and 1000000",
                "read Feed x2 x3|13|second time",
                "read Feed parallel parallel|19|second time",
                "read Feed if|12|expected a share such as 20 %",
                "read Feed if often|13|expected a share such as 20 %",
                "read Feed if 0 %|13|above 0 % and at most 100 %",
                "read Feed if 120 %|13|above 0 % and at most 100 %",
                "read Feed if 20 % x0|18|between 1 and 1000000",
                "read Feed key|13|expected an entity at the end",
            })
    void complainsAtTheWordThatCannotStandThere(String text, int at, String says) {
        BadText bad = assertThrows(BadText.class, () -> Step.parse(text));
        assertEquals(at, bad.at(), bad.getMessage());
        assertTrue(bad.getMessage().contains(says), bad.getMessage());
        assertEquals(1, bad.getMessage().lines().count());
    }
}
