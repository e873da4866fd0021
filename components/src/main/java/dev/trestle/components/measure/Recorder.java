package dev.trestle.components.measure;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Copies the meters of one replication at the moments that matter: ends of phases, frames, the end. Reads meters only.
 */
public final class Recorder {
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final Assembly assembly;
    private final Engine engine;
    private final int number;
    private final List<List<Reading>> boundaries = new ArrayList<>();
    private final List<Long> boundaryNanos = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private long frameNanos;
    private final long[] lastArrivals;
    private final long[] lastFailed;
    private final double[] lastBusy;
    private final double[] lastServers;

    /** A recorder for replication {@code number}; takes the first reading at once. */
    public Recorder(Plan plan, Assembly assembly, int number) {
        this.plan = plan;
        this.assembly = assembly;
        this.engine = assembly.engine();
        this.number = number;
        int nodes = plan.nodes().size();
        lastArrivals = new long[nodes];
        lastFailed = new long[nodes];
        lastBusy = new double[nodes];
        lastServers = new double[nodes];
        boundary();
    }

    /** Notes the books of all nodes: at the start and at the end of each phase; a new stretch begins. */
    public void boundary() {
        List<Reading> readings = new ArrayList<>();
        for (int node = 0; node < plan.nodes().size(); node++) {
            Behaviour behaviour = assembly.behaviour(node);
            readings.add(Reading.of(behaviour, engine.now()));
            behaviour.meter.restart();
        }
        boundaries.add(readings);
        boundaryNanos.add(engine.now());
    }

    /** Takes a frame of what has happened since the one before. */
    public Frame frame(String phase, double ofSeconds) {
        double seconds = Math.max(1e-9, (engine.now() - frameNanos) / NANOS);
        frameNanos = engine.now();
        int nodes = plan.nodes().size();
        double[] rate = new double[nodes];
        double[] utilization = new double[nodes];
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
            queue[i] = meter.waiting;
        }
        Frame frame = new Frame(
                engine.now() / NANOS, ofSeconds, phase, rate, utilization, queue, p99, errors, users(seconds));
        frames.add(frame);
        return frame;
    }

    private double utilization(int node, Meter meter) {
        double busy = 0;
        double servers = 0;
        for (Station station : meter.stations) {
            station.advance();
            busy += station.busyNanos;
            servers += station.serverNanos;
        }
        double passed = servers - lastServers[node];
        double share = passed == 0 ? Double.NaN : (busy - lastBusy[node]) / passed;
        lastBusy[node] = busy;
        lastServers[node] = servers;
        return share;
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
     * Closes the books. Requests still in flight count with their age so far: their latency is at least that, and
     * leaving them out would flatter a design that hangs. Those that wait for something lost, with nobody on the way who
     * gives up, have failed; the others have neither completed nor failed.
     */
    public Replication finish(boolean complete) {
        engine.audit();
        engine.eachUnfinished(this::unfinished);
        List<Replication.OperationCounts> operations = new ArrayList<>();
        for (int i = 0; i < plan.operations().size(); i++) {
            OperationMeter meter = assembly.meter(i);
            double[] sums = meter.sumNanos.clone();
            for (int p = 0; p < sums.length; p++) {
                sums[p] /= NANOS;
            }
            operations.add(new Replication.OperationCounts(
                    meter.offered.clone(),
                    meter.completed.clone(),
                    meter.finished.clone(),
                    meter.failed.clone(),
                    meter.lost.clone(),
                    sums,
                    List.of(meter.latency)));
        }
        long[] calls = new long[plan.links().size()];
        double[] forward = new double[calls.length];
        double[] back = new double[calls.length];
        for (int i = 0; i < calls.length; i++) {
            Wire wire = assembly.wire(i);
            calls[i] = wire.calls;
            forward[i] = wire.bytesForward;
            back[i] = wire.bytesBack;
        }
        return new Replication(
                number,
                engine.digest(),
                engine.events(),
                engine.now(),
                complete,
                boundaries,
                boundaryNanos,
                operations,
                calls,
                forward,
                back,
                frames,
                engine.journal,
                assembly.thinned());
    }

    private void unfinished(Call call) {
        OperationMeter meter = assembly.meter(call.operation);
        if (call.hopeless()) {
            meter.neverAnswered(call.phase);
        }
        if (call.verb == Call.REQUEST) {
            meter.stillWaiting(call.phase, engine.now() - call.madeNanos);
            engine.journal.end(call, engine.now(), Call.TIMED_OUT);
        }
    }
}
