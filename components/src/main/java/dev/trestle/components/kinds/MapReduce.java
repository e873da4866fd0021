package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * A cluster that runs batch jobs, one after the other, as MapReduce does (Dean and Ghemawat, OSDI 2004): a master, instance
 * 1 of the node, hands tasks to the free slots of the machines, which are the other instances.
 *
 * <p>Reduces begin when all maps are done: each fetches its part of all outputs, over its machine's network that all
 * fetches there share, then computes. The outputs of maps lie on their machines and are lost with them. When the last
 * tasks of a phase run and slots are free, each gets a backup attempt, and the first of the two to end counts.
 */
final class MapReduce extends Behaviour implements Steps.Owner {
    private static final int ENDED = FIRST_EVENT;
    private static final int FETCHED = FIRST_EVENT + 1;
    private static final int NOTICED = FIRST_EVENT + 2;
    private static final int JOURNAL = FIRST_EVENT + 3;
    private static final int CALLS = FIRST_EVENT + 4;
    private static final int COMPUTES = 0;
    private static final int FETCHES = 1;
    /** Has fetched all that is there; what is missing was lost with a machine, and the master does not know it yet. */
    private static final int STALLS = 2;

    private final Site site;
    private final Station[] stations;
    private final SharedProcessor[] network;
    private final boolean[] alive;
    /** Counts up when a machine dies or comes back; whether the master has yet to learn of a death. */
    private final int[] lives;

    private final boolean[] missed;
    private final TaskTable tasks;
    private final Distribution mapTime;
    private final Distribution reduceTime;
    private final Chance mapChance;
    private final Chance reduceChance;
    private final long fetchBytes;
    private final long fetchNanos;
    private final int backupsBelowMaps;
    private final int backupsBelowReduces;
    private final long lossNanos;
    private final long journalNanos;
    private final Steps steps;
    private final Counter mapTasks;
    private final Counter reduceTasks;
    private final Counter backups;
    private final Counter backupsWon;
    private final Counter again;
    private final Counter shuffledBytes;
    private Call job;
    private int turn = 1;

