package dev.trestle.components.engine;

/**
 * The record of what operations read and wrote: rows in columns, written by the run and read afterwards by checkers.
 *
 * <p>Only what a requirement speaks of is kept ({@link Wanted}). Reads of keys that nobody has written in this run are left
 * out, as no requirement can be broken by them; where nobody asks what others have read, those of clients who have written
 * nothing. When there are {@link #MAX_ROWS} rows, the subject with most of them is followed for half of its keys from then
 * on and the rows of the others are dropped ({@link Followed}; messages and clients are keys, too). {@link #share} says how
 * many are left. Times are virtual nanoseconds.
 */
public final class Journal {
    /** A client's operation wrote: {@code start} to {@code end} is the client's view; outcome {@link Call#OK} = acknowledged. */
    public static final byte WRITE = 1;
    /** A client's operation read {@code version}. */
    public static final byte READ = 2;
    /** A store discarded this committed version, at {@code start}. */
    public static final byte LOST = 3;
    /** A message was published; the publisher was told at {@code end}. */
    public static final byte PUBLISH = 4;
    /** A worker finished handling the message; {@code version} is the attempt. */
    public static final byte HANDLED = 5;
    /** The {@link Call#version} of a read that was given a damaged value, which nobody has written. */
    public static final long DAMAGED = -1;
    /** A client's operation wrote under a new key, which nobody else may have been given. */
    public static final byte CREATED = 6;
    /** A store committed a reservation, at {@code start}: whether its client has been told, a WRITE of that version says. */
    public static final byte TOOK = 7;
    /** A store committed a delete of something that can be reserved, at {@code start}. */
    public static final byte GAVE = 8;
    /** A client's request has ended: the subject is its operation, the key its number, the version its tries. */
    public static final byte ASKED = 9;
    /** Half a million rows are some 35 MB a replication. */
    public static final int MAX_ROWS = 1 << 19;

    private static final int INSTANCE_BITS = 16;
    private static final int WRITER_BITS = 20;

    /**
     * What is to be kept, by the number of the entity, event or operation.
     *
     * @param entities whose reads, writes and losses are kept
     * @param reads of those, which are kept as every client reads them, and not only as clients who have written do
     * @param created entities of which all creations are kept
     * @param counted entities of which all reservations are kept
     * @param events whose messages are kept
     * @param keyed of those, which are followed by the key that a message is about: all messages of a key, or none
     * @param asked operations of which clients' requests are kept
     */
    public record Wanted(
            boolean[] entities,
            boolean[] reads,
            boolean[] created,
            boolean[] counted,
            boolean[] events,
            boolean[] keyed,
            boolean[] asked) {
        private static final boolean[] NONE = {};

        /** The reads and writes of entities, as everybody reads them, and what becomes of messages. */
        public static Wanted of(boolean[] entities, boolean[] events) {
            return new Wanted(entities, entities, NONE, NONE, events, NONE, NONE);
        }
    }

    private final JournalRows rows = new JournalRows(MAX_ROWS);
    private Wanted wanted = Wanted.of(Wanted.NONE, Wanted.NONE);
    /** A bit for each client who has written, by hash: some others share it, and then more is kept than need be. */
    private final long[] writers = new long[1 << WRITER_BITS - 6];

    private LongMap[] written = {};
    /** Null where nobody asks what was done more than once. */
    private Deeds deeds;

    private Effect free;
    private long requests;

    /** Says what to record; called before the start. */
    public void track(Wanted what) {
        wanted = what;
        written = new LongMap[what.entities.length];
        for (int i = 0; i < written.length; i++) {
            written[i] = what.entities[i] ? new LongMap(64) : null;
        }
    }

    /** Says of which entities all reads are to be kept, and not only those of clients who have written. */
    public void keepReads(boolean[] entities) {
        wanted = new Wanted(
                wanted.entities, entities, wanted.created, wanted.counted, wanted.events, wanted.keyed, wanted.asked);
    }

    /** Keeps what is done for requests for these operations, too; called before the start. */
    public void followDeeds(boolean[] operations) {
        deeds = new Deeds(operations);
    }

    /** What was done for requests, or null. */
    public Deeds deeds() {
        return deeds;
    }

    private static boolean is(boolean[] flags, int index) {
        return index >= 0 && index < flags.length && flags[index];
    }

    public boolean tracks(int entity) {
        return is(wanted.entities, entity);
    }

    public boolean tracksEvent(int event) {
        return is(wanted.events, event);
    }

