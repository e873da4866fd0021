package dev.trestle.server.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import dev.trestle.db.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A browser tab: what it has confirmed, what it waits for, what it shows; and every frame it was sent. */
final class FakeBrowser {
    private final Bench bench;
    final Member member;
    String clientId;
    /** The page's secret; empty for one that has none. */
    String secret = "";

    final List<JsonNode> frames = new ArrayList<>();
    int closedWith;

    private final Queue<String> inbox = new ArrayDeque<>();
    private final Map<Long, List<Edit>> pending = new LinkedHashMap<>();
    private Document confirmed = Document.empty("");
    private long seq = -1;
    private long cseq;
    private Connection connection;

    FakeBrowser(Bench bench, Member member) {
        this.bench = bench;
        this.member = member;
        this.clientId = "tab-of-" + member.id();
    }

    void connect() {
        closedWith = 0;
        inbox.clear();
        connection = bench.rooms().connect(member.sessionId(), member, new Peer() {
            private boolean closed;

            @Override
            public void send(String text, Runnable sent) {
                if (!closed) {
                    inbox.add(text);
                }
                sent.run();
            }

            @Override
            public void close(int code, String reason) {
                if (!closed) {
                    closed = true;
                    closedWith = code;
                }
            }
        });
        send("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"" + clientId + "\",\"resumeToken\":\"" + secret
                + "\",\"lastSeq\":" + seq + "}");
    }

    /** The network goes: what was on its way to here is lost. */
    void cut() {
        inbox.clear();
        connection.onClose();
    }

    void send(String frame) {
        connection.onText(frame);
    }

    Connection connection() {
        return connection;
    }

    /** Makes edits, shows them, and sends them as one mutation. */
    void edit(Edit... edits) {
        pending.put(++cseq, List.of(edits));
        sendPending(cseq);
    }

    void edit(String... edits) {
        edit(List.of(edits).stream().map(Edit::parse).toArray(Edit[]::new));
    }

    private void sendPending(long number) {
        send("{\"k\":\"ops\",\"cseq\":" + number + ",\"base\":" + seq + ",\"ops\":" + Edit.json(pending.get(number))
                + "}");
    }

    /** Sends a mutation of this number, whatever was sent before. */
    void sendOps(long number, String ops) {
        cseq = Math.max(cseq, number);
        send("{\"k\":\"ops\",\"cseq\":" + number + ",\"base\":0,\"ops\":" + ops + "}");
    }

    /** As if mutations up to this number had been made before. */
    void countFrom(long number) {
        cseq = number;
    }

    int unanswered() {
        return pending.size();
    }

    /** Reads up to so many frames of those that have come. */
    void read(int count) {
        for (int i = 0; i < count && !inbox.isEmpty(); i++) {
            try {
                JsonNode frame = ClientFrame.MAPPER.readTree(inbox.remove());
                frames.add(frame);
                take(frame);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON", e);
            }
        }
    }

    /** Everything goes through, in both directions, until all is quiet. */
    FakeBrowser quiet() {
        do {
            bench.settle();
            read(Integer.MAX_VALUE);
        } while (bench.commit() || bench.runOne());
        return this;
    }

    private void take(JsonNode frame) {
        switch (frame.path("k").asText()) {
            case "welcome" -> {
                clientId = frame.get("clientId").textValue();
                List.copyOf(pending.keySet()).forEach(this::sendPending);
            }
            case "snap" -> {
                confirmed = Document.parse(frame.get("body").toString());
                seq = frame.get("seq").longValue();
                check(confirmed.sha256().equals(frame.get("sha256").textValue()), "the snapshot's hash");
            }
            case "ops" -> ops(frame);
            case "ack" -> ack(frame);
            case "hash" ->
                check(
                        frame.get("seq").longValue() != seq
                                || confirmed.sha256().equals(frame.get("sha256").textValue()),
                        "the hash at " + seq);
            default -> {
                // Not about the board.
            }
        }
    }

    private void ops(JsonNode frame) {
        for (JsonNode item : frame.get("list")) {
            long number = item.get("seq").longValue();
            if (number > seq) {
                check(number == seq + 1, "edit " + number + " follows " + seq);
                Edit.list(item.get("ops").toString()).forEach(confirmed::apply);
                seq = number;
            }
            if (item.get("cid").textValue().equals(clientId)) {
                pending.remove(item.get("cseq").longValue());
            }
        }
    }

    private void ack(JsonNode frame) {
        long number = frame.get("cseq").longValue();
        String result = frame.get("r").textValue();
        String code = frame.path("code").asText();
        if (result.equals("rej") && List.of("busy", "rate", "gap").contains(code)) {
            return;
        }
        List<Edit> mine = pending.remove(number);
        if (frame.has("seq") && frame.get("seq").longValue() > seq) {
            check(frame.get("seq").longValue() == seq + 1, "answer " + frame + " follows " + seq);
            List<Edit> made = frame.has("ops") ? Edit.list(frame.get("ops").toString()) : mine;
            check(made != null, "an answer to " + number + " which waits for none");
            made.forEach(confirmed::apply);
            seq = frame.get("seq").longValue();
        }
    }

    /** Sends again what was refused for now or was never answered. */
    void resendAll() {
        List.copyOf(pending.keySet()).forEach(this::sendPending);
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(clientId + ": " + what);
        }
    }

    long seq() {
        return seq;
    }

    /** SHA-256 of what it shows: the confirmed board and its own unanswered edits. */
    String view() {
        Document view = Document.parse(confirmed.json());
        pending.values().forEach(edits -> edits.forEach(view::apply));
        return view.sha256();
    }

    List<JsonNode> of(String kind) {
        return frames.stream().filter(f -> f.path("k").asText().equals(kind)).toList();
    }

    JsonNode last(String kind) {
        List<JsonNode> all = of(kind);
        check(!all.isEmpty(), "no " + kind + " came");
        return all.get(all.size() - 1);
    }
}
