package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.List;

/**
 * How people hear of events: they ask again and again (short poll), ask and are kept waiting until there is something
 * (long poll), or hold a connection over which it is pushed to them (SSE, WebSocket).
 *
 * <p>An event becomes news for one listener, by its message number, when a consumer has handled it. Where the listener's
 * request is worked on decides what it hears of: {@link #releases}. A call of this node stands for each piece of news; it
 * was made when the event was handled. A listener's connection is a call too ({@link Call#stage} is {@link #LISTENS},
 * {@link Call#scratch} the listener).
 */
final class Listening implements Journal.Listener {
    static final int LISTENS = 1;

    /** Offsets of this class's events from the first one that the node gives it. */
    static final int ASK = 0;

    static final int OVER = 1;
    static final int NEWS = 2;
    /** A request with its headers, a frame of an open connection, and a piece of news: round figures. */
    private static final long REQUEST_BYTES = 500;

    private static final long NEWS_BYTES = 500;
    /** What a connection is given beyond its time to hold before the client takes it for dead. */
    private static final long GRACE_NANOS = 10_000_000_000L;

    private static final long CONNECT_WITHIN_NANOS = 1_000_000_000L;
    private static final int MOST_DOUBLINGS = 10;

    private final ClientLoad node;
    private final Site site;
    private final Engine engine;
    private final Meter meter;
    private final int firstEvent;
    private final boolean polls;
    private final boolean pushes;
    private final int operation;
    private final long pollNanos;
    private final long holdNanos;
    private final long backoffNanos;
    private final Chance chance;
    /** Another seed leads messages to other listeners: replications are to differ in this, too. */
    private final long salt;
    /** By listener: what it has not been told yet, what is on its way with an answer, and the call that waits for news. */
    private final Call[] mailbox;

    private final Call[] underWay;
    private final Call[] held;
    /** By listener: whether a request of its is out. */
    private final boolean[] asking;

    private final long[] lastPush;
    private Wire[] ways;
    private int turn;
    private final Counter asked;
    private final Counter empty;
    private final Counter delivered;
    private final Counter broken;

    private Listening(ClientLoad node, Site site, int firstEvent) {
        this.node = node;
        this.site = site;
        this.firstEvent = firstEvent;
        engine = site.engine();
        meter = node.meter;
        Settings settings = site.settings();
        String transport = settings.text(Clients.TRANSPORT);
        polls = transport.equals("short-poll");
        pushes = transport.equals("sse") || transport.equals("websocket");
        operation = operation(site, settings.text(Clients.LISTENS_WITH).trim());
        pollNanos = settings.nanos(Clients.POLL_EVERY);
        holdNanos = settings.nanos(Clients.HOLD_FOR);
        backoffNanos = Math.max(1, settings.nanos(Asking.BACKOFF));
        chance = site.chance("listening");
        salt = chance.below(Long.MAX_VALUE);
        int listeners = settings.integer(Clients.LISTENERS);
        mailbox = new Call[listeners];
        underWay = new Call[listeners];
        held = new Call[listeners];
        asking = new boolean[listeners];
        lastPush = new long[listeners];
        asked = meter.counter("asked for news");
        empty = meter.counter("empty answers");
        delivered = meter.counter("news delivered");
        broken = meter.counter("connections broken");
        meter.measuresLag("from an event until it is heard");
    }

    /** Null for people who do not listen. */
    static Listening of(ClientLoad node, Site site, int firstEvent) {
        Settings settings = site.settings();
        boolean listens = !settings.text(Clients.TRANSPORT).equals("request")
                && operation(site, settings.text(Clients.LISTENS_WITH).trim()) >= 0;
        return listens ? new Listening(node, site, firstEvent) : null;
    }

    private static int operation(Site site, String name) {
        for (OperationPlan operation : site.operations()) {
            if (operation.name().equals(name)) {
                return operation.index();
            }
        }
        return -1;
    }

    void start() {
        ways = site.requests(operation);
        List<String> follows = site.settings().names(Clients.FOLLOWS);
        for (int event = 0; event < site.events(); event++) {
            if (follows.isEmpty() || follows.contains(site.event(event))) {
                engine.journal.listen(event, this);
            }
        }
        if (ways.length == 0) {
            return;
        }
        for (int listener = 0; listener < held.length; listener++) {
            Call root = engine.call(node);
            root.stage = LISTENS;
            root.scratch = listener;
            root.operation = operation;
            root.client = listener;
            engine.schedule(
                    root, firstEvent + ASK, (long) (chance.uniform() * (polls ? pollNanos : CONNECT_WITHIN_NANOS)));
        }
    }

    /** A consumer is through with the event: from now on the server could tell its listener. */
    @Override
    public void handled(int event, long message) {
        int listener = (int) Long.remainderUnsigned(HashRing.mix(message ^ salt), held.length);
        Call news = engine.call(node);
        news.scratch = listener;
        news.other = null;
        append(mailbox, listener, news);
        Call at = held[listener];
        if (at == null || !at.isHere()) {
            return;
        }
        if (pushes) {
            push(listener);
        } else {
            held[listener] = null;
            at.node.wake(at);
        }
    }

    /** The ages of the news that their listeners have not heard. */
    void behind(java.util.function.LongConsumer ages) {
        for (int listener = 0; listener < mailbox.length; listener++) {
            for (Call news = mailbox[listener]; news != null; news = news.other) {
                ages.accept(engine.now() - news.madeNanos);
            }
            for (Call news = underWay[listener]; news != null; news = news.other) {
                ages.accept(engine.now() - news.madeNanos);
            }
        }
    }

