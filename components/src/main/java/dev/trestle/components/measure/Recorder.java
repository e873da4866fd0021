package dev.trestle.components.measure;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Station;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Copies the meters of one replication at the moments that matter: ends of stretches, frames, the end. Reads meters only.
 */
public final class Recorder {
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final Assembly assembly;
    private final Engine engine;
    private final int number;
    /** Null but for the first replication. */
    private final Traces.Taker traces;

    private final List<Reading> opening;
    private final List<Stretch> stretches = new ArrayList<>();
    /** The stretch that is on the books now: its phase, when it began and the readings then; null between stretches. */
    private List<Reading> before;

    private Passed passedBefore;
    /** The slot of the load, see {@link dev.trestle.components.kind.LoadCurve}. */
    private int slot;

    private long beganNanos;
    /** By phase: whether what was played in its lead counts as a part of it. */
    private final boolean[] leadCounts;
    /** The phase whose lead is on the books of curves and distributions and may be taken back; -1 for none. */
    private int undecided = -1;
    /** Length of all stretches that have ended. */
    private long playedNanos;

    private Course course;
    private final List<Frame> frames = new ArrayList<>();
    private List<Incident> incidents = List.of();
    private long frameNanos;
    private final long[] lastArrivals;
    private final long[] lastFailed;
    private final long[] lastBusy;
    private final long[] lastServers;
    /** Busy and serving time of each station of each node at the last frame, in turn. */
    private final long[][] lastStations;

    /** A recorder for replication {@code number}; takes the opening reading at once. */
    public Recorder(Plan plan, Assembly assembly, int number) {
        this.plan = plan;
        this.assembly = assembly;
        this.engine = assembly.engine();
        this.number = number;
        int nodes = plan.nodes().size();
        lastArrivals = new long[nodes];
        lastFailed = new long[nodes];
        lastBusy = new long[nodes];
        lastServers = new long[nodes];
        lastStations = new long[nodes][0];
        leadCounts = new boolean[plan.load().phases()];
        opening = read(false);
        traces = number == 0 ? new Traces.Taker(plan, engine) : null;
        if (number == 0) {
            watch();
        }
    }

    /** From now on the course in short slices is noted, too. */
    public Slices slices(long nanos) {
        course = new Course(nanos);
        return new Slices(plan, assembly, this, course);
    }

    /** What only frames show, which are of the first replication, is noted there only. */
    private void watch() {
        eachMeter(Meter::watch);
        for (int i = 0; i < plan.operations().size(); i++) {
            assembly.meter(i).watch();
        }
    }

    /** From now on what happens is on the books of that slot: a phase, or the lead of one. */
    public void begin(int ofSlot) {
        boolean another = ofSlot != slot;
        slot = ofSlot;
        decide();
        beganNanos = engine.now();
        before = read(false);
        passedBefore = Passed.now(plan, assembly);
        eachMeter(meter -> {
            meter.restart();
            if (another) {
                meter.forgetSojourns();
            }
        });
        measure(plan.script().phases().get(slot % leadCounts.length).measured());
    }

    /** Curves and distributions note a lead, of which is decided later whether it counts: now it is, where another begins. */
    private void decide() {
        int phase = slot % leadCounts.length;
        boolean lead = slot >= leadCounts.length;
        if (undecided >= 0 && !(lead && undecided == phase)) {
            if (!leadCounts[undecided]) {
                eachMeter(meter -> meter.takeBack(engine.now()));
            }
            undecided = -1;
        }
        if (lead && undecided < 0) {
            eachMeter(meter -> meter.mark(engine.now()));
            undecided = phase;
        }
    }

    private void eachMeter(Consumer<Meter> deed) {
        for (int node = 0; node < plan.nodes().size(); node++) {
            deed.accept(assembly.behaviour(node).meter);
        }
    }

    /** What happens from now on is on no books, until a stretch begins again. */
    public void end() {
        Passed passed = Passed.now(plan, assembly).since(passedBefore);
        stretches.add(new Stretch(slot, engine.now() - beganNanos, before, read(true), passed));
        playedNanos += engine.now() - beganNanos;
        before = null;
        measure(false);
    }

    /** Whether what happens from now on belongs to curves and distributions: to those of phases that are measured. */
    private void measure(boolean counts) {
        eachMeter(meter -> meter.measure(counts, engine.now()));
    }

    /** The time before the phase, whose lead was played last, counts as a part of it after all; without this it is left out. */
    public void countLead() {
        leadCounts[slot % leadCounts.length] = true;
    }

    /** Simulated nanoseconds on the books so far: what people see as the time of the run. */
    public long playedNanos() {
        return before == null ? playedNanos : playedNanos + engine.now() - beganNanos;
    }

    /** The integral over time of all that is inside nodes, calls and what waits there without being one, up to now. */
    public long level() {
        long level = 0;
        for (int node = 0; node < plan.nodes().size(); node++) {
            Meter meter = assembly.behaviour(node).meter;
            meter.advance(engine.now());
            level += meter.insideNanos + meter.backlogNanos;
        }
        return level;
    }

