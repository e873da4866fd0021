package dev.trestle.components.board;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The board of one session while it changes: a tree of records that takes edits. Not safe for several threads. Whatever
 * edits come, it stays a board that can be read, and no edit leaves a link without its nodes.
 */
public final class Document {
    private final Map<String, Object> root;
    private final Weight weight = new Weight();

    private Document(Map<String, Object> root) {
        this.root = root;
        for (RecordType type : RecordType.values()) {
            if (type != RecordType.BOARD) {
                records(type).forEach((id, record) -> weight.add(id, record));
                prune(type);
            }
        }
        for (RecordType type : RecordType.values()) { // groups that held no collection at all
            prune(type);
        }
        weight.add("board", boardRecord());
    }

    /** The document of a board's JSON; throws {@link BadBoard}. */
    public static Document parse(String json) {
        return new Document(BoardTree.parse(json));
    }

    /** A document with a title and nothing else. */
    public static Document empty(String title) {
        return parse(BoardJson.print(Board.empty(title)));
    }

    /** Why this edit may never be made, whatever the board holds, as one clear line; null when it may. */
    public String refusal(Edit edit) {
        try {
            RecordType type = RecordType.named(edit.type());
            EditRules.check(type, edit);
            checkRoom(type, edit);
            return null;
        } catch (BadBoard refused) {
            return refused.getMessage();
        }
    }

    /**
     * Makes an edit, as far as it still makes sense, and returns what was really done, in order; empty when nothing
     * changed. Total: a refused edit, a set or del of what is gone, a link without its nodes change nothing. The
     * deletion of a node is preceded by those of its links.
     */
    public List<Edit> apply(Edit edit) {
        if (refusal(edit) != null) {
            return List.of();
        }
        RecordType type = RecordType.named(edit.type());
        return switch (edit.op()) {
            case PUT -> put(type, edit);
            case SET -> set(type, edit);
            case DEL -> del(type, edit);
        };
    }

    /**
     * Writes one property of a record that exists, by its path: {@code design.nodes.app.settings.instances}.
     * Throws {@link BadBoard} when there is no such record or field, or the value does not fit.
     */
    public void set(String path, String value) {
        Edit edit = EditRules.at(path, value);
        RecordType type = RecordType.named(edit.type());
        if (record(type, edit.id()) == null) {
            throw new BadBoard(type.path(edit.id()), "there is no such record in this board");
        }
        String refusal = refusal(edit);
        if (refusal != null) {
            throw new BadBoard("", refusal);
        }
        if (type == RecordType.LINKS && !endsExist(changed(type, edit, new LinkedHashMap<>()))) {
            throw new BadBoard(path, "there is no node " + Field.shown(Link.node(value)));
        }
        apply(edit);
    }

    /** The document as compact JSON. */
    public String json() {
        return JsonWriter.compact(root);
    }

