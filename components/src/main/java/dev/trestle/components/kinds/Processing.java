package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Program;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Tunable;
import dev.trestle.components.load.Distribution;
import java.util.List;

/**
 * Instances of workers that run the steps of operations: what services and consumers have in common.
 *
 * <p>A worker first spends the service time, alone or on processors that all workers share, then goes through the
 * {@link Steps}. It is held while a step waits for another node, unless the model is asynchronous. {@link Fleet} says
 * which instances are at work. Kinds that lack one of the service's settings have its default.
 */
class Processing extends Behaviour implements Steps.Owner, Tunable {
    private static final int SERVED = FIRST_EVENT;
    private static final int PROCESSED = FIRST_EVENT + 1;
    private static final int LOST_PATIENCE = FIRST_EVENT + 2;
    private static final int CHECK = FIRST_EVENT + 3;
    private static final int STARTED = FIRST_EVENT + 4;
    private static final int DEPLOY = FIRST_EVENT + 5;
    private static final int LOOK_AT_NEW = FIRST_EVENT + 6;
    private static final int HELD = FIRST_EVENT + 7;
    private static final int CALLS = FIRST_EVENT + 8;

    /** The size of a {@link Processing}: all that its kind's settings say. */
    record Shape(int instances, int workers, int queue, Distribution serviceTime, boolean async) {}

    private final Site site;
    private Shape shape;
    private final Station[] stations;
    private final Chance serviceChance;
    private final Chance patienceChance;
    private final Downstream downstream;
    private final Steps steps;
    private final Fleet fleet;
    /** Null where no new version comes during the run. */
    private final Deployment deployment;

    private final long checkNanos;
    private final boolean[] urgent;
    /** How long a call waits for a worker before it leaves; null for ever. */
    private final Distribution patience;

    private final boolean dropsOldest;
    private final boolean dropsOrdinary;
    /** By instance; empty where workers do not share processors. */
    private final SharedProcessor[] processors;

    private final Counter shed;
    private final Counter abandoned;

