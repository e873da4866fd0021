package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.measure.Ending;
import dev.trestle.components.measure.Played;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.verdict.Growth;
import dev.trestle.components.verdict.Probes;
import dev.trestle.components.verdict.Recovery;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.components.verdict.Requirement.Scope;
import dev.trestle.components.verdict.Survival;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a board's requirements want to know beyond one run: survival and headroom take runs of their own, for which half of
 * the budget and whatever the first run leaves is kept.
 */
final class Probing {
    /** The share of the first run in the progress that people see, where others follow. */
    private static final double FIRST = 0.3;
    /** Of the events that a further run can have, it is planned to take so many: a loss may need more. */
    private static final double ROOM = 0.5;

    private final Board board;
    private final Plan plan;
    private final Map<String, Requirement> requirements;
    private final Options options;
    private final boolean further;
    private final boolean wanted;

    /** @param alone whether it is run for its figures only, to be compared: no further run is made, nothing looked at */
    Probing(Board board, Plan plan, Map<String, Requirement> requirements, Options options, boolean alone) {
        this.board = board;
        this.plan = plan;
        this.requirements = requirements;
        this.options = options;
        // One replication has no interval: what is held against it would tell nothing.
        further = !alone && options.replications() > 1;
        wanted = further && requirements.values().stream().anyMatch(Requirement::takesRuns);
    }

    /** How the first run is made. */
    Options first() {
        return wanted ? options.within(options.eventBudget() / 2, options.wallNanos()) : options;
    }

    /** Who looks on at the first run: it is a part of the whole. */
    Watcher watcher(Watcher watcher) {
        return wanted ? (progress, frame) -> watcher.frame(FIRST * progress, frame) : watcher;
    }

    /** Length of the slices in which the first run notes its course; 0 for not at all. */
    long courseNanos() {
        return further ? Comeback.sliceNanos(plan, requirements.values()) : 0;
    }

    /** Makes all further runs, when the first one has ended like that. */
    Probes further(List<Replication> first, Ending ending, Watcher watcher, long began) {
        if (!further) {
            return Probes.NONE;
        }
        Map<String, Recovery> returns = new Comeback(plan, first).of(requirements);
        if (!wanted) {
            return new Probes(Map.of(), Map.of(), returns);
        }
        Map<Scope, Losses> losses = losses(first);
        long spent = first.stream().mapToLong(Replication::events).sum();
        long grows = requirements.values().stream()
                .filter(each -> each instanceof Requirement.Headroom)
                .count();
        long units = 1
                + grows * Limit.runs()
                + losses.values().stream()
                        .mapToLong(each -> each.found().size())
                        .sum();
        long left = options.eventBudget() - spent;
        Shortened script = stretched(ending.played(), spent, left / units);
        long forLosses = grows == 0 ? left : losses.isEmpty() ? 0 : left / 2;
        Allowance.Progress progress = new Allowance.Progress(FIRST, units);
        Allowance allowance = new Allowance(options, watcher, began, forLosses, progress);
        if (ending.stoppedBy().equals("cancel")) {
            allowance.cancel();
        }
        Map<String, Survival> survived = survived(script, losses, allowance);
        allowance.spend(-(left - forLosses));
        return new Probes(survived, grown(script, allowance), returns);
    }

    /**
     * The script for further runs: where the first one had to go on beyond it to decide, they do too, or what is met would not
     * be seen to be; as far as each of them can have so many events.
     */
    private Shortened stretched(List<Played> played, long spent, long each) {
        Shortened script = new Shortened(board, plan.script(), requirements);
        double seconds = played.stream()
                .mapToDouble(one -> one.seconds() + one.leftOutSeconds())
                .sum();
        if (options.mode() != Options.Mode.DECIDE || seconds <= 0) {
            return script;
        }
        double affordable = ROOM * each * seconds / Math.max(1, spent);
        double stated = script.seconds();
        double whole = script.stretched(played, 1).seconds();
        double share = whole <= affordable ? 1 : Math.max(0, (affordable - stated) / (whole - stated));
        return script.stretched(played, share);
    }

    private Map<Scope, Losses> losses(List<Replication> first) {
        Map<Scope, Losses> losses = new EnumMap<>(Scope.class);
        requirements.values().forEach(each -> {
            if (each instanceof Requirement.Survives survives) {
                losses.computeIfAbsent(
                        survives.scope(),
                        scope -> new Losses(board, plan, first.get(0).opening(), scope));
            }
        });
        return losses;
    }

    private Map<String, Survival> survived(Shortened script, Map<Scope, Losses> losses, Allowance allowance) {
        Map<Scope, Survival> byScope = new EnumMap<>(Scope.class);
        Sweep sweep = new Sweep(script, allowance);
        losses.forEach((scope, found) -> {
            String why = found.found().isEmpty() ? "there is no " + scope.word() + " to lose" : script.whyNot();
            byScope.put(scope, why == null ? sweep.of(found) : Survival.none(why));
        });
        Map<String, Survival> survived = new HashMap<>();
        requirements.forEach((id, each) -> {
            if (each instanceof Requirement.Survives survives) {
                survived.put(id, byScope.get(survives.scope()));
            }
        });
        return survived;
    }

    private Map<String, Growth> grown(Shortened script, Allowance allowance) {
        Map<String, Growth> grown = new HashMap<>();
        requirements.forEach((id, each) -> {
            if (each instanceof Requirement.Headroom headroom) {
                String why = script.whyNot();
                double asked = headroom.bound().value();
                grown.put(id, why == null ? new Limit(script, allowance).from(asked) : Growth.none(why));
            }
        });
        return grown;
    }
}
