package dev.trestle.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.trestle.components.board.Edit;
import dev.trestle.db.LogEntry;
import dev.trestle.db.Member;
import java.time.Instant;
import java.util.List;

/** What a room sends: one method for each kind of frame. Edits and boards are embedded as the JSON text they are. */
final class ServerFrames {
    /** People's colours: each bears white letters (contrast 4.5 and more) and is told from its neighbours. */
    private static final List<String> COLORS = List.of(
            "#7d29c2", "#0b6e4f", "#b3261e", "#1257a8", "#8a5300", "#a3195b", "#00687a", "#4d5b00", "#5b4bc4",
            "#6b4226");

    private ServerFrames() {}

    /**
     * What a welcome tells.
     *
     * @param tab the stored name of the tab: its client id may be another than it asked for
     * @param tail when the missing edits follow, else the whole board does
     * @param lastCseq the last answered mutation of the client id that was asked for
     */
    record Welcome(String connId, Member me, String tab, long head, boolean tail, long lastCseq) {}

    static String welcome(Welcome welcome, Instant now) {
        Member me = welcome.me();
        ObjectNode frame = frame("welcome")
                .put("pv", ClientFrame.VERSION)
                .put("connId", welcome.connId())
                .put("clientId", ClientKey.clientId(welcome.tab()))
                .put("head", welcome.head())
                .put("mode", welcome.tail() ? "tail" : "snap")
                .put("lastCseq", welcome.lastCseq())
                .put("serverTime", now.toEpochMilli());
        frame.set("me", person(me));
        return print(frame);
    }

    static ObjectNode person(Member member) {
        return object().put("actor", member.id())
                .put("name", member.name())
                .put("color", COLORS.get(Math.floorMod(member.color(), COLORS.size())))
                .put("role", member.role());
    }

    static String snap(long seq, String sha256, String board) {
        return print(frame("snap").put("seq", seq).put("sha256", sha256).putRawValue("body", new RawValue(board)));
    }

    static String ops(List<LogEntry> entries) {
        ObjectNode frame = frame("ops")
                .put("from", entries.get(0).seq())
                .put("to", entries.get(entries.size() - 1).seq());
        ArrayNode list = frame.putArray("list");
        for (LogEntry entry : entries) {
            list.addObject()
                    .put("seq", entry.seq())
                    .put("cid", ClientKey.clientId(entry.clientId()))
                    .put("cseq", entry.cseq())
                    .put("actor", entry.actor())
                    .put("at", entry.madeAt().toEpochMilli())
                    .putRawValue("ops", new RawValue(entry.ops()));
        }
        return print(frame);
    }

    /** The edits were made exactly as asked for. */
    static String ok(long cseq, long seq) {
        return print(frame("ack").put("cseq", cseq).put("r", "ok").put("seq", seq));
    }

    /** Something else was made than asked for: this. */
    static String adjusted(long cseq, long seq, String ops) {
        return print(
                frame("ack").put("cseq", cseq).put("r", "adj").put("seq", seq).putRawValue("ops", new RawValue(ops)));
    }

    static String adjusted(long cseq, long seq, List<Edit> ops) {
        return adjusted(cseq, seq, Edit.json(ops));
    }

    static String noop(long cseq) {
        return print(frame("ack").put("cseq", cseq).put("r", "noop"));
    }

    static String rejected(long cseq, String code, String message) {
        return print(
                frame("ack").put("cseq", cseq).put("r", "rej").put("code", code).put("msg", message));
    }

    static String presence(List<ObjectNode> people, List<String> gone) {
        ObjectNode frame = frame("pres");
        frame.putArray("list").addAll(people);
        ArrayNode actors = frame.putArray("gone");
        gone.forEach(actors::add);
        return print(frame);
    }

    static String findings(long seq, String list) {
        return print(frame("findings").put("seq", seq).putRawValue("list", new RawValue(list)));
    }

    static String hash(long seq, String sha256) {
        return print(frame("hash").put("seq", seq).put("sha256", sha256));
    }

    static String pong(long t, Instant now) {
        return print(frame("pong").put("t", t).put("serverTime", now.toEpochMilli()));
    }

    static String notice(String code) {
        return print(frame("notice").put("code", code));
    }

    private static ObjectNode frame(String kind) {
        return object().put("k", kind);
    }

    private static ObjectNode object() {
        return ClientFrame.MAPPER.createObjectNode();
    }

    private static String print(ObjectNode frame) {
        try {
            return ClientFrame.MAPPER.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that cannot be printed", e);
        }
    }
}
