package dev.trestle.components.measure;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Tracer;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The slowest and the failed requests of one replication; empty where nobody traced. */
record Traces(List<Trace> slowest, List<Trace> failed, long untraced) {
    static final Traces NONE = new Traces(List.of(), List.of(), 0);
    private static final double NANOS = 1e9;
    /** Of a design that hangs, as many are under way as it has room for. */
    private static final int MOST_UNDER_WAY = 500;

    private static final String[] VERBS = {
        "request", "read", "write", "delete", "reserve", "publish", "deliver", "fill", "own work", "commit", "abort"
    };

    /** Has one replication traced, and gives what was seen the names of the plan. */
    static final class Taker {
        private final Plan plan;
        private final Engine engine;
        private final Tracer tracer;
        private final List<Tracer.Trace> underWay = new ArrayList<>();

        Taker(Plan plan, Engine engine) {
            this.plan = plan;
            this.engine = engine;
            List<ScriptPhase> phases = plan.script().phases();
            boolean[] measured = new boolean[phases.size()];
            for (int i = 0; i < measured.length; i++) {
                measured[i] = phases.get(i).measured();
            }
            tracer = new Tracer(plan.operations().size(), measured);
            engine.trace(tracer);
        }

        /** The replication ends while this request is under way: it takes at least its age. */
        void underWay(Call root) {
            if (root.root == root && root.verb == Call.REQUEST && tracer.slow(root, engine.now())) {
                Tracer.Trace trace = tracer.underWay(root, engine.now());
                if (trace != null) {
                    underWay.add(trace);
                }
                if (underWay.size() > MOST_UNDER_WAY) {
                    underWay.sort(Comparator.comparingLong(Tracer.Trace::nanos).reversed());
                    underWay.subList(Tracer.KEPT, underWay.size()).clear();
                }
            }
        }

        /** What was seen so far; those under way are forgotten, as they may go on. */
        Traces taken() {
            List<Trace> slowest =
                    tracer.slowest(underWay).stream().map(this::named).toList();
            List<Trace> failed = tracer.failed().stream().map(this::named).toList();
            underWay.clear();
            return new Traces(slowest, failed, tracer.missed());
        }

        private Trace named(Tracer.Trace trace) {
            boolean message = trace.verb() == Call.DELIVER;
            return new Trace(
                    message
                            ? plan.events().get(trace.subject())
                            : plan.operations().get(trace.operation()).name(),
                    trace.keyEntity() < 0
                            ? ""
                            : plan.entities().get(trace.keyEntity()).name() + " " + trace.key(),
                    trace.client(),
                    trace.attempts(),
                    plan.script().phases().get(trace.phase()).name(),
                    trace.madeNanos() / NANOS,
                    trace.nanos() / NANOS,
                    trace.outcome() < 0 ? "under way" : Call.words(trace.outcome()),
                    trace.hops(),
                    trace.trail().stream().map(this::named).toList());
        }

        private Trace.Hop named(Tracer.Step step) {
            String node = plan.nodes().get(step.node()).id();
            boolean several = plan.kind(step.node())
                            .instances(plan.nodes().get(step.node()).settings())
                    > 1;
            return new Trace.Hop(
                    step.parent(),
                    node,
                    several && step.instance() >= 0 ? step.instance() + 1 : 0,
                    does(step),
                    step.attempt(),
                    seconds(step.sent()),
                    seconds(step.arrived()),
                    seconds(step.waited()),
                    seconds(step.held()),
                    seconds(step.answered()),
                    seconds(step.back()),
                    seconds(step.gaveUp()),
                    outcome(step));
        }

        private String does(Tracer.Step step) {
            String verb = VERBS[step.verb()];
            return switch (step.verb()) {
                case Call.REQUEST ->
                    step.operation() < 0
                            ? verb
                            : plan.operations().get(step.operation()).name();
                case Call.PUBLISH, Call.DELIVER ->
                    step.subject() < 0 ? verb : verb + " " + plan.events().get(step.subject());
                default ->
                    step.subject() < 0
                            ? verb
                            : verb + " " + plan.entities().get(step.subject()).name();
            };
        }

        private static String outcome(Tracer.Step step) {
            if (step.lost()) {
                return "lost on the link";
            }
            return step.answered() < 0 ? "no answer" : Call.words(step.outcome());
        }

        private static double seconds(long nanos) {
            return nanos < 0 ? Double.NaN : nanos / NANOS;
        }
    }
}
