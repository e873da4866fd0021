package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.load.Fault;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;

/** One replication of a board under the hand of a test: it says how far to go, and looks at meters on the way. */
public final class Playing {
    private final Plan plan;
    private final Assembly assembly;
    private final Faults faults;

    private Playing(Plan plan, Assembly assembly) {
        this.plan = plan;
        this.assembly = assembly;
        faults = new Faults(plan, assembly, struck -> {});
    }

    static Playing of(Board board, long seed) {
        Plan plan = Run.of(board, Options.seed(seed)).plan();
        Playing playing = new Playing(plan, Assembly.of(plan, seed, 0, Engine.Stop.NEVER));
        // Tests look at every read, whatever the requirement is that has them put on record.
        boolean[] all = new boolean[plan.entities().size()];
        java.util.Arrays.fill(all, true);
        playing.journal().keepReads(all);
        return playing;
    }

    Playing audited() {
        engine().auditEveryEvent();
        return this;
    }

    public Engine engine() {
        return assembly.engine();
    }

    public Plan plan() {
        return plan;
    }

    public Journal journal() {
        return engine().journal;
    }

    /**
     * Goes on to that time; a phase that begins on the way begins, and the last one goes on. Faults of the script are
     * not played: tests do them.
     */
    public Playing until(double seconds) {
        long end = Math.round(seconds * 1e9);
        while (engine().now() < end) {
            int phase = engine().phase();
            boolean last = phase + 1 == plan.load().phases();
            long left = last ? end : plan.load().length(phase) - engine().phaseNanos();
            engine().runUntil(Math.min(end, engine().now() + left), Engine.Stop.NEVER);
            if (!last && engine().phaseNanos() == plan.load().length(phase)) {
                engine().phase(phase + 1);
                plan.nodes().forEach(node -> assembly.behaviour(node.index()).phase());
            }
        }
        return this;
    }

    public Behaviour node(String id) {
        return plan.nodes().stream()
                .filter(node -> node.id().equals(id))
                .mapToInt(PlanNode::index)
                .mapToObj(assembly::behaviour)
                .findFirst()
                .orElseThrow();
    }

    /** A wire by the number of its link. */
    public Wire wire(int link) {
        return assembly.wire(link);
    }

    /** Lets a fault begin now, as a script writes it. */
    public Playing begin(String fault) {
        faults.begin(Fault.parse(fault));
        return this;
    }

    /** Ends a fault that has begun. */
    public Playing end(String fault) {
        faults.end(Fault.parse(fault));
        return this;
    }

    /** Kills instance number 1, 2...; 0 for all of them. */
    public Playing crash(String id, int instance) {
        node(id).crash(instance - 1);
        return this;
    }

    public Playing recover(String id, int instance) {
        node(id).recover(instance - 1);
        return this;
    }

    public Playing slow(String id, int instance, double factor) {
        node(id).slow(instance - 1, factor);
        return this;
    }

    public Station station(String id, int instance) {
        Station station = node(id).meter.stations.get(instance - 1);
        station.advance();
        return station;
    }

    /** Calls that an instance has taken in. */
    public long taken(String id, int instance) {
        return station(id, instance).entered;
    }

    public long counter(String id, String name) {
        return node(id).meter.counters.stream()
                .filter(counter -> counter.name.equals(name))
                .findFirst()
                .orElseThrow()
                .value;
    }

    public OperationMeter operation(String name) {
        return assembly.meter(plan.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .mapToInt(OperationPlan::index)
                .findFirst()
                .orElseThrow());
    }

    public long completed(String operation) {
        return sum(operation(operation).completed);
    }

    public long failed(String operation) {
        return sum(operation(operation).failed);
    }

    /** Failures of an operation for one reason, see {@link Call#words}. */
    public long failed(String operation, int outcome) {
        return operation(operation).failures[outcome];
    }

    public long offered(String operation) {
        return sum(operation(operation).offered);
    }

    /** Mean latency of an operation's completed requests in seconds. */
    public double meanLatency(String operation) {
        double sum = 0;
        for (double nanos : operation(operation).sumNanos) {
            sum += nanos;
        }
        return sum / completed(operation) / 1e9;
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
