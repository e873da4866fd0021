package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
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
 * The people behind a clients node: an open loop of requests per operation, with patience, retries and the habit of
 * looking at what one has just written.
 */
final class ClientLoad extends Behaviour {
    private static final int ARRIVAL = FIRST_EVENT;
    private static final int TIMEOUT = FIRST_EVENT + 1;
    private static final int RETRY = FIRST_EVENT + 2;
    private static final int LOOK = FIRST_EVENT + 3;
    /** A request without payload: headers and a query, as a round figure. */
    private static final long QUERY_BYTES = 500;
    /** More people than this waiting to look at their own writes means that no operation reads that entity. */
    private static final int MOST_LOOKERS = 10_000;

    private final Site site;
    private final long users;
    private final boolean patient;
    private final int timeoutLane;
    private final int retries;
    private final long backoffNanos;
    private final double readsOwn;
    private final Distribution readsOwnAfter;
    private final Chance people;
    private final Chance patience;
    private final List<OperationPlan> operations;
    private final Arrivals[] arrivals;
    private final Chance[] arrivalChance;
    private final Chance[] keyChance;
    private final Popularity[] popularity;
    private final Call[] tickers;
    private final Call[] lookers;
    private final int[] lookersWaiting;
    private Wire[][] ways;
    private int turn;
    private double traffic = 1;

    ClientLoad(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        users = Math.round(settings.number(Clients.USERS));
        long timeoutNanos = settings.nanos(Clients.TIMEOUT);
        patient = timeoutNanos < 0;
        timeoutLane = patient ? -1 : engine.lane(timeoutNanos);
        retries = settings.integer(Clients.RETRIES);
        backoffNanos = settings.nanos(Clients.BACKOFF);
        readsOwn = settings.ratio(Clients.READS_OWN);
        readsOwnAfter = settings.distribution(Clients.READS_OWN_AFTER);
        people = site.chance("people");
        patience = site.chance("patience");
        operations = site.operations();
        arrivals = new Arrivals[operations.size()];
        arrivalChance = new Chance[operations.size()];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = Arrivals.of(settings.text(Clients.ARRIVALS));
            arrivalChance[i] = site.chance("arrivals of " + operations.get(i).name());
        }
        List<EntityPlan> entities = site.entities();
        keyChance = new Chance[entities.size()];
        popularity = new Popularity[entities.size()];
        for (int i = 0; i < keyChance.length; i++) {
            keyChance[i] = site.chance("keys of " + entities.get(i).name());
            popularity[i] = site.popularity(i);
        }
        tickers = new Call[operations.size()];
        lookers = new Call[entities.size()];
        lookersWaiting = new int[entities.size()];
    }

    @Override
    public void start() {
        ways = new Wire[operations.size()][];
        for (OperationPlan operation : operations) {
            ways[operation.index()] = site.requests(operation.index());
            if (operation.external() && ways[operation.index()].length > 0) {
                Call ticker = engine.call(this);
                ticker.operation = operation.index();
                tickers[operation.index()] = ticker;
                next(ticker);
            }
        }
    }

    @Override
    public boolean givesUp() {
        return !patient;
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
                    issue(operations.get(call.operation));
                }
                next(call);
            }
            case TIMEOUT -> giveUp(call);
            case RETRY -> attempt(call);
            default -> lookReady(call);
        }
    }

    /** On a ramp arrivals are drawn at its top rate and kept with the share of the present rate: exact thinning. */
    private boolean thinned(int operation) {
        double top = site.load().top(engine.phase(), operation);
        double now = site.load().at(engine.phase(), operation, engine.phaseNanos());
        return now >= top || arrivalChance[operation].uniform() * top < now;
    }

    private void issue(OperationPlan operation) {
        Call root = engine.call(this);
        root.verb = Call.REQUEST;
        root.operation = operation.index();
        root.keyEntity = operation.keyEntity();
        book(root);
        site.meter(operation.index()).offer(root.phase);
        Call looker = operation.reads() < 0 ? null : lookers[operation.reads()];
        if (looker != null) {
            lookers[operation.reads()] = looker.other;
            lookersWaiting[operation.reads()]--;
            root.client = looker.client;
            root.key = looker.key;
            engine.free(looker);
        } else {
            root.client = people.below(users);
            if (operation.fresh()) {
                root.key = site.freshKey(root.keyEntity);
            } else if (root.keyEntity >= 0) {
                root.key = popularity[root.keyEntity].key(keyChance[root.keyEntity]);
            }
        }
        attempt(root);
    }

    private void attempt(Call root) {
        Wire[] way = ways[root.operation];
        Call child = engine.child(root);
        child.sentBytes = QUERY_BYTES + operations.get(root.operation).requestBytes();
        root.other = child;
        engine.send(child, way[way.length == 1 ? 0 : turn++ % way.length], Call.ANY);
        if (!patient) {
            engine.scheduleInLane(root, TIMEOUT, timeoutLane);
        }
    }

    @Override
    public void reply(Call root, Call child) {
        engine.cancel(root);
        root.other = null;
        root.replyBytes = child.replyBytes;
        after(root, child.outcome);
    }

    private void giveUp(Call root) {
        Call child = root.other;
        root.other = null;
        engine.abandon(child);
        engine.cancel(root);
        after(root, Call.TIMED_OUT);
    }

    private void after(Call root, int outcome) {
        if (outcome != Call.OK && root.attempt <= retries) {
            // What the failed try did is on record as such: nobody was told of it.
            engine.journal.end(root, engine.now(), outcome);
            double mean = backoffNanos * Math.scalb(1.0, root.attempt - 1);
            root.attempt++;
            engine.schedule(root, RETRY, (long) (2 * mean * patience.uniform()));
            return;
        }
        end(root, outcome);
    }

    private void end(Call root, int outcome) {
        root.outcome = outcome;
        long now = engine.now();
        OperationMeter meter = site.meter(root.operation);
        meter.end(root.phase, engine.phase(), outcome, now - root.madeNanos);
        engine.journal.end(root, now, outcome);
        if (outcome == Call.OK) {
            // By index: an iterator per write is garbage until the compiler has seen through it.
            List<Integer> written = operations.get(root.operation).writes();
            for (int i = 0; i < written.size(); i++) {
                lookLater(root, written.get(i));
            }
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