    /** A store has committed what the call has written; from now on reads of that key are recorded. */
    public void committed(Call call, long now) {
        committed(call.subject, call.key, call.version);
        if (deeds != null) {
            deeds.effect(call, now);
        }
        if (is(wanted.counted, call.subject) && (call.verb == Call.RESERVE || call.verb == Call.DELETE)) {
            int row = rows.add(call.verb == Call.RESERVE ? TOOK : GAVE, call.subject, call.key, now);
            if (row >= 0) {
                rows.who[row] = call.client;
                rows.version[row] = call.version;
                times(row, now, now);
                rows.place[row] = place(call.node.node, Math.max(0, call.instance));
            }
        }
    }

    /** A store has committed a version; from now on reads of that key are recorded. */
    public void committed(int entity, long key, long version) {
        if (tracks(entity) && rows.followed.has(JournalRows.sort(WRITE, entity), key)) {
            written[entity].put(key, version);
        }
    }

    /** Notes on the running operation that it has written or read a version; {@link Call#place} says where. */
    public void effect(Call call, boolean write) {
        effect(call, write, null);
    }

    /** The same, with the link over which the answer came. */
    public void effect(Call call, boolean write, Wire over) {
        if (!tracks(call.subject) || !call.rootWaits()) {
            return;
        }
        int writer = (int) (call.root.client * 0x9E3779B97F4A7C15L >>> 64 - WRITER_BITS);
        if (write) {
            writers[writer >> 6] |= 1L << writer;
        } else if (!is(wanted.reads, call.subject) && (writers[writer >> 6] & 1L << writer) == 0
                || written[call.subject].get(call.key) == LongMap.NONE) {
            return;
        }
        note(call, write ? WRITE : READ, over);
    }

    /** Notes on the running operation that it has made something with a key of its own. */
    public void created(Call call, Wire over) {
        if (is(wanted.created, call.subject) && call.rootWaits()) {
            note(call, CREATED, over);
        }
    }

    private void note(Call call, byte kind, Wire over) {
        if (!rows.followed.has(JournalRows.sort(kind, call.subject), call.key)) {
            return;
        }
        Effect effect = free;
        if (effect == null) {
            effect = new Effect();
        } else {
            free = effect.next;
        }
        effect.kind = kind;
        effect.entity = call.subject;
        effect.key = call.key;
        effect.version = call.version;
        effect.place = call.place;
        effect.link = over == null ? -1 : over.index;
        effect.next = call.root.effects;
        call.root.effects = effect;
    }

    /** The operation has ended for the one who asked: its effects become rows. */
    public void end(Call root, long now, int outcome) {
        for (Effect effect = root.effects; effect != null; effect = effect.next) {
            int row = rows.add(effect.kind, effect.entity, effect.key, now);
            if (row >= 0) {
                rows.who[row] = root.client;
                rows.version[row] = effect.version;
                rows.outcome[row] = (byte) outcome;
                rows.place[row] = effect.place;
                rows.link[row] = effect.link;
                times(row, root.madeNanos, now);
            }
        }
        drop(root);
    }

    void drop(Call call) {
        Effect effect = call.effects;
        call.effects = null;
        while (effect != null) {
            Effect next = effect.next;
            effect.next = free;
            free = effect;
            effect = next;
        }
    }

    /** A client's request has ended for good, with that outcome. */
    public void asked(Call root, long now, int outcome) {
        requests++;
        int row = is(wanted.asked, root.operation) ? rows.add(ASKED, root.operation, root.client, now) : -1;
        if (row >= 0) {
            rows.who[row] = root.client;
            rows.key[row] = requests;
            rows.version[row] = root.attempt;
            rows.outcome[row] = (byte) outcome;
            rows.place[row] = place(root.node.node, 0);
            times(row, root.madeNanos, now);
        }
    }

    /** A store has discarded a committed version. */
    public void lost(int entity, long key, long version, long now, int place) {
        int row = tracks(entity) ? rows.add(LOST, entity, key, now) : -1;
        if (row >= 0) {
            rows.version[row] = version;
            rows.place[row] = place;
            times(row, now, now);
        }
    }

    /** A message was accepted, for good; {@code over} is the link to where. */
    public void published(Call message, Wire over, long now) {
        int event = message.subject;
        long about = about(event, message.message, message.keyEntity, message.key);
        int row = published(event, message.message, about, message.client, message.madeNanos, now);
        if (row >= 0) {
            rows.link[row] = over.index;
        }
    }

    /** The same of a message that is not at hand as a call; the number of its row, or -1. */
    public int published(int event, long message, long about, long client, long startNanos, long endNanos) {
        int row = tracksEvent(event) ? rows.add(PUBLISH, event, about, endNanos) : -1;
        if (row >= 0) {
            rows.who[row] = client;
            rows.key[row] = message;
            times(row, startNanos, endNanos);
        }
        return row;
    }

