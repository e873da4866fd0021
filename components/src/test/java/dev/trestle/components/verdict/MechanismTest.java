package dev.trestle.components.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.history.Moment;
import dev.trestle.components.history.Timeline;
import org.junit.jupiter.api.Test;

/** The clause that says how a promise came to be broken. */
class MechanismTest {
    private static Moment moment(long millis, String deed, long version, String node, int instance) {
        String name = node == null ? "" : node + " instance " + (instance + 1);
        Moment.Facts facts = new Moment.Facts(deed, "Photo", 42, version, node, instance, null, 0, 0);
        return new Moment(millis * 1_000_000, "client 7", deed, name, facts);
    }

    private static String of(Moment first, Moment last) {
        return Mechanism.of(Timeline.of(first, last));
    }

    @Test
    void aFollowerThatDidNotHaveItYet() {
        assertEquals(
                "db instance 2 is another copy, which the newer version had not reached 4 ms after",
                of(moment(20, "wrote", 3, "db", 0), moment(24, "read", 2, "db", 1)));
    }

    @Test
    void aCacheThatStillHeldTheOldOne() {
        assertEquals(
                "redis instance 1 still held the older version 100 ms after",
                of(moment(20, "wrote", 3, "db", 0), moment(120, "read", 2, "redis", 0)));
    }

    @Test
    void aLeaderThatDiedBeforeACopyHadIt() {
        assertEquals(
                "it was acknowledged 1 s before, and no copy that is left had it yet",
                of(moment(0, "wrote", 3, "db", 0), moment(1_000, "discarded", 3, "db", 0)));
    }

    @Test
    void aMessageThatCameAgain() {
        assertEquals(
                "it came again and was handled once more, 30 s after the first time",
                of(moment(0, "handled", 1, "worker", 0), moment(30_000, "handled", 2, "worker", 1)));
    }

    @Test
    void whatTheMomentsDoNotTellIsNotSaid() {
        assertEquals("", of(moment(20, "wrote", 3, "db", 0), moment(24, "read", 2, "db", 0)));
        assertEquals("", of(moment(20, "wrote", 3, null, 0), moment(24, "read", 2, null, 0)));
    }
}