    private static void append(Call[] lists, int listener, Call news) {
        Call last = lists[listener];
        if (last == null) {
            lists[listener] = news;
            return;
        }
        while (last.other != null) {
            last = last.other;
        }
        last.other = news;
    }

    void event(Call call, int offset) {
        switch (offset) {
            case ASK -> ask(call);
            case OVER -> over(call);
            default -> hear(call);
        }
    }

    private void ask(Call root) {
        int listener = (int) root.scratch;
        if (polls) {
            engine.schedule(root, firstEvent + ASK, pollNanos);
            if (!asking[listener]) {
                asked.value++;
                asking[listener] = true;
                asking[listener] = node.issueFor(operation, listener);
            }
            return;
        }
        asked.value++;
        OperationPlan plan = site.operations().get(operation);
        root.keyEntity = plan.keyEntity();
        root.key = plan.keyEntity() < 0 ? 0 : site.popularity(plan.keyEntity()).key(chance);
        root.pending = 0;
        Call child = engine.child(root);
        child.verb = Call.REQUEST;
        child.sentBytes = REQUEST_BYTES;
        root.other = child;
        engine.schedule(root, firstEvent + OVER, holdNanos);
        engine.send(child, ways[turn++ % ways.length], Call.ANY);
    }

    /** Whether a request that its server is through with may be answered: a poll always, others once there is news. */
    boolean releases(Call call) {
        Call root = call.root;
        if (root.stage != LISTENS || call.operation != root.operation) {
            return true;
        }
        int listener = (int) root.scratch;
        if (pushes) {
            held[listener] = call;
            root.attempt = 1;
            push(listener);
            return false;
        }
        if (!polls && mailbox[listener] == null && root.pending == 0) {
            held[listener] = call;
            return false;
        }
        held[listener] = null;
        int count = 0;
        while (mailbox[listener] != null) {
            Call news = mailbox[listener];
            mailbox[listener] = news.other;
            news.other = null;
            append(underWay, listener, news);
            count++;
        }
        empty.value += count == 0 ? 1 : 0;
        call.replyBytes += REQUEST_BYTES + count * NEWS_BYTES;
        return true;
    }

    /** Sends what waits over the open connection, in order; what cannot be sent waits for the next one. */
    private void push(int listener) {
        while (mailbox[listener] != null) {
            long nanos = engine.pushNanos(held[listener], NEWS_BYTES);
            if (nanos < 0) {
                return;
            }
            Call news = mailbox[listener];
            mailbox[listener] = news.other;
            news.other = null;
            lastPush[listener] = Math.max(lastPush[listener], engine.now() + nanos);
            engine.schedule(news, firstEvent + NEWS, lastPush[listener] - engine.now());
        }
    }

    private void hear(Call news) {
        delivered.value++;
        meter.lagged(engine.now() - news.madeNanos);
        engine.free(news);
    }

    /**
     * The time to hold is over: a long poll is answered with nothing; whoever holds a connection looks whether it still
     * is one. Without a sign of life after that the client asks anew.
     */
    private void over(Call root) {
        int listener = (int) root.scratch;
        Call at = held[listener];
        boolean here = at != null && at.isHere() && at.root == root;
        if (here && pushes && engine.connects(at)) {
            push(listener);
            engine.schedule(root, firstEvent + OVER, holdNanos);
        } else if (here && !pushes && root.pending == 0) {
            root.pending = 1;
            held[listener] = null;
            at.node.wake(at);
            engine.schedule(root, firstEvent + OVER, GRACE_NANOS);
        } else {
            engine.abandon(root.other);
            root.other = null;
            disconnected(root);
        }
    }

    /** The answer to what a listener asked, other than by a short poll. */
    void reply(Call root, Call child) {
        root.other = null;
        engine.cancel(root);
        engine.journal.end(root, engine.now(), child.outcome);
        if (child.outcome == Call.OK && !pushes) {
            root.attempt = 1;
            hearAnswer((int) root.scratch);
            ask(root);
        } else {
            disconnected(root);
        }
    }

    private void disconnected(Call root) {
        int listener = (int) root.scratch;
        broken.value++;
        held[listener] = null;
        missed(listener);
        double mean = backoffNanos * (double) (1L << Math.min(MOST_DOUBLINGS, root.attempt++ - 1));
        engine.schedule(root, firstEvent + ASK, (long) (2 * mean * chance.uniform()));
    }

    /** A short poll has ended, well or not. */
    void polled(Call root, int outcome) {
        int listener = (int) root.scratch;
        asking[listener] = false;
        if (outcome == Call.OK) {
            hearAnswer(listener);
        } else {
            missed(listener);
        }
    }

    private void hearAnswer(int listener) {
        while (underWay[listener] != null) {
            Call news = underWay[listener];
            underWay[listener] = news.other;
            hear(news);
        }
    }

    /** What was on its way with an answer that did not come is told again: the client says what it has seen last. */
    private void missed(int listener) {
        Call back = underWay[listener];
        underWay[listener] = null;
        if (back != null) {
            Call last = back;
            while (last.other != null) {
                last = last.other;
            }
            last.other = mailbox[listener];
            mailbox[listener] = back;
        }
    }
}