    MapReduce(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        int machines = settings.integer(Batch.INSTANCES);
        stations = new Station[machines + 1];
        network = new SharedProcessor[machines + 1];
        alive = new boolean[machines + 1];
        Arrays.fill(alive, true);
        lives = new int[machines + 1];
        missed = new boolean[machines + 1];
        stations[0] = new Station(engine, this, 0, 1, Integer.MAX_VALUE);
        for (int i = 1; i <= machines; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(Batch.SLOTS), Integer.MAX_VALUE);
        }
        tasks = new TaskTable(Batch.maps(settings), settings.integer(Batch.REDUCERS), machines);
        mapTime = settings.distribution(Batch.MAP_TIME);
        reduceTime = settings.distribution(Batch.REDUCE_TIME);
        mapChance = site.chance("map");
        reduceChance = site.chance("reduce");
        fetchBytes = Batch.fetchBytes(settings);
        fetchNanos = (long) (fetchBytes * 1e9 / settings.bytes(Batch.NETWORK));
        double backup = settings.isNone(Batch.BACKUP) ? 0 : settings.ratio(Batch.BACKUP);
        backupsBelowMaps = (int) Math.ceil(backup * tasks.maps);
        backupsBelowReduces = (int) Math.ceil(backup * tasks.reduces);
        lossNanos = settings.nanos(Batch.LOSS_AFTER);
        journalNanos = settings.nanos(Batch.JOURNAL_EVERY);
        steps = new Steps(this, site, new Downstream(this, site, stations.length, CALLS), CALLS);
        mapTasks = meter.counter("mapTasks");
        reduceTasks = meter.counter("reduceTasks");
        backups = meter.counter("backups");
        backupsWon = meter.counter("backupsWon");
        again = meter.counter("tasksAgain");
        shuffledBytes = meter.counter("shuffledBytes");
    }

    @Override
    public void start() {
        steps.start();
        for (int i = 1; i < network.length; i++) {
            Call timer = engine.call(this);
            timer.instance = i;
            network[i] = new SharedProcessor(engine, 1, timer, FETCHED);
        }
        if (journalNanos > 0) {
            engine.schedule(engine.call(this), JOURNAL, journalNanos);
        }
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return alive[instance];
    }

    @Override
    public String role(int instance) {
        return instance == 0 ? "master" : "worker";
    }

    /** Whoever asks, the master takes the job. */
    @Override
    public void arrive(Call call) {
        book(call);
        call.instance = 0;
        if (call.verb == Call.DELIVER && !site.takes(call)) {
            answer(call);
            return;
        }
        if (!alive[0]) {
            call.outcome = Call.REFUSED;
            end(call);
        } else {
            stations[0].enter(call);
        }
    }

    @Override
    public void begin(Call call) {
        if (call.instance == 0) {
            job = call;
            tasks.reset();
            assign();
        } else if (tasks.isMap(call.step)) {
            call.stage = COMPUTES;
            engine.schedule(call, ENDED, stations[call.instance].slowed(mapTime.sample(mapChance)));
        } else {
            call.stage = FETCHES;
            shuffledBytes.value += fetchBytes;
            network[call.instance].add(call, fetchNanos);
        }
    }

    /** Gives tasks to free slots, and when all have one, backups to the last of them. */
    private void assign() {
        if (job == null || !alive[0]) {
            return;
        }
        while (tasks.waiting()) {
            int machine = free(0);
            if (machine == 0) {
                return;
            }
            launch(tasks.next(), machine);
        }
        if (tasks.left() > (tasks.mapping() ? backupsBelowMaps : backupsBelowReduces)) {
            return;
        }
        for (int task = tasks.alone(0); task >= 0; task = tasks.alone(task + 1)) {
            int machine = free(tasks.machine(task));
            if (machine > 0) {
                backups.value++;
                launch(task, machine);
            }
        }
    }

    /** The next machine in turn with a free slot, but not that one; 0 for none. */
    private int free(int except) {
        for (int i = 1; i < stations.length; i++) {
            int machine = turn;
            turn = turn + 1 == stations.length ? 1 : turn + 1;
            if (machine != except && alive[machine] && stations[machine].busy() < stations[machine].servers()) {
                return machine;
            }
        }
        return 0;
    }

    private void launch(int task, int machine) {
        Call attempt = engine.call(this);
        attempt.step = task;
        attempt.instance = machine;
        tasks.started(task, attempt);
        stations[machine].enter(attempt);
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case ENDED -> ended(call);
            case FETCHED -> fetched(network[call.instance].done());
            case NOTICED -> {
                boolean still = call.stage == lives[call.instance];
                int machine = call.instance;
                engine.free(call);
                if (still) {
                    notice(machine);
                    assign();
                }
            }
            case JOURNAL -> {
                engine.schedule(call, JOURNAL, journalNanos);
                if (alive[0]) {
                    tasks.journal();
                }
            }
            default -> steps.event(call, type);
        }
    }

    private void fetched(Call attempt) {
        for (int machine = 1; machine < missed.length; machine++) {
            if (missed[machine] && tasks.wanted(machine)) {
                attempt.stage = STALLS;
                return;
            }
        }
        tasks.fetched(attempt.step);
        attempt.stage = COMPUTES;
        engine.schedule(attempt, ENDED, stations[attempt.instance].slowed(reduceTime.sample(reduceChance)));
    }

    private void ended(Call attempt) {
        int task = attempt.step;
        stations[attempt.instance].leave(attempt);
        backupsWon.value += tasks.second(task) == attempt ? 1 : 0;
        Call other = tasks.succeeded(task, attempt);
        if (other != null) {
            kill(other);
        }
        engine.free(attempt);
        (tasks.isMap(task) ? mapTasks : reduceTasks).value++;
        if (journalNanos == 0) {
            tasks.journal(task);
        }
        if (tasks.allDone()) {
            Call done = job;
            job = null;
            if (done.verb == Call.DELIVER && engine.isPoison(done.message)) {
                done.outcome = Call.FAILED;
                finish(done);
                return;
            }
            // What is done with the result does not keep the machines from the next job.
            stations[0].park(done);
            steps.proceed(done, steps.program(done));
        } else {
            assign();
        }
    }

    private void kill(Call attempt) {
        if (attempt.stage == FETCHES) {
            network[attempt.instance].remove(attempt);
        }
        stations[attempt.instance].leave(attempt);
        engine.free(attempt);
    }

    @Override
    public long message(Call call) {
        return engine.nextMessage();
    }

    @Override
    public void reply(Call access, Call child) {
        steps.reply(access, child);
    }

    @Override
    public void finish(Call call) {
        stations[0].leave(call);
        end(call);
    }

    /** Closes the books of a job that an event has started, and answers. */
    private void end(Call call) {
        if (call.verb == Call.DELIVER) {
            long now = engine.now();
            site.meter(call.operation).end(call.phase, engine.phase(), call.outcome, now - call.arrivedNanos);
            if (call.outcome == Call.OK) {
                int group = site.broadcasts(call.wire.from.node) ? node : -1;
                engine.journal.handled(call, group, now, Journal.place(node, 0));
            }
        }
        answer(call);
    }

    /** A station has lost a task with its machine, or a job with a master that keeps no journal. */
    @Override
    public void lose(Call call) {
        if (call.instance > 0) {
            tasks.lost(call.step, call);
            engine.free(call);
        } else {
            engine.cancel(call);
            call.outcome = Call.CRASHED;
            end(call);
        }
    }

    @Override
    public void crash(int instance) {
        for (int i = 1; i < alive.length; i++) {
            if ((instance < 0 || i == instance) && alive[i]) {
                alive[i] = false;
                missed[i] = true;
                network[i].clear();
                stations[i].crash();
                Call notice = engine.call(this);
                notice.instance = i;
                notice.stage = ++lives[i];
                engine.schedule(notice, NOTICED, lossNanos);
            }
        }
        if (instance <= 0 && alive[0]) {
            alive[0] = false;
            killAll();
            if (journalNanos < 0) {
                job = null;
                stations[0].crash();
            }
        }
    }

    private void killAll() {
        for (int task = 0; task < tasks.size(); task++) {
            if (tasks.second(task) != null) {
                kill(tasks.second(task));
            }
            if (tasks.first(task) != null) {
                kill(tasks.first(task));
            }
            tasks.forget(task);
        }
    }

    /** The master misses a machine: what ran there begins anew, and so do the maps whose outputs are wanted. */
    private void notice(int machine) {
        if (!missed[machine]) {
            return;
        }
        missed[machine] = false;
        if (job == null) {
            return;
        }
        again.value += tasks.noticed(machine);
        if (tasks.wanted(machine)) {
            again.value += tasks.redo(machine);
            for (int task = tasks.maps; task < tasks.size(); task++) {
                giveUpFetch(task, tasks.second(task));
                giveUpFetch(task, tasks.first(task));
            }
        }
    }

    private void giveUpFetch(int task, Call attempt) {
        if (attempt != null && attempt.stage != COMPUTES) {
            tasks.givenUp(task, attempt);
            kill(attempt);
        }
    }

    /** A machine that comes back tells the master at once that it has nothing any more. */
    @Override
    public void recover(int instance) {
        for (int i = 1; i < alive.length; i++) {
            if ((instance < 0 || i == instance) && !alive[i]) {
                alive[i] = true;
                lives[i]++;
                stations[i].recover();
                notice(i);
            }
        }
        if (instance <= 0 && !alive[0]) {
            alive[0] = true;
            stations[0].recover();
            if (job != null) {
                again.value += tasks.recall();
                for (int i = 1; i < alive.length; i++) {
                    if (!alive[i]) {
                        missed[i] = true;
                        notice(i);
                    }
                }
            }
        }
        assign();
    }
}