    /** SHA-256 (lower-case hex) of the canonical JSON: keys sorted, no spaces, numbers as JavaScript prints them. */
    public String sha256() {
        try {
            byte[] canonical = JsonWriter.canonical(root).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The board as it is now. */
    public Board board() {
        return BoardJson.board(root);
    }

    private List<Edit> put(RecordType type, Edit edit) {
        Map<String, Object> old = record(type, edit.id());
        boolean loose = type == RecordType.LINKS && !endsExist(edit.p());
        if (loose || edit.p().equals(old)) {
            return List.of();
        }
        store(type, edit.id(), copy(edit.p()));
        return List.of(Edit.put(edit.type(), edit.id(), edit.p()));
    }

    private List<Edit> set(RecordType type, Edit edit) {
        if (record(type, edit.id()) == null) {
            return List.of();
        }
        Map<String, Object> done = new LinkedHashMap<>();
        Map<String, Object> next = changed(type, edit, done);
        boolean loose = type == RecordType.LINKS && !endsExist(next);
        if (loose || done.isEmpty()) {
            return List.of();
        }
        store(type, edit.id(), next);
        return List.of(Edit.set(edit.type(), edit.id(), done));
    }

    private List<Edit> del(RecordType type, Edit edit) {
        if (record(type, edit.id()) == null) {
            return List.of();
        }
        List<Edit> done = new ArrayList<>();
        if (type == RecordType.NODES) {
            for (String link : linksAt(edit.id())) {
                store(RecordType.LINKS, link, null);
                done.add(Edit.del(RecordType.LINKS.word(), link));
            }
        }
        store(type, edit.id(), null);
        done.add(edit);
        return done;
    }

    /** The record after a set; {@code done} receives the properties that really change. */
    private Map<String, Object> changed(RecordType type, Edit edit, Map<String, Object> done) {
        Map<String, Object> next = copy(record(type, edit.id()));
        edit.p().forEach((path, value) -> {
            Object before = value(next, path);
            boolean guarded = edit.guard().containsKey(path)
                    && !Objects.equals(edit.guard().get(path), before);
            if (!guarded && !Objects.equals(before, value)) {
                write(next, path, value);
                done.put(path, value);
            }
        });
        return next;
    }

    private static Object value(Map<String, Object> record, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return record.get(path);
        }
        Object inner = record.get(path.substring(0, dot));
        return inner == null ? null : BoardTree.map(inner).get(path.substring(dot + 1));
    }

    private static void write(Map<String, Object> record, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot >= 0) {
            Object inner = record.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<String, Object>());
            write(BoardTree.map(inner), path.substring(dot + 1), value);
        } else if (value == null) {
            record.remove(path);
        } else {
            record.put(path, value);
        }
    }

    private boolean endsExist(Map<String, Object> link) {
        Map<String, Object> nodes = records(RecordType.NODES);
        return nodes.containsKey(Link.node((String) link.get("from")))
                && nodes.containsKey(Link.node((String) link.get("to")));
    }

    private List<String> linksAt(String node) {
        List<String> links = new ArrayList<>();
        records(RecordType.LINKS).forEach((id, value) -> {
            Map<String, Object> link = BoardTree.map(value);
            boolean from = Link.node((String) link.get("from")).equals(node);
            if (from || Link.node((String) link.get("to")).equals(node)) {
                links.add(id);
            }
        });
        return links;
    }

    private void checkRoom(RecordType type, Edit edit) {
        if (edit.op() == Edit.Op.DEL) {
            return;
        }
        Map<String, Object> old = record(type, edit.id());
        if (edit.op() == Edit.Op.PUT && old == null) {
            int records = records(type).size();
            if (records >= type.limit() || weight.records() >= Limits.RECORDS) {
                throw new BadBoard(
                        type.path(edit.id()),
                        "the board is full: at most " + type.limit() + " " + type.word() + " and " + Limits.RECORDS
                                + " records");
            }
        }
        if (edit.op() == Edit.Op.SET && old != null) {
            RecordType.checkSettings(type.path(edit.id()), changed(type, edit, new LinkedHashMap<>()));
        }
        if (!weight.hasRoomFor(edit.id(), edit.p())) {
            throw new BadBoard(
                    type.path(edit.id()), "the board is full: at most " + Limits.EDITED_CHARS + " characters");
        }
    }

    /** The record, or null. */
    private Map<String, Object> record(RecordType type, String id) {
        if (type == RecordType.BOARD) {
            return boardRecord();
        }
        Object record = records(type).get(id);
        return record == null ? null : BoardTree.map(record);
    }

    private Map<String, Object> records(RecordType type) {
        return BoardTree.group(root, type.at());
    }

    private Map<String, Object> boardRecord() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("title", root.get("title"));
        Object text = BoardTree.group(root, "brief").get("text");
        if (text != null) {
            record.put("text", text);
        }
        return record;
    }

    /** Stores a record, or removes it when {@code next} is null. */
    private void store(RecordType type, String id, Map<String, Object> next) {
        Map<String, Object> old = record(type, id);
        if (old != null) {
            weight.subtract(id, old);
        }
        if (next != null) {
            weight.add(id, next);
        }
        if (type == RecordType.BOARD) {
            root.put("title", next.get("title"));
            write(attached("brief"), "text", next.get("text"));
        } else if (next == null) {
            records(type).remove(id);
        } else {
            attached(type.at()).put(id, next);
        }
        prune(type);
    }

    /** The map at a path, made where it is absent. */
    private Map<String, Object> attached(String path) {
        Map<String, Object> at = root;
        for (String name : path.split("\\.")) {
            at = BoardTree.map(at.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>()));
        }
        return at;
    }

    /** Leaves out what is empty: equal boards then have equal hashes, whatever was in them before. */
    private void prune(RecordType type) {
        String path = type == RecordType.BOARD ? "brief" : type.at();
        int dot = path.indexOf('.');
        if (dot >= 0) {
            String group = path.substring(0, dot);
            if (records(type).isEmpty() && root.containsKey(group)) {
                BoardTree.group(root, group).remove(path.substring(dot + 1));
            }
            path = group;
        }
        if (root.get(path) instanceof Map<?, ?> map && map.isEmpty()) {
            root.remove(path);
        }
    }

    /** A copy deep enough to be changed: settings are the only map inside a record. */
    private static Map<String, Object> copy(Map<String, Object> record) {
        Map<String, Object> copy = new LinkedHashMap<>(record);
        copy.computeIfPresent("settings", (name, settings) -> new LinkedHashMap<>(BoardTree.map(settings)));
        return copy;
    }
}
