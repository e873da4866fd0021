package dev.trestle.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser may send, and that nothing else gets further than the parser. */
final class ClientFrameTest {
    @Test
    void readsWhatOurBrowsersSend() {
        assertEquals(
                new ClientFrame.Hello("abcdefghijklmnopqrstuv", "", -1),
                ClientFrame.parse("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"abcdefghijklmnopqrstuv\",\"lastSeq\":-1}"));
        assertEquals(
                new ClientFrame.Ops(41, "[{\"o\":\"del\"}]"),
                ClientFrame.parse("{\"k\":\"ops\",\"cseq\":41,\"base\":7,\"ops\":[{\"o\":\"del\"}]}"));
        assertEquals(new ClientFrame.Resync(-1), ClientFrame.parse("{\"k\":\"resync\",\"lastSeq\":-1}"));
        assertEquals(
                new ClientFrame.Ping(1_763_720_000_000L), ClientFrame.parse("{\"k\":\"ping\",\"t\":1763720000000}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{",
                "{}",
                "{\"k\":7}",
                "{\"k\":\"welcome\"}",
                "{\"k\":\"ping\",\"t\":1} x",
                "{\"k\":\"ping\",\"k\":\"ping\",\"t\":1}",
                "{\"k\":\"ping\",\"t\":\"1\"}",
                "{\"k\":\"ping\",\"t\":1e99}",
                "{\"k\":\"ping\",\"t\":9007199254740993}",
                "{\"k\":\"resync\",\"lastSeq\":-2}",
                "{\"k\":\"ops\",\"cseq\":0,\"ops\":[]}",
                "{\"k\":\"ops\",\"cseq\":1}",
                "{\"k\":\"ops\",\"cseq\":1,\"ops\":[],\"admin\":true}",
                "{\"k\":\"hello\",\"pv\":1,\"clientId\":\"short\",\"lastSeq\":0}",
                "{\"k\":\"hello\",\"pv\":1,\"clientId\":\"has:a:colon\",\"lastSeq\":0}",
                "{\"k\":\"hello\",\"pv\":1,\"clientId\":\"abcdefghijklmnopqrstuvwxyz0\",\"lastSeq\":0}",
                "{\"k\":\"pres\",\"d\":[]}"
            })
    void refusesEverythingElse(String frame) {
        BadFrame bad = assertThrows(BadFrame.class, () -> ClientFrame.parse(frame));
        assertEquals(Close.BAD_FRAME, bad.close());
        // A close reason holds 123 bytes.
        assertTrue(bad.getMessage().length() <= 100, bad.getMessage());
    }

    @Test
    void refusesNestingThatWouldOverflowAStack() {
        String deep = "{\"k\":\"pres\",\"d\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000) + "}";
        assertThrows(BadFrame.class, () -> ClientFrame.parse(deep));
    }

    @Test
    void anotherVersionIsToldToReload() {
        BadFrame bad = assertThrows(
                BadFrame.class,
                () -> ClientFrame.parse("{\"k\":\"hello\",\"pv\":2,\"clientId\":\"abcdef\",\"lastSeq\":0}"));
        assertEquals(Close.RELOAD, bad.close());
    }

    @Test
    void garbledFramesNeverEscapeAsAnotherException() {
        String good = "{\"k\":\"ops\",\"cseq\":41,\"base\":7,\"ops\":[{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n1\"}]}";
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder garbled = new StringBuilder(good);
            for (int j = 0; j <= random.nextInt(4); j++) {
                garbled.setCharAt(random.nextInt(garbled.length()), (char) (32 + random.nextInt(95)));
            }
            try {
                ClientFrame.parse(garbled.toString());
            } catch (BadFrame e) {
                refused++;
            }
        }
        assertTrue(refused > 5_000, "only " + refused + " of 10000 were refused");
        assertFalse(refused == 10_000, "a change inside a text may pass");
    }

    @Test
    void namesLoseWhatCannotBeSeenAndWhatIsTooLong() {
        assertEquals("Ana María", Names.clean("\u0007 Ana\tMaría\u202e\u200b\n"));
        assertEquals("", Names.clean(" \u0000\u2066 "));
        assertEquals("x".repeat(40), Names.clean("x".repeat(50)));
        String faces = "\ud83d\ude00".repeat(50);
        assertEquals("\ud83d\ude00".repeat(40), Names.clean(faces));
    }
}
