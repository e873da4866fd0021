package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The record of what operations read and wrote: rows in columns, written by the run and read afterwards by checkers.
 *
 * <p>Only entities and events that a requirement speaks of are kept. Reads of keys that nobody has written in this run
 * are left out, as no requirement can be broken by them; where {@link #keepReads nobody asks} what others have read,
 * those of clients who have written nothing. At {@link #MAX_ROWS} rows recording stops and {@link #full}
 * says so. Times are virtual nanoseconds.
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
    /** A million rows are some 60 MB a replication. */
    public static final int MAX_ROWS = 1_000_000;

    private static final int INSTANCE_BITS = 16;
    private static final int WRITER_BITS = 20;

    private byte[] kind = new byte[1_024];
    private byte[] outcome = new byte[1_024];
    private int[] subject = new int[1_024];
    private int[] place = new int[1_024];
    private long[] who = new long[1_024];
    private long[] key = new long[1_024];
    private long[] version = new long[1_024];
    private long[] start = new long[1_024];
    private long[] end = new long[1_024];
    private int size;
    private boolean full;
    private boolean[] trackedEntities = {};
    private boolean[] trackedEvents = {};
    /** By entity: whether the reads of clients who have written nothing are kept, too. */
    private boolean[] allReads = {};
    /** A bit for each client who has written, by hash: some others share it, and then more is kept than need be. */
    private final long[] writers = new long[1 << WRITER_BITS - 6];

    private LongMap[] written = {};
    private Effect free;

    /** Says which entities and events to record; called before the start. */
    public void track(boolean[] entities, boolean[] events) {
        trackedEntities = entities.clone();
        trackedEvents = events.clone();
        allReads = entities.clone();
        written = new LongMap[entities.length];
        for (int i = 0; i < entities.length; i++) {
            if (entities[i]) {
                written[i] = new LongMap(64);
            }
        }
    }

    /** Says of which entities all reads are to be kept, and not only those of clients who have written; at first, of all. */
    public void keepReads(boolean[] entities) {
        allReads = entities.clone();
    }

    public boolean tracks(int entity) {
        return entity >= 0 && entity < trackedEntities.length && trackedEntities[entity];
    }

    public boolean tracksEvent(int event) {
        return event >= 0 && event < trackedEvents.length && trackedEvents[event];
    }

    /** A store has committed a version; from now on reads of that key are recorded. */
    public void committed(int entity, long key, long version) {
        if (tracks(entity)) {
            written[entity].put(key, version);
        }
    }

    /** Notes on the running operation that it has written or read a version; {@link Call#place} says where. */
    public void effect(Call call, boolean write) {
        if (!tracks(call.subject) || !call.rootWaits()) {
            return;
        }
        int writer = (int) (call.root.client * 0x9E3779B97F4A7C15L >>> 64 - WRITER_BITS);
        if (write) {
            writers[writer >> 6] |= 1L << writer;
        } else if (!allReads[call.subject] && (writers[writer >> 6] & 1L << writer) == 0
                || written[call.subject].get(call.key) == LongMap.NONE) {
            return;
        }
        Effect effect = free;
        if (effect == null) {
            effect = new Effect();
        } else {
            free = effect.next;
        }
        effect.write = write;
        effect.entity = call.subject;
        effect.key = call.key;
        effect.version = call.version;
        effect.place = call.place;
        effect.next = call.root.effects;
        call.root.effects = effect;
    }

    /** The operation has ended for the one who asked: its effects become rows. */
    public void end(Call root, long now, int outcome) {
        for (Effect effect = root.effects; effect != null; effect = effect.next) {
            byte row = effect.write ? WRITE : READ;
            append(
                    row,
                    effect.entity,
                    root.client,
                    effect.key,
                    effect.version,
                    root.madeNanos,
                    now,
                    outcome,
                    effect.place);
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

    /** A store has discarded a committed version. */
    public void lost(int entity, long key, long version, long now, int place) {
        if (tracks(entity)) {
            append(LOST, entity, -1, key, version, now, now, Call.OK, place);
        }
    }

    /** A message was accepted ({@link Call#OK}) or not. */
    public void published(int event, long message, long client, long startNanos, long endNanos, int outcome) {
        if (tracksEvent(event)) {
            append(PUBLISH, event, client, message, 0, startNanos, endNanos, outcome, -1);
        }
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
        if (tracksEvent(event)) {
            append(
                    HANDLED,
                    event,
                    group,
                    delivery.message,
                    delivery.attempt,
                    delivery.arrivedNanos,
                    now,
                    Call.OK,
                    place);
        }
    }

    /** Writes one row as it is: for checkers' tests and for histories that come from elsewhere. */
    public void append(
            byte kind, int subject, long who, long key, long version, long start, long end, int outcome, int place) {
        if (size == MAX_ROWS) {
            full = true;
            return;
        }
        if (size == this.kind.length) {
            grow();
        }
        this.kind[size] = kind;
        this.subject[size] = subject;
        this.who[size] = who;
        this.key[size] = key;
        this.version[size] = version;
        this.start[size] = start;
        this.end[size] = end;
        this.outcome[size] = (byte) outcome;
        this.place[size] = place;
        size++;
    }

    private void grow() {
        int length = Math.min(MAX_ROWS, size * 2);
        kind = Arrays.copyOf(kind, length);
        outcome = Arrays.copyOf(outcome, length);
        subject = Arrays.copyOf(subject, length);
        place = Arrays.copyOf(place, length);
        who = Arrays.copyOf(who, length);
        key = Arrays.copyOf(key, length);
        version = Arrays.copyOf(version, length);
        start = Arrays.copyOf(start, length);
        end = Arrays.copyOf(end, length);
    }

    public int size() {
        return size;
    }

    /** Whether rows were left out because there were too many. */
    public boolean full() {
        return full;
    }

    public byte kind(int row) {
        return kind[row];
    }

    /** Entity of WRITE, READ, LOST; event of PUBLISH, HANDLED. */
    public int subject(int row) {
        return subject[row];
    }

    /** The client, or the group of a HANDLED row; -1 where there is none. */
    public long who(int row) {
        return who[row];
    }

    /** The key, or the message number. */
    public long key(int row) {
        return key[row];
    }

    public long version(int row) {
        return version[row];
    }

    public long start(int row) {
        return start[row];
    }

    public long end(int row) {
        return end[row];
    }

    public int outcome(int row) {
        return outcome[row];
    }

    /** Index of the node that served, or -1. */
    public int node(int row) {
        return place[row] < 0 ? -1 : place[row] >> INSTANCE_BITS;
    }

    /** The instance of the node that served. */
    public int instance(int row) {
        return place[row] & ((1 << INSTANCE_BITS) - 1);
    }

    /** A node and its instance in one number. */
    public static int place(int node, int instance) {
        return node << INSTANCE_BITS | instance;
    }
}
