package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Phase;
import dev.trestle.components.board.RequirementLine;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.Script;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.measure.Played;
import dev.trestle.components.verdict.Requirement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A board with the script without those phases that have faults of their own, and with the requirements that a change laid
 * over what is left can break. Another failure on top of a fault would be two failures.
 */
final class Shortened {
    private static final double NANOS = 1e9;
    /** No phase of a script may be longer. */
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final Board board;
    private final List<ScriptPhase> kept;
    private final List<String> leftOut;
    private final Map<String, RequirementLine> counting;

    Shortened(Board board, Script script, Map<String, Requirement> requirements) {
        this.board = board;
        kept = script.played().stream()
                .filter(phase -> phase.faults().isEmpty())
                .toList();
        counting = new LinkedHashMap<>();
        leftOut = script.played().stream()
                .filter(phase -> !phase.faults().isEmpty())
                .map(ScriptPhase::name)
                .toList();
        Set<String> names = kept.stream()
                .filter(ScriptPhase::measured)
                .map(ScriptPhase::name)
                .collect(Collectors.toSet());
        requirements.forEach((id, requirement) -> {
            boolean apart = requirement.looksFurther() || requirement instanceof Requirement.Cost;
            if (!apart && (requirement.phase() == null || names.contains(requirement.phase()))) {
                counting.put(id, new RequirementLine(requirement.toString()));
            }
        });
    }

    private Shortened(Shortened other, List<ScriptPhase> phases) {
        board = other.board;
        kept = phases;
        leftOut = other.leftOut;
        counting = other.counting;
    }

    /**
     * The same with longer phases where a run took longer to decide than the script says.
     *
     * @param share how much of that more, from 0 to 1
     */
    Shortened stretched(List<Played> played, double share) {
        Map<String, Played> byPhase = new HashMap<>();
        played.forEach(one -> byPhase.put(one.phase(), one));
        List<ScriptPhase> phases = new ArrayList<>();
        for (ScriptPhase phase : kept) {
            Played one = byPhase.get(phase.id());
            double more = one == null ? 0 : one.seconds() * NANOS - phase.lengthNanos();
            long length = phase.lengthNanos() + Math.round(share * Math.max(0, more));
            phases.add(new ScriptPhase(
                    phase.id(), phase.name(), Math.min(length, DAY_NANOS), phase.load(), phase.faults()));
        }
        return new Shortened(this, phases);
    }

    /** How long its phases are together. */
    double seconds() {
        return kept.stream().mapToDouble(phase -> phase.lengthNanos() / NANOS).sum();
    }

    /** Why nothing can be tried with it; null where something can. */
    String whyNot() {
        if (kept.stream().noneMatch(ScriptPhase::measured)) {
            return "every measured phase of the script has faults of its own, and another failure on top would be two:"
                    + " add a phase without faults";
        }
        return counting.isEmpty() ? "the brief has no other requirement that could be missed" : null;
    }

    /** What of the script was played, in a sentence. */
    String says() {
        String played = kept.stream()
                .filter(ScriptPhase::measured)
                .map(ScriptPhase::name)
                .distinct()
                .collect(Collectors.joining(", "));
        return "measured in " + played
                + (leftOut.isEmpty()
                        ? ""
                        : "; left out, as they have faults of their own: " + String.join(", ", new TreeSet<>(leftOut)));
    }

    /** The board as it is otherwise: what the changed ones are held against. */
    Board plain() {
        return with(List.of(), List.of());
    }

    /** With that fault from the start of the first measured phase to the end. */
    Board under(Fault loss) {
        int first = 0;
        while (!kept.get(first).measured()) {
            first++;
        }
        long length = kept.subList(first, kept.size()).stream()
                .mapToLong(ScriptPhase::lengthNanos)
                .sum();
        return with(List.of(), List.of(loss.lasting(length)));
    }

    /** With so many times what people ask for, from the beginning on. */
    Board times(double factor) {
        long length = kept.stream().mapToLong(ScriptPhase::lengthNanos).sum();
        Fault traffic = new Fault(Fault.Kind.TRAFFIC, null, null, 0, factor, 0, length);
        return with(List.of(traffic), List.of());
    }

    /** With some faults from the beginning on, and some from the first measured phase on. */
    private Board with(List<Fault> always, List<Fault> measured) {
        Map<String, Phase> script = new LinkedHashMap<>();
        boolean before = true;
        for (ScriptPhase phase : kept) {
            List<Fault> faults = new ArrayList<>(script.isEmpty() ? always : List.of());
            if (before && phase.measured()) {
                faults.addAll(measured);
                before = false;
            }
            String length = new BigDecimal(phase.lengthNanos()).movePointLeft(9).toPlainString() + " s";
            script.put(
                    phase.id(),
                    new Phase(
                            String.format("%09d", script.size()),
                            phase.name(),
                            length,
                            phase.load().toString(),
                            faults.stream().map(Fault::toString).toList()));
        }
        Brief brief = board.brief();
        return new Board(
                board.title(),
                new Brief(brief.text(), brief.assumptions(), brief.entities(), brief.operations(), counting),
                board.design(),
                script);
    }
}
