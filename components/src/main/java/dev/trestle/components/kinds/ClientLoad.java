package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Arrivals;
import dev.trestle.components.load.Distribution;
import dev.trestle.components.load.Popularity;
import java.util.List;

/**
 * The people behind a clients node: an open loop of requests per operation or a closed one of thinking people, with
 * patience, retries and the habit of looking at what one has just written.
 */
final class ClientLoad extends Behaviour {
    private static final int ARRIVAL = FIRST_EVENT;
    private static final int LOOK = FIRST_EVENT + 1;
    private static final int THOUGHT = FIRST_EVENT + 2;
    private static final int LISTENING = FIRST_EVENT + 3;
    private static final int ASKING = LISTENING + 3;
    private static final int GIVE_UP = ASKING + Asking.GIVE_UP;
    private static final int SECOND_TRY = ASKING + Asking.SECOND_TRY;
    private static final int RETRY = ASKING + Asking.RETRY;
    /** How soon a person who has nothing to ask for looks again. */
    private static final long IDLE_NANOS = 1_000_000_000L;
    /** A request without payload: headers and a query, as a round figure. */
    private static final long QUERY_BYTES = 500;
    /** The same as a frame of a connection that is open already (RFC 6455), as a round figure. */
    private static final long FRAME_BYTES = 50;
    /** More people than this waiting to look at their own writes means that no operation reads that entity. */
    private static final int MOST_LOOKERS = 10_000;

    private static final int MOST_PEOPLE = 320_000;

    private final Site site;
    private final long users;
    private final Asking asking;
    /** Null where there is no limit. */
    private final RetryBudget budget;

    /** Null where devices keep nothing. */
    private final DeviceCache devices;

    /** Null where nobody waits for events. */
    private final Listening listening;

    private final long queryBytes;
    private final boolean closed;
    private final int concurrent;
    private final Distribution think;
    private final Chance thinking;
    private final Chance mix;
    /** How many people are in the closed loop now. */
    private int population;

    private final Counter requests;
    private final double readsOwn;
    private final Distribution readsOwnAfter;
    private final Chance people;
    private final Chance patience;
    private final OperationPlan[] operations;
    private final OperationMeter[] meters;
    private final Arrivals[] arrivals;
    private final Chance[] arrivalChance;
    private final Chance[] keyChance;
    private final Popularity[] popularity;
    private final Call[] tickers;
    private final Call[] lookers;
    private final int[] lookersWaiting;
    /** Null where nobody asks what was done more than once. */
    private Deeds deeds;

    private Wire[][] ways;
    private int turn;
    private double traffic = 1;

