package dev.trestle.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import dev.trestle.db.Database;
import dev.trestle.db.Member;
import dev.trestle.db.MemberRepository;
import dev.trestle.db.SessionRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rooms with their real threads, timer and clock, as the server runs them. */
final class ServerRoomsTest {
    private static final int EDITS = 40;

    @TempDir
    Path folder;

    /** A socket whose frames are put into a queue. */
    private static final class QueuePeer implements Peer {
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

        @Override
        public void send(String text, Runnable sent) {
            frames.add(text);
            sent.run();
        }

        @Override
        public void close(int code, String reason) {
            frames.add("{\"k\":\"closed\",\"code\":" + code + "}");
        }

        JsonNode await(String kind) throws Exception {
            while (true) {
                String frame = frames.poll(20, TimeUnit.SECONDS);
                assertTrue(frame != null, "no " + kind + " came");
                JsonNode read = ClientFrame.MAPPER.readTree(frame);
                if (read.get("k").textValue().equals(kind)) {
                    return read;
                }
            }
        }
    }

    @Test
    void twoPeopleOnRealThreadsSeeTheSameBoardThatTheNextServerOpens() throws Exception {
        String session;
        String stored;
        try (Database database = Database.h2(folder);
                Rooms rooms = new Rooms(database, board -> "[]")) {
            Links links = new Links(new SessionRepository(database), new MemberRepository(database), rooms);
            session = rooms.create(Bench.BOARD, "instagram");
            Member ana = links.host(session, "Ana", null).member();
            Member ben = links.join(links.create(session, Role.CANDIDATE, "").token(), "Ben", null)
                    .orElseThrow()
                    .member();
            List<String> views = new ArrayList<>();
            Thread first = new Thread(() -> views.add(editAndWatch(rooms, ana, "a")));
            Thread second = new Thread(() -> views.add(editAndWatch(rooms, ben, "b")));
            first.start();
            first.join();
            second.start();
            second.join();
            Reading reading = rooms.read(session).orElseThrow();
            assertEquals(2 * EDITS, reading.seq());
            stored = Document.parse(reading.json()).sha256();
            assertEquals(stored, views.get(1));
        }
        try (Database database = Database.h2(folder);
                Rooms rooms = new Rooms(database, board -> "[]")) {
            assertEquals(
                    stored,
                    Document.parse(rooms.read(session).orElseThrow().json()).sha256());
            assertEquals(List.of(), database.verify());
        }
    }

    /** Makes its edits, waits for every answer, and returns the hash of the board as it was told of it. */
    private static String editAndWatch(Rooms rooms, Member member, String prefix) {
        try {
            QueuePeer peer = new QueuePeer();
            Connection connection = rooms.connect(member.sessionId(), member, peer);
            connection.onText("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"tab-" + prefix + "-1\",\"lastSeq\":-1}");
            Document view = Document.parse(peer.await("snap").get("body").toString());
            for (int i = 1; i <= EDITS; i++) {
                Edit edit = Edit.parse("{\"o\":\"put\",\"t\":\"nodes\",\"id\":\"" + prefix + i
                        + "\",\"p\":{\"kind\":\"service\",\"x\":1,\"y\":2}}");
                connection.onText("{\"k\":\"ops\",\"cseq\":" + i + ",\"base\":0,\"ops\":[" + edit.json() + "]}");
                assertEquals("ok", peer.await("ack").get("r").textValue());
                view.apply(edit);
            }
            connection.onClose();
            return view.sha256();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void findingsArriveByThemselvesAndAStopIsTold() throws Exception {
        QueuePeer peer = new QueuePeer();
        try (Database database = Database.h2(folder);
                Rooms rooms = new Rooms(database, board -> "[{\"code\":\"empty\"}]")) {
            Links links = new Links(new SessionRepository(database), new MemberRepository(database), rooms);
            String session = rooms.create(Bench.BOARD, null);
            Connection connection =
                    rooms.connect(session, links.host(session, "Ana", null).member(), peer);
            connection.onText("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"tab-of-ana\",\"lastSeq\":-1}");
            assertEquals("empty", peer.await("findings").at("/list/0/code").textValue());
        }
        assertEquals(4503, peer.await("closed").get("code").intValue());
    }
}
