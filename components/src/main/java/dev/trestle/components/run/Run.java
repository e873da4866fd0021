package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.RequirementLine;
import dev.trestle.components.check.Check;
import dev.trestle.components.check.Finding;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.history.Histories;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Names;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Holdings;
import dev.trestle.components.measure.Merge;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.measure.Report;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.plan.Tracking;
import dev.trestle.components.verdict.Judge;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.components.verdict.RequirementRules;
import dev.trestle.estimator.estimate.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.DoubleStream;

/**
 * The public door of the engine: a board goes in, measurements and verdicts come out.
 *
 * <p>Eight independent replications of the board's script, side by side; the result is fixed by board, seed and engine
 * version, whatever the number of threads. Immutable; {@link #execute} may be called from any thread and blocks it.
 */
public final class Run {
    private final Plan plan;
    private final List<Finding> findings;
    private final Map<String, Requirement> requirements;
    private final Options options;

    private Run(Plan plan, List<Finding> findings, Map<String, Requirement> requirements, Options options) {
        this.plan = plan;
        this.findings = findings;
        this.requirements = requirements;
        this.options = options;
    }

    /**
     * Checks and compiles a board.
     *
     * @throws Refused when the check finds errors
     */
    public static Run of(Board board, Options options) {
        List<Finding> findings = findings(board);
        if (findings.stream().anyMatch(Finding::stops)) {
            throw new Refused(findings);
        }
        Map<String, Requirement> requirements = requirements(board);
        Tracking tracking = new Tracking(
                Requirement.entitiesOf(requirements.values()), Requirement.eventsOf(requirements.values()));
        Plan plan = Plan.of(board, Catalog.standard(), tracking);
        return new Run(plan, findings, requirements, options);
    }

    /** The numbers of a board's brief, given where its design keeps things. */
    public static Estimate estimate(Board board) {
        return Estimate.of(Holdings.of(board.design(), Catalog.standard()).numbers(board.brief()));
    }

    /** All that a check says of a board, the ways of its operations included: what {@link #of} would refuse it for. */
    public static List<Finding> findings(Board board) {
        List<Finding> findings = new ArrayList<>(Check.board(board, Catalog.standard()));
        findings.addAll(RequirementRules.of(board));
        if (findings.stream().noneMatch(Finding::stops)) {
            Plan plan = Plan.of(board, Catalog.standard(), Tracking.NOTHING);
            for (Plan.Gap gap : plan.gaps()) {
                findings.add(Finding.noWay(gap.operation(), gap.step(), gap.node(), gap.missing()));
            }
            findings.addAll(Timeline.findings(plan));
        }
        return findings;
    }

    private static Map<String, Requirement> requirements(Board board) {
        Map<String, Requirement> requirements = new LinkedHashMap<>();
        for (Map.Entry<String, RequirementLine> line :
                board.brief().requirements().entrySet()) {
            requirements.put(line.getKey(), Requirement.parse(line.getValue().is()));
        }
        return requirements;
    }

    public Plan plan() {
        return plan;
    }

    public List<Finding> checked() {
        return findings;
    }

    /** Runs all replications, measures and judges. A watcher that cancels gets what was measured until then. */
    public RunResult execute(Watcher watcher) {
        long began = System.nanoTime();
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean overBudget = new AtomicBoolean();
        List<Replication> replications = replications(watcher, began, cancelled, overBudget);
        String stoppedBy = cancelled.get() ? "cancel" : overBudget.get() ? "budget" : "script";
        Report report = Merge.of(plan, options.seed(), replications, stoppedBy)
                .alsoThinned(stopped(replications, overBudget.get()));
        Histories histories = histories(replications);
        double wallSeconds = (System.nanoTime() - began) / 1e9;
        return new RunResult(report, Judge.judge(requirements, report, histories), findings, wallSeconds);
    }

    /** What a run that its budget ended did not get to; empty when it got to the end. */
    private List<String> stopped(List<Replication> replications, boolean overBudget) {
        if (!overBudget) {
            return List.of();
        }
        double least =
                replications.stream().mapToLong(Replication::reached).min().orElse(0) / 1e9;
        double length = plan.load().phaseEnd(plan.load().phases() - 1) / 1e9;
        return List.of("stopped by its budget of " + options.eventBudget()
                + " events, calls in flight, memory or time: the script of " + length + " s was played up to " + least
                + " s");
    }

    private List<Replication> replications(
            Watcher watcher, long began, AtomicBoolean cancelled, AtomicBoolean overBudget) {
        long eventsEach = options.eventBudget() / Options.REPLICATIONS;
        Engine.Stop stop = (events, calls) -> {
            boolean over = events >= eventsEach
                    || calls > Options.MOST_CALLS
                    || Memory.isShort()
                    || System.nanoTime() - began > options.wallNanos();
            if (over) {
                overBudget.set(true);
            }
            return over || cancelled.get();
        };
        double[] shares = new double[Options.REPLICATIONS];
        Replayer.Audience audience = (replication, share, frame) -> {
            double progress;
            synchronized (shares) {
                shares[replication] = share;
                progress = DoubleStream.of(shares).average().orElse(0);
            }
            if (!watcher.frame(progress, frame)) {
                cancelled.set(true);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(Memory.threads(options.threads()), task -> {
            Thread thread = new Thread(task, "run");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        try {
            List<Future<Replication>> futures = new ArrayList<>();
            for (int r = 0; r < Options.REPLICATIONS; r++) {
                int number = r;
                futures.add(threads.submit(() -> new Replayer(plan, options.seed(), number, stop, audience).play()));
            }
            List<Replication> replications = new ArrayList<>();
            for (Future<Replication> future : futures) {
                replications.add(future.get());
            }
            return begun(replications);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the run failed with seed " + options.seed(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Those that got anywhere before the run was stopped; the first one where none did, as a report needs one. */
    private static List<Replication> begun(List<Replication> replications) {
        List<Replication> begun = replications.stream()
                .filter(replication -> replication.reached() > 0)
                .toList();
        return begun.isEmpty() ? replications.subList(0, 1) : begun;
    }

    /** The journals of the replications with the names behind their numbers. */
    private Histories histories(List<Replication> replications) {
        List<PlanNode> nodes = plan.nodes();
        Map<String, String> called = plan.names();
        Names.Places places = (node, instance) -> {
            PlanNode at = nodes.get(node);
            boolean several = at.kind().instances(at.settings()) > 1;
            String name = called.get(at.id());
            return several ? name + " instance " + (instance + 1) : name;
        };
        Names names = new Names(
                plan.entities().stream().map(EntityPlan::name).toList(),
                plan.events(),
                nodes.stream().map(PlanNode::id).toList(),
                places);
        return new Histories(
                replications.stream()
                        .map(replication -> new History(replication.journal(), replication.reached()))
                        .toList(),
                names);
    }
}
