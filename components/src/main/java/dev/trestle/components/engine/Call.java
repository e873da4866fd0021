package dev.trestle.components.engine;

/**
 * One request at one node: pooled by the {@link Engine}, so that a run allocates nothing per request.
 *
 * <p>A call is made by a parent call (or by a client, a queue or a timer: then it has none), travels over a {@link Wire},
 * is worked on by one {@link Behaviour} and is answered exactly once. {@link #turn} changes whenever the call is reused
 * or its pending timers are cancelled; events that carry an older turn are ignored. Single-threaded; nanoseconds of
 * virtual time.
 */
public final class Call {
    /** What a call asks for. */
    public static final int REQUEST = 0;

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int DELETE = 3;
    public static final int RESERVE = 4;
    public static final int PUBLISH = 5;
    public static final int DELIVER = 6;
    /** Puts a value that was read elsewhere into a cache. */
    public static final int FILL = 7;
    /** Something that a node does for itself, such as a timer or one access of a longer conversation. */
    public static final int OWN = 8;
    /** Ends a transaction, which keeps what it has changed: {@link #transaction}. */
    public static final int COMMIT = 9;
    /** Ends a transaction, of which nothing is kept. */
    public static final int ABORT = 10;

    /** How a call ended. */
    public static final int OK = 0;

    public static final int MISS = 1;
    public static final int REFUSED = 2;
    public static final int REJECTED = 3;
    public static final int TIMED_OUT = 4;
    public static final int CRASHED = 5;
    public static final int NO_ROUTE = 6;
    public static final int FAILED = 7;
    /** Its twin had begun first: see {@link #tie}. */
    public static final int WITHDRAWN = 8;

    private static final String[] OUTCOMES = {
        "ok",
        "miss",
        "refused: nothing is listening",
        "rejected: full or over a limit",
        "timed out",
        "crashed",
        "no route",
        "failed",
        "withdrawn: its twin had begun"
    };
    /** How many ways there are to end. */
    static final int ENDS = OUTCOMES.length;

    /** No instance chosen yet: the node that is called spreads such calls itself. */
    public static final int ANY = -1;

    final int handle;
    /** The current life of this object; see the class comment. */
    int turn;
    /** Handle and turn as events carry them, with room for a type. */
    long mark;

    Call nextFree;

    public Call parent;
    int parentTurn;
    /** The call at the very top: a client's operation or a queue's message. */
    public Call root;

    int rootTurn;
    /** The node that works on this call. */
    public Behaviour node;
    /** The wire it came over, or null for a call that a node makes to itself. */
    public Wire wire;

    public int instance;
    /** The spots that it goes from and to, see {@link Network}: only where its wire joins more than two. -1 for none. */
    int from;

    int to;
    /** How often it, or its answer, has been lost on the way; and whether it waits for a connection to be made. */
    int resends;

    boolean connects;
    /** Who answered a read or write in the end, as {@link Journal#place}; forwarders hand it on. -1 before. */
    public int place;

    public int verb;
    /** Index of the operation on whose behalf this happens, or -1. */
    public int operation;
    /** The operation at the very top, where {@link #operation} is one that it calls; -1 while they are the same. */
    int origin;
    /** Index of the entity (READ, WRITE, ...) or of the event (PUBLISH, DELIVER), or -1. */
    public int subject;

    public long key;
    /** The entity that {@link #key} belongs to, or -1: what an operation's steps on that entity are about. */
    public int keyEntity;
    /** Version that was written or seen; 0 means never written. */
    public long version;
    /** The fencing token of the newest lock that the operation has taken, larger than those of all locks before; 0 for none. */
    public long token;
    /** The one who asked, for sessions and sticky balancing. */
    public long client;
    /** What it does has this name, see {@link Deeds}: the number of the request (0 where nobody asks), and which step below it. */
    public long request;

    public long slot;
    /** Message number, for PUBLISH and DELIVER. */
    public long message;

    public long sentBytes;
    public long replyBytes;
    /** When the parent made it. */
    public long madeNanos;
    /** When it came in at the node. */
    public long arrivedNanos;

    public int outcome;
    /** Phase of the script in which the root was made. */
    public int phase;
    /** Try number, from 1. */
    public int attempt;
    /** Whether it goes before others that wait, where its node has such an order. */
    public boolean urgent;

    /**
     * The transaction in which an operation publishes; 0 for none, below 0 while it is being committed and
     * {@link #COMMITTED} when that is done.
     */
    public long transaction;

    /** The {@link #transaction} of an operation whose transaction has been committed. */
    public static final long COMMITTED = Long.MIN_VALUE;

    /** Free for the node that works on the call. */
    public int stage;

    public int pending;
    public int step;
    public int repeat;
    public long scratch;
    public Call other;
    public Call rival;
    /** First of the effects that wait for the root's end; see {@link Journal}. */
    Effect effects;

    /** Links of the one list that this call is in (a station's queue or its workers). */
    Call next;

    Call previous;
    int seat;
    /** Whether a wire has lost it or its answer. */
    boolean lost;
    /** Whether it waits for something that was lost, and nobody on the way will ever give up. */
    boolean hopeless;
    /** Whether it is on the books of its node; how often this object was, to tell one stay from the next. */
    boolean booked;

