package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The record of what requests did to stores, try by try: one row for each effect that a store has committed, whether anybody
 * was told or not, for each message that was sent, and for each time that something was tried again.
 *
 * <p>What is meant to be done once has one name however often it is tried: the number of the request that it is done for
 * (below 0: of a message), and a hash of the steps that lead there. A message that is published by a second try is another
 * message with the same name. When there are {@link #MAX_ROWS} rows, half of the requests are followed from then on
 * ({@link Followed}). Times are virtual nanoseconds.
 */
public final class Deeds {
    /** A store has committed a write, a delete or a reservation. */
    public static final byte EFFECT = 1;
    /** A message is sent: the subject is the event, the key its number. */
    public static final byte SENT = 2;
    /** Something is tried again, or delivered again. */
    public static final byte AGAIN = 3;

    public static final int MAX_ROWS = 1 << 18;
    private static final int ENTITY_BITS = 48;

    /** What is noted in a row, side by side: a row is written and read as a whole. */
    private static final int REQUEST = 0;

    private static final int SLOT = 1;
    private static final int CLIENT = 2;
    private static final int KEY = 3;
    private static final int VERSION = 4;
    private static final int BEFORE = 5;
    private static final int TIME = 6;
    private static final int WIDTH = 7;

    private final boolean[] operations;
    private byte[] kind = new byte[256];
    private byte[] verb = new byte[256];
    private int[] subject = new int[256];
    private int[] asked = new int[256];
    private int[] operation = new int[256];
    private int[] place = new int[256];
    private long[] numbers = new long[256 * WIDTH];
    private int size;
    private long requests;
    private final Followed followed = new Followed();
    /** By message: the request that it was sent for in the end. */
    private LongMap origins = new LongMap(64);
    /** By entity and key: the newest version of all. */
    private final LongMap newest = new LongMap(64);

    /** @param operations whose requests are followed, with all that are carried out on their behalf */
    Deeds(boolean[] operations) {
        this.operations = operations;
    }

    /** The request begins: it has a number from now on. */
    public void begins(Call root) {
        root.request = ++requests;
    }

    /**
     * The access is a step of the call, and has its name.
     *
     * @param turn of the repetitions of the step
     * @param group who handles the call, where it is a message of which several get a copy each; else -1
     */
    public void step(Call call, Call access, int turn, int group) {
        boolean message = call.verb == Call.DELIVER;
        access.request = message ? -call.message : call.request;
        access.slot = mix((message ? group + 1L : call.slot) * 31 + ((long) access.step << 32 | turn) + 1);
    }

    /** The slot of what lies below a message, within the request that the message was sent for. */
    public static long below(long slotOfMessage, long slot) {
        return mix(slotOfMessage * 31 + slot);
    }

    private static long mix(long x) {
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }

    private boolean follows(Call call, int of) {
        int top = call.origin >= 0 ? call.origin : of;
        return call.request != 0
                && (top >= 0 && operations[top] || of >= 0 && operations[of])
                && followed.has(0, origin(call.request));
    }

    private long origin(long request) {
        long known = request < 0 ? origins.get(-request) : LongMap.NONE;
        return known == LongMap.NONE ? request : known;
    }

    /** A store has committed what the call has written. */
    void effect(Call call, long now) {
        long both = (long) call.subject << ENTITY_BITS ^ call.key;
        long before = newest.get(both);
        newest.put(both, call.version);
        if (follows(call, call.operation)) {
            int row = add(EFFECT, call, call.operation, now);
            verb[row] = (byte) call.verb;
            numbers[row * WIDTH + KEY] = call.key;
            numbers[row * WIDTH + VERSION] = call.version;
            numbers[row * WIDTH + BEFORE] = before;
            place[row] = Journal.place(call.node.node, Math.max(0, call.instance));
        }
    }

    /** A message is sent by the access. */
    public void sent(Call access, long now) {
        if (follows(access, access.operation)) {
            int row = add(SENT, access, access.operation, now);
            numbers[row * WIDTH + KEY] = access.message;
            sentFor(access.message, access.request);
        }
    }

    private void sentFor(long message, long request) {
        if (origins.get(message) == LongMap.NONE) {
            origins.put(message, origin(request));
        }
    }

    /** What the call is for is tried again. */
    public void again(Call call, long now) {
        if (follows(call, call.operation)) {
            add(AGAIN, call, call.operation, now);
        }
    }

    /** A message is delivered again, for an operation. */
    public void deliveredAgain(Call delivery, int handler, long now) {
        delivery.request = -delivery.message;
        if (follows(delivery, handler)) {
            add(AGAIN, delivery, handler, now);
        }
    }

    /** Writes one row as it is, of one operation: for checkers' tests. */
    public void append(byte ofKind, Row row) {
        Call call = new Call(0);
        call.begin(null);
        call.request = row.request;
        call.slot = row.slot;
        call.client = 7;
        call.subject = 0;
        if (!follows(call, row.operation)) {
            return;
        }
        int at = add(ofKind, call, row.operation, row.time);
        verb[at] = (byte) row.verb;
        numbers[at * WIDTH + KEY] = row.key;
        numbers[at * WIDTH + VERSION] = row.version;
        numbers[at * WIDTH + BEFORE] = row.before;
        if (ofKind == SENT) {
            sentFor(row.key, row.request);
        }
    }

    /** What {@link #append} writes. */
    public record Row(
            long request, long slot, int operation, int verb, long key, long version, long before, long time) {}

    private int add(byte ofKind, Call call, int of, long now) {
        if (size == MAX_ROWS && followed.open(0)) {
            followFewer(now);
        }
        if (size + 1 >= kind.length) {
            grow(Math.min(MAX_ROWS + 1, 2 * kind.length));
        }
        // What is not followed any more is written behind the last row, and not counted.
        int row = size;
        size += followed.open(0) && followed.has(0, origin(call.request)) ? 1 : 0;
        kind[row] = ofKind;
        subject[row] = call.subject;
        operation[row] = of;
        asked[row] = call.origin >= 0 ? call.origin : of;
        place[row] = -1;
        numbers[row * WIDTH + REQUEST] = call.request;
        numbers[row * WIDTH + SLOT] = call.slot;
        numbers[row * WIDTH + CLIENT] = call.client;
        numbers[row * WIDTH + TIME] = now;
        return row;
    }

    private void grow(int length) {
        kind = Arrays.copyOf(kind, length);
        verb = Arrays.copyOf(verb, length);
        subject = Arrays.copyOf(subject, length);
        asked = Arrays.copyOf(asked, length);
        operation = Arrays.copyOf(operation, length);
        place = Arrays.copyOf(place, length);
        numbers = Arrays.copyOf(numbers, length * WIDTH);
    }

    private void followFewer(long now) {
        while (size > MAX_ROWS / 4 * 3 && followed.halve(0)) {
            int kept = 0;
            for (int row = 0; row < size; row++) {
                if (followed.has(0, origin(request(row)))) {
                    move(row, kept++);
                }
            }
            size = kept;
        }
        if (size == MAX_ROWS) {
            followed.close(0, now);
        }
        LongMap old = origins;
        origins = new LongMap(64);
        for (int row = 0; row < size; row++) {
            if (kind[row] == SENT) {
                origins.put(key(row), old.get(key(row)));
            }
        }
    }

    private void move(int from, int to) {
        kind[to] = kind[from];
        verb[to] = verb[from];
        subject[to] = subject[from];
        asked[to] = asked[from];
        operation[to] = operation[from];
        place[to] = place[from];
        System.arraycopy(numbers, from * WIDTH, numbers, to * WIDTH, WIDTH);
    }

    /** The share of requests that are followed. */
    public double share() {
        return followed.share(0);
    }

    /** Up to when all rows of those are there; {@link Long#MAX_VALUE} for the whole run. */
    public long knownUntil() {
        return followed.knownUntil(0);
    }

    public int size() {
        return size;
    }

    public byte kind(int row) {
        return kind[row];
    }

    /** {@link Call#WRITE}, DELETE or RESERVE, of an effect. */
    public int verb(int row) {
        return verb[row];
    }

    /** The entity, or the event of a message. */
    public int subject(int row) {
        return subject[row];
    }

    /** The operation that a client had asked for, or that handles the message. */
    public int asked(int row) {
        return asked[row];
    }

    /** The operation whose step it is. */
    public int operation(int row) {
        return operation[row];
    }

    /** The number of the request, or of the message that it is done for, below 0. */
    public long request(int row) {
        return numbers[row * WIDTH + REQUEST];
    }

    /** Which of the things that are done for it. */
    public long slot(int row) {
        return numbers[row * WIDTH + SLOT];
    }

    /** The client, or -1. */
    public long client(int row) {
        return numbers[row * WIDTH + CLIENT];
    }

    /** The key that was written, or the message's number. */
    public long key(int row) {
        return numbers[row * WIDTH + KEY];
    }

    public long version(int row) {
        return numbers[row * WIDTH + VERSION];
    }

    /** The version that stood there before. */
    public long before(int row) {
        return numbers[row * WIDTH + BEFORE];
    }

    public long time(int row) {
        return numbers[row * WIDTH + TIME];
    }

    /** Index of the node that committed, or -1. */
    public int node(int row) {
        return Journal.nodeOf(place[row]);
    }

    /** The instance of the node that committed. */
    public int instance(int row) {
        return Journal.instanceOf(place[row]);
    }
}
