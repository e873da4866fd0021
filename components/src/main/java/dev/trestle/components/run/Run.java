package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.RequirementLine;
import dev.trestle.components.check.Check;
import dev.trestle.components.check.Finding;
import dev.trestle.components.history.Histories;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Names;
import dev.trestle.components.history.Together;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Holdings;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.measure.Ending;
import dev.trestle.components.measure.Merge;
import dev.trestle.components.measure.Played;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.measure.Report;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.plan.SplitTransaction;
import dev.trestle.components.plan.Tracking;
import dev.trestle.components.verdict.Judge;
import dev.trestle.components.verdict.Looks;
import dev.trestle.components.verdict.Probes;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.components.verdict.RequirementRules;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.estimator.estimate.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/**
 * The public door of the engine: a board goes in, measurements and verdicts come out.
 *
 * <p>Eight independent replications of the board's script, side by side, as long as it says or as it takes to decide (see
 * {@link Options.Mode}); the result is fixed by board, seed and engine version, whatever the number of threads. Immutable;
 * {@link #execute} may be called from any thread and blocks it.
 */
public final class Run {
    private final Board board;
    private final Plan plan;
    private final List<Finding> findings;
    private final Map<String, Requirement> requirements;
    private final Options options;

    private Run(Board board, List<Finding> findings, Options options) {
        this.board = board;
        this.findings = findings;
        this.options = options;
        requirements = requirements(board);
        plan = Plan.of(board, Catalog.standard(), Requirement.trackingOf(requirements.values()));
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
        return new Run(board, findings, options);
    }

    /** Compiles a board that differs from a checked one in nothing that a check could find. */
    static Run unchecked(Board board, Options options) {
        return new Run(board, List.of(), options);
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
            SplitTransaction.of(plan).forEach(split -> findings.add(split(split, plan.names())));
            findings.addAll(Timeline.findings(plan));
        }
        return findings;
    }

    private static Finding split(SplitTransaction split, Map<String, String> names) {
        List<String> to = split.to().stream().map(names::get).toList();
        return Finding.warning(
                        "split-transaction",
                        "brief.operations." + split.operation() + ".steps",
                        split.operation() + " publishes at " + names.get(split.node()) + " in transactions to "
                                + String.join(" and ", to)
                                + ": each commits for itself, so one may tell what the other drops",
                        "let one of them take all these events, or publish to one and let its consumer publish to the other")
                .at(split.node());
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
        return execute(watcher, null);
    }

    private RunResult execute(Watcher watcher, Consumer<RunResult> single) {
        long began = System.nanoTime();
        Probing probing = new Probing(board, plan, requirements, options, single != null);
        Budget budget = new Budget(probing.first(), began);
        try (Crew crew =
                new Crew(plan, options, budget, audience(probing.watcher(watcher), budget, options.replications()))) {
            crew.order(replayer -> replayer.course(probing.courseNanos()));
            Ending decided = options.mode() == Options.Mode.DECIDE ? decide(crew, budget) : null;
            if (decided == null) {
                crew.order(Replayer::script);
            }
            List<Replication> replications = crew.finish();
            Ending ending = decided == null ? script(replications, budget) : decided;
            if (single != null) {
                replications.forEach(
                        one -> single.accept(result(new Made(List.of(one), ending), Probes.NONE, crew, began)));
            }
            Probes probes = probing.further(replications, ending, watcher, began);
            return result(new Made(replications, ending), probes, crew, began);
        }
    }

    /** What was played, and how it ended. */
    private record Made(List<Replication> replications, Ending ending) {}

    private RunResult result(Made made, Probes probes, Together together, long began) {
        List<Replication> replications = made.replications();
        Report report = Merge.of(plan, options.seed(), replications, made.ending())
                .alsoThinned(stopped(replications, made.ending()));
        List<Verdict> verdicts = Judge.judge(requirements, report, histories(replications, together), probes);
        return new RunResult(report, verdicts, findings, (System.nanoTime() - began) / 1e9);
    }

    /** What a run that its budget ended did not get to; empty when something else ended it. */
    private List<String> stopped(List<Replication> replications, Ending ending) {
        if (!ending.stoppedBy().equals("budget")) {
            return List.of();
        }
        double least =
                replications.stream().mapToLong(Replication::reached).min().orElse(0) / 1e9;
        return List.of("stopped by its budget of " + options.eventBudget() + " events, calls in flight or time, "
                + least + " s into the script");
    }

    /**
     * All replications together, and each of them by itself.
     *
     * @param each in their order; those that were stopped before they began are missing
     */
    record Replicated(RunResult all, List<RunResult> each) {}

    /** The same as {@link #execute}, with what each replication measured by itself, for comparisons in pairs. */
    Replicated replicated(Watcher watcher) {
        List<RunResult> each = new ArrayList<>();
        return new Replicated(execute(watcher, each::add), each);
    }

    private Ending decide(Crew crew, Budget budget) {
        Pace pace = new Pace(plan, requirements.values());
        Rounds.Parts parts = new Rounds.Parts(plan, pace, new Looks(requirements), crew, budget);
        return new Rounds(parts, options.seed(), measured -> histories(measured, crew)).play();
    }

    private Ending script(List<Replication> replications, Budget budget) {
        boolean whole = replications.size() == options.replications()
                && replications.stream().allMatch(Replication::complete);
        List<Played> played = plan.script().played().stream()
                .map(phase -> {
                    double seconds = phase.playedNanos() / 1e9;
                    return new Played(phase.id(), phase.name(), seconds, seconds, 0, whole);
                })
                .toList();
        return new Ending(budget.stoppedBy("script"), played);
    }

    /** What comes of a replication that somebody else has played as this run's script says. */
    RunResult measured(Replication replication, Budget budget, long began) {
        List<Replication> alone = List.of(replication);
        return result(new Made(alone, script(alone, budget)), Probes.NONE, Together.IN_TURN, began);
    }

    private static Replayer.Audience audience(Watcher watcher, Budget budget, int replications) {
        double[] shares = new double[replications];
        return (replication, share, frame) -> {
            double progress;
            synchronized (shares) {
                shares[replication] = share;
                progress = DoubleStream.of(shares).average().orElse(0);
            }
            if (!watcher.frame(progress, frame)) {
                budget.cancel();
            }
        };
    }

    /** The journals of the replications with the names behind their numbers. */
    private Histories histories(List<Replication> replications, Together together) {
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
                plan.operations().stream().map(OperationPlan::name).toList(),
                nodes.stream().map(PlanNode::id).toList(),
                plan.links().stream().map(PlanLink::id).toList(),
                places);
        return new Histories(
                replications.stream()
                        .map(replication -> new History(replication.journal(), replication.endNanos()))
                        .toList(),
                names,
                together);
    }
}