    int stay;
    /** Of one who waits for two tries that know of each other: {@link #NONE_BEGUN}, or the try that a server has taken. */
    private int tie;

    private boolean twin;
    private static final int NOT_TIED = 0;
    private static final int NONE_BEGUN = -1;
    /**
     * How many answers of other nodes it waits for, and how long it did so far at its node; while it waits, the time since
     * when is taken off.
     */
    int away;

    long awayNanos;
    /** The call on the books of the parent's node that waits for this one, and which stay of it. */
    Call waiter;

    int waiterStay;
    /** Whether it is out of the pool. */
    boolean used;
    /** What a {@link Tracer} notes of it; null where it is not traced. To be used through {@link #traced}. */
    Hop hop;
    /** The notes of the nearest call above it that has some, whether that waits for it or not. */
    Hop maker;

    Call(int handle) {
        this.handle = handle;
    }

    /** Whether it is on the books of its node: it has come in and is not answered yet. */
    public boolean isHere() {
        return booked;
    }

    /** Whether the parent is still waiting for this call. */
    public boolean parentWaits() {
        return parent != null && parent.turn == parentTurn;
    }

    /** Whether the operation at the top is still running. */
    public boolean rootWaits() {
        return root != null && root.turn == rootTurn;
    }

    /** What is noted of it, or null: when the operation at the top has ended, its notes belong to another one. */
    Hop traced() {
        return hop != null && rootWaits() ? hop : null;
    }

    /** Whether no answer can ever come: something that it waits for was lost, and nobody gives up. Known at the end. */
    public boolean hopeless() {
        return hopeless;
    }

    /** How long it has been at its node without waiting for others. */
    public long ownNanos(long now) {
        return now - arrivedNanos - awayNanos - (away > 0 ? now : 0);
    }

    /** The operation that a client had asked for, or -1. */
    public int asked() {
        return origin >= 0 ? origin : operation;
    }

    /** Of the tries for this call only one is to be begun from now on; or any, when not tied. */
    public void ties(boolean tied) {
        tie = tied ? NONE_BEGUN : NOT_TIED;
    }

    /** One of the tries of a call that ties them: it is not to be begun when the one who asked has an answer. */
    public void twinOf(Call waiter) {
        twin = waiter.tie != NOT_TIED;
    }

    /**
     * A server is about to take the call: false when it is on behalf of a try whose twin has begun (a tied request: Dean
     * and Barroso, The Tail at Scale, CACM 2013), however many nodes are between.
     */
    boolean mayBegin() {
        Call top = this;
        while (top.parentWaits()) {
            Call above = top.parent;
            if (above.tie != NOT_TIED) {
                above.tie = above.tie == NONE_BEGUN ? top.handle + 1 : above.tie;
                return above.tie == top.handle + 1;
            }
            top = above;
        }
        return !top.twin;
    }

    /** The parent no longer waits: the answer will be dropped. */
    public void orphan() {
        parent = null;
    }

    /** Takes over the answer of a call that was made for this one: what a node that passes things on tells its caller. */
    public void takeAnswer(Call child) {
        outcome = child.outcome;
        key = child.key;
        version = child.version;
        token = child.token;
        message = child.message;
        replyBytes = child.replyBytes;
        place = child.place;
    }

    /** A few words for an outcome. */
    public static String words(int outcome) {
        return OUTCOMES[outcome];
    }

    /** A new life on behalf of nobody. */
    void begin(Behaviour at) {
        parent = null;
        root = this;
        rootTurn = turn;
        node = at;
        verb = OWN;
        operation = -1;
        origin = -1;
        subject = -1;
        key = 0;
        keyEntity = -1;
        version = 0;
        token = 0;
        client = -1;
        request = 0;
        slot = 0;
        message = -1;
        sentBytes = 0;
        attempt = 1;
        clear();
    }

    /** A new life on behalf of another call: with the same operation, client, key and root. */
    void beginFor(Call by) {
        parent = by;
        parentTurn = by.turn;
        root = by.root;
        rootTurn = by.rootTurn;
        node = by.node;
        verb = by.verb;
        operation = by.operation;
        origin = by.origin >= 0 ? by.origin : by.operation;
        subject = by.subject;
        key = by.key;
        keyEntity = by.keyEntity;
        version = by.version;
        token = by.token;
        client = by.client;
        request = by.request;
        slot = by.slot;
        message = by.message;
        sentBytes = by.sentBytes;
        phase = by.phase;
        attempt = by.attempt;
        clear();
    }

    /**
     * What each life begins with. The rest needs no care: a station's links, effects, being lost and being on the books end
     * with the life before.
     */
    private void clear() {
        from = -1;
        to = -1;
        resends = 0;
        connects = false;
        transaction = 0;
        wire = null;
        hop = null;
        maker = null;
        other = null;
        rival = null;
        waiter = null;
        instance = ANY;
        place = -1;
        away = 0;
        awayNanos = 0;
        replyBytes = 0;
        outcome = OK;
        urgent = false;
        stage = 0;
        pending = 0;
        step = 0;
        repeat = 0;
        scratch = 0;
        tie = NOT_TIED;
        twin = false;
    }
}
