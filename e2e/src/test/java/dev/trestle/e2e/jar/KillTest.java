package dev.trestle.e2e.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise on which people build: what was confirmed is there after the server died. */
class KillTest {

    /** Each edit adds one note; the note's id is the edit's number. */
    private static final String NOTE =
            "{\"o\":\"put\",\"t\":\"notes\",\"id\":\"n%d\",\"p\":{\"x\":0,\"y\":0,\"w\":160,\"h\":80,\"text\":\"%d\"}}";

    private static final int KILLS = 3;
    private static final int MOST_EDITS = 50;

    @Test
    void aKilledServerLosesNoAcknowledgedEdit(@TempDir Path data) {
        Random moments = new Random(20261121);
        try (JarServer server = new JarServer(data)) {
            Member ana = new Member(server.address());
            String board = ana.newBoard();
            Set<String> acknowledged = new HashSet<>();
            int note = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                int acksBeforeTheKill = 5 + moments.nextInt(MOST_EDITS - 10);
                ana.connect(board, "client-%015d".formatted(kill));
                for (int cseq = 1; cseq <= MOST_EDITS; cseq++) {
                    ana.edit(cseq, NOTE.formatted(note + cseq, note + cseq));
                }
                int acks = 0;
                for (JsonObject ack = ana.hear("ack"); ack != null; ack = acks == MOST_EDITS ? null : ana.hear("ack")) {
                    assertEquals("ok", ack.get("r").getAsString(), ack.toString());
                    acknowledged.add("n" + (note + ack.get("cseq").getAsInt()));
                    acks++;
                    if (acks == acksBeforeTheKill) {
                        server.kill();
                    }
                }
                note += MOST_EDITS;
                server.restart();
                Set<String> kept = ana.board(board)
                        .getAsJsonObject("design")
                        .getAsJsonObject("notes")
                        .keySet();
                Set<String> lost = new HashSet<>(acknowledged);
                lost.removeAll(kept);
                assertEquals(Set.of(), lost, "acknowledged and lost at kill " + kill);
            }
            assertTrue(acknowledged.size() >= KILLS * 5, "too few edits to prove anything: " + acknowledged.size());
        }
    }

    @Test
    void aStoppedServerEndsInOrder(@TempDir Path data) {
        try (JarServer server = new JarServer(data)) {
            Member ana = new Member(server.address());
            String board = ana.newBoard();
            ana.connect(board, "client-000000000000001");
            ana.edit(1, NOTE.formatted(1, 1));
            assertEquals(1, ana.hear("ack").get("cseq").getAsInt());
            // 143 = ended by SIGTERM, as the Java launcher reports it after its shutdown hooks have run.
            assertTrue(Set.of(0, 143).contains(server.stop()));
            server.restart();
            assertEquals(
                    Set.of("n1"),
                    ana.board(board)
                            .getAsJsonObject("design")
                            .getAsJsonObject("notes")
                            .keySet());
        }
    }
}