    Processing(Site site, Shape shape) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        this.shape = shape;
        Settings settings = site.settings();
        String discipline = settings.text(Service.DISCIPLINE);
        stations = new Station[shape.instances()];
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, shape.workers(), shape.queue());
            stations[i].urgentFirst = discipline.equals("urgent-first");
        }
        processors = new SharedProcessor[discipline.equals("sharing") ? stations.length : 0];
        serviceChance = site.chance("service");
        patienceChance = site.chance("patience");
        patience = settings.isNone(Service.PATIENCE) ? null : settings.distribution(Service.PATIENCE);
        dropsOldest = settings.text(Service.FULL_QUEUE).equals("oldest");
        dropsOrdinary = settings.text(Service.FULL_QUEUE).equals("ordinary");
        urgent = urgent(settings.names(Service.URGENT), site.operations());
        downstream = new Downstream(this, site, stations.length, CALLS);
        steps = new Steps(this, site, downstream, CALLS);
        fleet = new Fleet(this, site, List.of(stations), STARTED);
        deployment = settings.isNone(Deployment.AT) ? null : new Deployment(this, site, fleet, DEPLOY);
        checkNanos = settings.nanos(Service.AUTOSCALE_EVERY);
        shed = meter.counter("shed");
        abandoned = meter.counter("abandoned");
    }

    /** By operation: those that are named, or else those that write. */
    private static boolean[] urgent(List<String> names, List<OperationPlan> operations) {
        boolean[] urgent = new boolean[operations.size()];
        for (OperationPlan operation : operations) {
            urgent[operation.index()] = names.isEmpty() ? operation.writer() : names.contains(operation.name());
        }
        return urgent;
    }

    @Override
    public void start() {
        steps.start();
        for (int i = 0; i < processors.length; i++) {
            Call timer = engine.call(this);
            timer.instance = i;
            processors[i] = new SharedProcessor(engine, site.settings().integer(Service.CPUS), timer, PROCESSED);
        }
        if (fleet.scales()) {
            engine.schedule(engine.call(this), CHECK, checkNanos);
        }
        if (deployment != null) {
            deployment.start();
        }
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return fleet.up(instance) && stations[instance].up();
    }

    @Override
    public boolean givesUp() {
        return downstream.givesUp();
    }

    @Override
    public int choose(Call call) {
        return fleet.next();
    }

    @Override
    public void arrive(Call call) {
        book(call);
        noteAgain(call);
        admit(call);
    }

    /** That a message is delivered again goes into the history, whatever becomes of it. */
    final void noteAgain(Call call) {
        if (call.verb == Call.DELIVER && call.attempt > 1 && engine.journal.deeds() != null) {
            int handler = site.handlerOperation(call.subject);
            engine.journal.deeds().deliveredAgain(call, handler, engine.now());
        }
    }

    /** Gives a call its instance and, if there is room, its place in there. */
    final void admit(Call call) {
        if (call.instance == Call.ANY) {
            call.instance = fleet.next();
        }
        if (call.verb == Call.DELIVER && !site.takes(call)) {
            settle(call);
            return;
        }
        call.urgent = call.operation >= 0 && urgent[call.operation];
        enter(call);
    }

    private void enter(Call call) {
        Station station = stations[call.instance];
        if ((dropsOldest || dropsOrdinary) && station.full()) {
            Call victim = dropsOldest ? station.oldest() : call.urgent ? station.leastUrgent() : null;
            if (victim != null) {
                station.evict(victim);
                shed.value++;
                engine.cancel(victim);
                close(victim);
            }
        }
        if (!station.enter(call)) {
            shed.value += call.outcome == Call.REJECTED ? 1 : 0;
            close(call);
        } else if (patience != null && station.waits(call)) {
            engine.schedule(call, LOST_PATIENCE, patience.sample(patienceChance));
        }
    }

    @Override
    public void begin(Call call) {
        if (patience != null) {
            engine.cancel(call);
        }
        long nanos = stations[call.instance].slowed(shape.serviceTime().sample(serviceChance) + startUpNanos());
        if (deployment != null) {
            nanos = (long) (nanos * deployment.slowness(call.instance));
        }
        if (processors.length > 0) {
            processors[call.instance].add(call, nanos);
        } else {
            engine.schedule(call, SERVED, nanos);
        }
    }

    /** What it takes before a worker that was just taken can begin; for those that must be made first. */
    long startUpNanos() {
        return 0;
    }

    /** A worker is through with a call and free again. */
    void workerFreed() {}

    /** Whether the work on the call fails by itself, once its time is spent. */
    boolean fails(Call call) {
        return false;
    }

    /** A delivery has been worked on, with the outcome that the call says. */
    void worked(Call call) {}

    /** Nobody works on the call any more: whoever waits for it is told. */
    void settle(Call call) {
        answer(call);
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case SERVED -> served(call);
            case PROCESSED -> served(processors[call.instance].done());
            case LOST_PATIENCE -> {
                abandoned.value++;
                stations[call.instance].leave(call);
                call.outcome = Call.TIMED_OUT;
                close(call);
            }
            case CHECK -> check(call);
            case STARTED -> {
                fleet.started(call.instance);
                engine.free(call);
            }
            case HELD -> finish(call);
            case DEPLOY, LOOK_AT_NEW -> deployment.event(type);
            default -> steps.event(call, type);
        }
    }

    private void check(Call timer) {
        if (fleet.scales()) {
            fleet.check();
            engine.schedule(timer, CHECK, checkNanos);
        } else if (fleet.retire()) {
            engine.schedule(timer, CHECK, Fleet.DRAIN_NANOS);
        } else {
            engine.free(timer);
        }
    }

    @Override
    public void tune(Settings settings) {
        Shape wanted = shape(settings);
        for (Station station : stations) {
            station.resize(wanted.workers());
        }
        shape = new Shape(shape.instances(), wanted.workers(), shape.queue(), wanted.serviceTime(), shape.async());
        if (site.settings().varies(Service.INSTANCES) && fleet.size(settings.integer(Service.INSTANCES))) {
            engine.schedule(engine.call(this), CHECK, Fleet.DRAIN_NANOS);
        }
    }

    /** What a kind's settings ask for. */
    Shape shape(Settings settings) {
        return Service.shape(settings);
    }

    /** The service time of a call is over. */
    void served(Call call) {
        boolean poisoned = call.verb == Call.DELIVER && engine.isPoison(call.message);
        if (poisoned || fails(call) || deployment != null && deployment.fails(call.instance)) {
            call.outcome = Call.FAILED;
            finish(call);
            return;
        }
        Program program = steps.program(call);
        if (program.steps().isEmpty()) {
            finish(call);
            return;
        }
        if (shape.async()) {
            stations[call.instance].park(call);
        }
        steps.proceed(call, program);
    }

    @Override
    public void reply(Call access, Call child) {
        steps.reply(access, child);
    }

    @Override
    public final long message(Call call) {
        return engine.nextMessage();
    }

    @Override
    public void finish(Call call) {
        if (call.verb == Call.REQUEST && call.rootWaits() && !call.root.node.releases(call)) {
            // Held until there is something to tell: by its worker, unless the model is asynchronous.
            if (shape.async() && !stations[call.instance].isParked(call)) {
                stations[call.instance].park(call);
            }
            return;
        }
        workerFreed();
        if (deployment != null) {
            deployment.ended(call);
        }
        stations[call.instance].leave(call);
        close(call);
    }

    @Override
    public void wake(Call call) {
        engine.schedule(call, HELD, 0);
    }

    @Override
    public void crash(int instance) {
        fleet.crashed(instance);
        die(instance);
    }

    /** An instance is no more, or all with -1: what is in it fails. */
    final void die(int instance) {
        super.crash(instance);
        downstream.crashed(instance);
        for (int i = 0; i < processors.length; i++) {
            if (instance < 0 || i == instance) {
                processors[i].clear();
            }
        }
    }

    @Override
    public void recover(int instance) {
        fleet.recovered(instance);
    }

    /** The instance has crashed with the call in it. */
    @Override
    public void lose(Call call) {
        engine.cancel(call);
        call.outcome = Call.CRASHED;
        close(call);
    }

    /** Answers, and closes the books of a handler's operation: it has no client who would. */
    private void close(Call call) {
        if (call.verb == Call.DELIVER) {
            long now = engine.now();
            site.meter(call.operation).end(call.phase, engine.phase(), call.outcome, now - call.arrivedNanos);
            // What was committed is done, though the crash came before the answer.
            if (call.outcome == Call.OK || call.transaction == Call.COMMITTED) {
                int group = site.broadcasts(sender(call).node) ? node : -1;
                engine.journal.handled(call, group, now, Journal.place(node, call.instance));
            }
            worked(call);
        }
        settle(call);
    }

    /** Who has handed out a delivery. */
    Behaviour sender(Call delivery) {
        return delivery.wire.from;
    }
}