    /** Makes one frame of each two: the run goes on longer than anybody thought. */
    public void halveFrames() {
        List<Frame> kept = new ArrayList<>();
        double from = 0;
        for (int i = 1; i < frames.size(); i += 2) {
            Frame first = frames.get(i - 1);
            Frame second = frames.get(i);
            double middle = first.simulatedSeconds();
            kept.add(first.with(second, middle - from, second.simulatedSeconds() - middle));
            from = second.simulatedSeconds();
        }
        if (frames.size() % 2 == 1) {
            kept.add(frames.get(frames.size() - 1));
        }
        frames.clear();
        frames.addAll(kept);
    }

    /** What faults were in force until now. */
    public void incidents(List<Incident> were) {
        incidents = List.copyOf(were);
    }

    private List<Reading> read(boolean ends) {
        List<Reading> readings = new ArrayList<>();
        for (int node = 0; node < plan.nodes().size(); node++) {
            readings.add(Reading.of(assembly.behaviour(node), ends, engine.now()));
        }
        return List.copyOf(readings);
    }

    /** To be called now and then, or integrals that are more than a long holds are not known. */
    public void look() {
        eachMeter(meter -> {
            meter.advance(engine.now());
            meter.stations.forEach(Station::advance);
        });
    }

    /** Takes a frame of what has happened since the one before. */
    public Frame frame(String phaseName, double ofSeconds) {
        double seconds = Math.max(1e-9, (engine.now() - frameNanos) / NANOS);
        frameNanos = engine.now();
        int nodes = plan.nodes().size();
        double[] rate = new double[nodes];
        double[] utilization = new double[nodes];
        double[] pressure = new double[nodes];
        long[] queue = new long[nodes];
        double[] p99 = new double[nodes];
        double[] errors = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            Meter meter = assembly.behaviour(i).meter;
            rate[i] = (meter.arrivals - lastArrivals[i]) / seconds;
            errors[i] = (meter.failed - lastFailed[i]) / seconds;
            lastArrivals[i] = meter.arrivals;
            lastFailed[i] = meter.failed;
            p99[i] = meter.sojourns.getTotalCount() == 0 ? Double.NaN : meter.sojourns.getValueAtPercentile(99) / NANOS;
            utilization[i] = utilization(i, meter);
            pressure[i] = pressure(i, meter);
            queue[i] = meter.waiting;
        }
        Frame frame = new Frame(
                playedNanos() / NANOS,
                ofSeconds,
                phaseName,
                rate,
                utilization,
                pressure,
                queue,
                p99,
                errors,
                lags(),
                users(seconds));
        frames.add(frame);
        return frame;
    }

    private Frame.Lags lags() {
        double[] p50 = new double[plan.nodes().size()];
        double[] p99 = new double[p50.length];
        for (int i = 0; i < p50.length; i++) {
            Histogram recent = assembly.behaviour(i).meter.recentLag;
            if (recent != null) {
                Reading.addLate(recent, Reading.behind(assembly.behaviour(i)));
            }
            boolean none = recent == null || recent.getTotalCount() == 0;
            p50[i] = none ? Double.NaN : recent.getValueAtPercentile(50) / NANOS;
            p99[i] = none ? Double.NaN : recent.getValueAtPercentile(99) / NANOS;
            if (!none) {
                recent.reset();
            }
        }
        return new Frame.Lags(p50, p99);
    }

    private double utilization(int node, Meter meter) {
        long busy = 0;
        long servers = 0;
        for (Station station : meter.stations) {
            station.advance();
            busy += station.busyNanos;
            servers += station.serverNanos;
        }
        long passed = servers - lastServers[node];
        double share = passed == 0 ? Double.NaN : (double) (busy - lastBusy[node]) / passed;
        lastBusy[node] = busy;
        lastServers[node] = servers;
        return share;
    }

    private double pressure(int node, Meter meter) {
        lastStations[node] = Arrays.copyOf(lastStations[node], 2 * meter.stations.size());
        long[] last = lastStations[node];
        double most = Double.NaN;
        for (int i = 0; i < meter.stations.size(); i++) {
            Station station = meter.stations.get(i);
            long passed = station.serverNanos - last[2 * i + 1];
            double share = passed == 0 ? Double.NaN : (double) (station.busyNanos - last[2 * i]) / passed;
            most = Double.isNaN(most) || share > most ? share : most;
            last[2 * i] = station.busyNanos;
            last[2 * i + 1] = station.serverNanos;
        }
        return most;
    }

    private Frame.Users users(double seconds) {
        Histogram all = new Histogram(2);
        all.setAutoResize(true);
        long offered = 0;
        long failed = 0;
        for (int i = 0; i < plan.operations().size(); i++) {
            if (plan.operations().get(i).external()) {
                OperationMeter meter = assembly.meter(i);
                all.add(meter.recent);
                offered += meter.recentOffered;
                failed += meter.recentFailed;
                meter.recent.reset();
                meter.recentOffered = 0;
                meter.recentFailed = 0;
            }
        }
        boolean none = all.getTotalCount() == 0;
        return new Frame.Users(
                offered / seconds,
                all.getTotalCount() / seconds,
                failed / seconds,
                none ? Double.NaN : all.getValueAtPercentile(50) / NANOS,
                none ? Double.NaN : all.getValueAtPercentile(95) / NANOS,
                none ? Double.NaN : all.getValueAtPercentile(99) / NANOS);
    }

    /**
     * Closes the books and tells the history what has not ended. Requests still in flight count with their age so far:
     * their latency is at least that, and leaving them out would flatter a design that hangs. Those that wait for something
     * lost, with nobody on the way who gives up, have failed; the others have neither completed nor failed.
     */
    public Replication finish(boolean complete) {
        engine.audit();
        if (undecided >= 0 && !leadCounts[undecided]) {
            eachMeter(meter -> meter.takeBack(engine.now()));
        }
        undecided = -1;
        Replication measured = measured(complete);
        engine.eachUnfinished(call -> {
            if (call.verb == Call.REQUEST) {
                engine.journal.end(call, engine.now(), Call.TIMED_OUT);
            }
        });
        return measured;
    }

    /** What has been measured so far, as {@link #finish} would have it; the replication may go on. */
    public Replication measured(boolean complete) {
        List<OperationMeter> meters = new ArrayList<>();
        for (int i = 0; i < plan.operations().size(); i++) {
            meters.add(assembly.meter(i).copy());
        }
        engine.eachUnfinished(call -> unfinished(call, meters.get(call.operation)));
        List<Stretch> counted = counted();
        return new Replication(
                number,
                engine.digest(),
                engine.events(),
                engine.now(),
                complete,
                opening,
                counted,
                meters.stream().map(this::counts).toList(),
                ownNanos(),
                Passed.sum(plan, counted),
                List.copyOf(frames),
                incidents,
                engine.journal,
                assembly.thinned(),
                sights(),
                traces == null ? Traces.NONE : traces.taken(),
                course);
    }

    private List<Sight> sights() {
        List<Sight> sights = new ArrayList<>();
        for (int node = 0; node < plan.nodes().size(); node++) {
            sights.add(Sight.of(assembly.behaviour(node), engine.now()));
        }
        return sights;
    }

    /** The stretches that count, each as one of its phase. */
    private List<Stretch> counted() {
        int phases = plan.load().phases();
        return stretches.stream()
                .filter(stretch -> stretch.phase() < phases || leadCounts[stretch.phase() % phases])
                .map(stretch -> stretch.of(stretch.phase() % phases))
                .toList();
    }

    /** What became of the requests of the phases, with those of their leads if these count; without those made beside. */
    private Replication.OperationCounts counts(OperationMeter meter) {
        int phases = plan.load().phases();
        double[] sums = new double[phases];
        List<Histogram> latency = new ArrayList<>();
        for (int p = 0; p < phases; p++) {
            int lead = plan.load().lead(p);
            boolean both = leadCounts[p] && meter.offered[lead] > 0;
            sums[p] = (meter.sumNanos[p] + (both ? meter.sumNanos[lead] : 0)) / NANOS;
            Histogram all = meter.latency(p);
            if (both) {
                all.add(meter.latency(lead));
            }
            latency.add(all);
        }
        return new Replication.OperationCounts(
                phases(meter.offered),
                phases(meter.completed),
                phases(meter.finished),
                phases(meter.failed),
                phases(meter.lost),
                sums,
                latency);
    }

    private long[] phases(long[] slots) {
        long[] sums = Arrays.copyOf(slots, plan.load().phases());
        for (int p = 0; p < sums.length; p++) {
            sums[p] += leadCounts[p] ? slots[plan.load().lead(p)] : 0;
        }
        return sums;
    }

    /** Those still inside count with their time so far: where they hang is where the time goes. */
    private double[][][] ownNanos() {
        double[][][] own = new double[plan.nodes().size()][][];
        for (int node = 0; node < own.length; node++) {
            long[][] slots = assembly.behaviour(node).meter.ownNanos;
            own[node] = new double[plan.load().phases()][];
            for (int p = 0; p < own[node].length; p++) {
                own[node][p] = Arrays.stream(slots[p]).asDoubleStream().toArray();
                long[] lead = slots[plan.load().lead(p)];
                for (int i = 0; i < lead.length && leadCounts[p]; i++) {
                    own[node][p][i] += lead[i];
                }
            }
        }
        engine.eachInside(call -> {
            int phase = call.phase % leadCounts.length;
            boolean counts = call.phase == phase || call.phase == plan.load().lead(phase) && leadCounts[phase];
            if (counts && call.asked() >= 0) {
                own[call.node.node][phase][call.asked()] += call.ownNanos(engine.now());
            }
        });
        return own;
    }

    private void unfinished(Call call, OperationMeter meter) {
        if (traces != null) {
            traces.underWay(call);
        }
        if (call.hopeless()) {
            meter.neverAnswered(call.phase);
        }
        if (call.verb == Call.REQUEST) {
            meter.stillWaiting(call.phase, engine.now() - call.madeNanos);
        }
    }
}