    /** What a message is followed by: its number, or the key that it is about where a requirement is about keys. */
    public long about(int event, long message, int keyEntity, long key) {
        return !is(wanted.keyed, event) ? message : keyEntity < 0 ? ~message : key;
    }

    /** Somebody who is told when an event has been handled. */
    public interface Listener {
        void handled(int event, long message);
    }

    /** By event; empty where nobody listens. */
    private Listener[][] listeners = {};

    /** From now on tells the listener of every message of the event that has been handled. */
    public void listen(int event, Listener listener) {
        while (listeners.length <= event) {
            listeners = java.util.Arrays.copyOf(listeners, listeners.length + 1);
            listeners[listeners.length - 1] = new Listener[0];
        }
        Listener[] those = java.util.Arrays.copyOf(listeners[event], listeners[event].length + 1);
        those[those.length - 1] = listener;
        listeners[event] = those;
    }

    /**
     * A worker is through with a message, now.
     *
     * @param group who handles it, where several handlers get a copy each; -1 where there is one
     */
    public void handled(Call delivery, int group, long now, int place) {
        int event = delivery.subject;
        for (int i = 0; event < listeners.length && i < listeners[event].length; i++) {
            listeners[event][i].handled(event, delivery.message);
        }
        long about = about(event, delivery.message, delivery.keyEntity, delivery.key);
        int row = settled(event, delivery.message, about, group, delivery.arrivedNanos, now, place);
        if (row >= 0) {
            rows.version[row] = delivery.attempt;
            rows.link[row] = delivery.wire == null ? -1 : delivery.wire.index;
        }
    }

    /** The same of a delivery that is not at hand as a call; the number of its row, or -1. */
    public int settled(int event, long message, long about, int group, long cameNanos, long now, int place) {
        int row = tracksEvent(event) ? rows.add(HANDLED, event, about, now) : -1;
        if (row >= 0) {
            rows.who[row] = group;
            rows.key[row] = message;
            rows.version[row] = 1;
            rows.place[row] = place;
            times(row, cameNanos, now);
        }
        return row;
    }

    private void times(int row, long start, long end) {
        rows.start[row] = start;
        rows.end[row] = end;
    }

    /** Writes one row as it is: for checkers' tests and for histories that come from elsewhere. */
    public void append(
            byte kind, int subject, long who, long key, long version, long start, long end, int outcome, int place) {
        int row = rows.add(kind, subject, kind == ASKED ? who : key, end);
        if (row >= 0) {
            rows.who[row] = who;
            rows.key[row] = key;
            rows.version[row] = version;
            rows.outcome[row] = (byte) outcome;
            rows.place[row] = place;
            times(row, start, end);
        }
    }

    /** The share of the keys that are followed, of the subject that rows of a kind have. */
    public double share(byte kind, int subject) {
        return rows.followed.share(JournalRows.sort(kind, subject));
    }

    /**
     * Up to when all rows of the keys that are followed are there, of the subject that rows of a kind have; {@link
     * Long#MAX_VALUE} for the whole run. It ends before that where one key alone is too much.
     */
    public long knownUntil(byte kind, int subject) {
        return rows.followed.knownUntil(JournalRows.sort(kind, subject));
    }

    public int size() {
        return rows.size;
    }

    public byte kind(int row) {
        return rows.kind[row];
    }

    /** Entity, event (PUBLISH, HANDLED) or operation (ASKED). */
    public int subject(int row) {
        return rows.subject[row];
    }

    /** The client, or the group of a HANDLED row; -1 where there is none. */
    public long who(int row) {
        return rows.who[row];
    }

    /** The key, or the message number. */
    public long key(int row) {
        return rows.key[row];
    }

    /** What the row is followed by: the key, the client of ASKED, the message or the key that it is about. */
    public long about(int row) {
        return rows.about[row];
    }

    public long version(int row) {
        return rows.version[row];
    }

    public long start(int row) {
        return rows.start[row];
    }

    public long end(int row) {
        return rows.end[row];
    }

    public int outcome(int row) {
        return rows.outcome[row];
    }

    /** Index of the link over which the answer or the message came, or -1. */
    public int link(int row) {
        return rows.link[row];
    }

    /** Index of the node that served, or -1. */
    public int node(int row) {
        return nodeOf(rows.place[row]);
    }

    /** The instance of the node that served. */
    public int instance(int row) {
        return instanceOf(rows.place[row]);
    }

    static int nodeOf(int place) {
        return place < 0 ? -1 : place >> INSTANCE_BITS;
    }

    static int instanceOf(int place) {
        return place & ((1 << INSTANCE_BITS) - 1);
    }

    /** A node and its instance in one number. */
    public static int place(int node, int instance) {
        return node << INSTANCE_BITS | instance;
    }
}