    ClientLoad(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        users = Math.round(settings.number(Clients.USERS));
        closed = settings.text(Clients.ARRIVALS).equals("closed");
        concurrent = settings.integer(Clients.CONCURRENT);
        think = settings.distribution(Clients.THINK);
        thinking = site.chance("thinking");
        mix = site.chance("mix");
        readsOwn = settings.ratio(Clients.READS_OWN);
        readsOwnAfter = settings.distribution(Clients.READS_OWN_AFTER);
        people = site.chance("people");
        patience = site.chance("patience");
        requests = meter.counter("requests");
        queryBytes = settings.text(Clients.TRANSPORT).equals("websocket") ? FRAME_BYTES : QUERY_BYTES;
        listening = Listening.of(this, site, LISTENING);
        asking = new Asking(this, site, patience, ASKING);
        budget = Asking.budget(settings);
        devices = settings.isNone(Clients.DEVICE_CACHE)
                ? null
                : new DeviceCache(meter, settings.nanos(Clients.DEVICE_CACHE));
        operations = site.operations().toArray(OperationPlan[]::new);
        meters = new OperationMeter[operations.length];
        arrivals = new Arrivals[operations.length];
        arrivalChance = new Chance[operations.length];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = closed ? null : Clients.arrivals(settings);
            arrivalChance[i] = site.chance("arrivals of " + operations[i].name());
            meters[i] = site.meter(i);
        }
        List<EntityPlan> entities = site.entities();
        keyChance = new Chance[entities.size()];
        popularity = new Popularity[entities.size()];
        for (int i = 0; i < keyChance.length; i++) {
            keyChance[i] = site.chance("keys of " + entities.get(i).name());
            popularity[i] = site.popularity(i);
        }
        tickers = new Call[operations.length];
        lookers = new Call[entities.size()];
        lookersWaiting = new int[entities.size()];
    }

    @Override
    public void start() {
        deeds = engine.journal.deeds();
        ways = new Wire[operations.length][];
        for (OperationPlan operation : operations) {
            ways[operation.index()] = site.requests(operation.index());
            if (!closed && canAsk(operation)) {
                Call ticker = engine.call(this);
                ticker.operation = operation.index();
                tickers[operation.index()] = ticker;
                next(ticker);
            }
        }
        populate();
        if (listening != null) {
            listening.start();
        }
    }

    /** A request that a listener's device makes by itself; false when the device has answered it, which is no news. */
    boolean issueFor(int operation, int listener) {
        Call root = issue(operations[operation], listener);
        if (root != null) {
            root.stage = Listening.LISTENS;
            root.scratch = listener;
        }
        return root != null;
    }

    @Override
    public boolean releases(Call call) {
        return listening == null || listening.releases(call);
    }

    @Override
    public void behind(java.util.function.LongConsumer ages) {
        if (listening != null) {
            listening.behind(ages);
        }
    }

    private boolean canAsk(OperationPlan operation) {
        return operation.external() && ways[operation.index()].length > 0;
    }

    @Override
    public boolean givesUp() {
        return asking.givesUp();
    }

    /** Nobody can call people. */
    @Override
    public void arrive(Call call) {
        throw new IllegalStateException(id + " was called");
    }

    @Override
    public void phase() {
        restart();
    }

    @Override
    public void traffic(double factor) {
        traffic = factor;
        restart();
        populate();
    }

    /** Lets people into the closed loop until there are as many as there are to be; too many leave one by one. */
    private void populate() {
        while (closed && population < wanted()) {
            population++;
            think(people.below(users));
        }
    }

    /** A fault may multiply people beyond what a run can hold: then a few more than that, and its budget ends it. */
    private double wanted() {
        return Math.min(concurrent * traffic, MOST_PEOPLE);
    }

    private void think(long client) {
        Call thinker = engine.call(this);
        thinker.client = client;
        engine.schedule(thinker, THOUGHT, think.sample(thinking));
    }

    /** The person asks for one of the operations, each as often as its rate says among the rates. */
    private void thought(Call thinker) {
        double left = 0;
        for (int i = 0; i < ways.length; i++) {
            left += weight(i);
        }
        if (left == 0) {
            engine.schedule(thinker, THOUGHT, IDLE_NANOS);
            return;
        }
        left *= mix.uniform();
        int chosen = -1;
        for (int i = 0; i < ways.length && left >= 0; i++) {
            double weight = weight(i);
            chosen = weight > 0 ? i : chosen;
            left -= weight;
        }
        issue(operations[chosen], thinker.client);
        engine.free(thinker);
    }

    private double weight(int operation) {
        return canAsk(operations[operation])
                ? site.load().at(engine.phase(), operation, engine.phaseNanos()) / site.sources(operation)
                : 0;
    }

    /** The rates have changed: draw the next arrivals anew, which is exact for a Poisson stream. */
    private void restart() {
        for (Call ticker : tickers) {
            if (ticker != null) {
                engine.cancel(ticker);
                next(ticker);
            }
        }
    }

    private void next(Call ticker) {
        double rate = site.load().top(engine.phase(), ticker.operation) * traffic / site.sources(ticker.operation);
        if (rate > 0) {
            int operation = ticker.operation;
            long gap = arrivals[operation].nextGapNanos(arrivalChance[operation], rate, engine.now());
            engine.schedule(ticker, ARRIVAL, gap);
        }
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case ARRIVAL -> {
                if (thinned(call.operation)) {
                    issue(operations[call.operation], -1);
                }
                next(call);
            }
            case THOUGHT -> thought(call);
            case GIVE_UP -> {
                asking.giveUp(call);
                after(call, Call.TIMED_OUT);
            }
            case SECOND_TRY -> asking.hedge(call, child(call), otherWay(call));
            case RETRY -> attempt(call);
            case LISTENING, LISTENING + Listening.OVER, LISTENING + Listening.NEWS ->
                listening.event(call, type - LISTENING);
            default -> lookReady(call);
        }
    }

    /** On a ramp arrivals are drawn at its top rate and kept with the share of the present rate: exact thinning. */
    private boolean thinned(int operation) {
        double top = site.load().top(engine.phase(), operation);
        double now = site.load().at(engine.phase(), operation, engine.phaseNanos());
        return now >= top || arrivalChance[operation].uniform() * top < now;
    }

    /** A request of that person, or with -1 of anybody; null when it has ended already. */
    private Call issue(OperationPlan operation, long client) {
        Call root = engine.call(this);
        root.verb = Call.REQUEST;
        root.operation = operation.index();
        root.keyEntity = operation.keyEntity();
        if (deeds != null) {
            deeds.begins(root);
        }
        book(root);
        requests.value++;
        if (budget != null) {
            budget.request();
        }
        meters[operation.index()].offer(root.phase);
        Call looker = operation.reads() < 0 ? null : lookers[operation.reads()];
        if (looker != null) {
            lookers[operation.reads()] = looker.other;
            lookersWaiting[operation.reads()]--;
            root.client = looker.client;
            root.key = looker.key;
            engine.free(looker);
        } else {
            root.client = client < 0 ? people.below(users) : client;
            if (operation.fresh()) {
                root.key = site.freshKey(root.keyEntity);
            } else if (root.keyEntity >= 0) {
                root.key = popularity[root.keyEntity].key(keyChance[root.keyEntity]);
            }
        }
        if (devices != null && devices.answers(root, operation, engine.now())) {
            root.place = Journal.place(node, 0);
            engine.journal.effect(root, false);
            end(root, Call.OK);
            return null;
        }
        attempt(root);
        return root;
    }

    private void attempt(Call root) {
        Wire[] way = ways[root.operation];
        Wire next = way[way.length == 1 ? 0 : turn++ % way.length];
        asking.send(root, child(root), next, !operations[root.operation].writer());
    }

    private Call child(Call root) {
        Call child = engine.child(root);
        child.sentBytes = queryBytes + operations[root.operation].requestBytes();
        return child;
    }

    /** The way after the one that the last try took. */
    private Wire otherWay(Call root) {
        Wire[] way = ways[root.operation];
        int taken = 0;
        while (way[taken] != root.other.wire) {
            taken++;
        }
        return way[(taken + 1) % way.length];
    }

    @Override
    public void reply(Call root, Call child) {
        if (root.verb == Call.OWN) {
            listening.reply(root, child);
            return;
        }
        if (asking.decides(root, child)) {
            root.replyBytes = child.replyBytes;
            if (devices != null && child.outcome == Call.OK) {
                devices.keep(root, operations[root.operation], child.version, engine.now());
            }
            after(root, child.outcome);
        }
    }

    private void after(Call root, int outcome) {
        if (outcome != Call.OK && asking.again(root, budget)) {
            if (deeds != null) {
                deeds.again(root, engine.now());
            }
            // What the failed try did is on record as such: nobody was told of it.
            engine.journal.end(root, engine.now(), outcome);
            return;
        }
        end(root, outcome);
    }

    private void end(Call root, int outcome) {
        root.outcome = outcome;
        if (root.stage == Listening.LISTENS) {
            listening.polled(root, outcome);
        }
        long now = engine.now();
        meters[root.operation].end(root.phase, engine.phase(), outcome, now - root.madeNanos);
        engine.journal.end(root, now, outcome);
        engine.journal.asked(root, now, outcome);
        if (outcome == Call.OK) {
            // By index: an iterator per write is garbage until the compiler has seen through it.
            List<Integer> written = operations[root.operation].writes();
            for (int i = 0; i < written.size(); i++) {
                lookLater(root, written.get(i));
            }
        }
        if (closed && population <= wanted()) {
            think(root.client);
        } else if (closed) {
            population--;
        }
        unbook(root);
        engine.free(root);
    }

    private void lookLater(Call root, int entity) {
        if (lookersWaiting[entity] >= MOST_LOOKERS || patience.uniform() >= readsOwn) {
            return;
        }
        Call looker = engine.call(this);
        looker.client = root.client;
        looker.key = root.key;
        looker.subject = entity;
        lookersWaiting[entity]++;
        engine.schedule(looker, LOOK, readsOwnAfter.sample(patience));
    }

    /** The time has come: the next read of that entity will be this person's. Last come first served. */
    private void lookReady(Call looker) {
        looker.other = lookers[looker.subject];
        lookers[looker.subject] = looker;
    }
}
