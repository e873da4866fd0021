package dev.trestle.components.verdict;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Phase;
import dev.trestle.components.check.Finding;
import dev.trestle.components.load.ScriptPhase;
import java.util.List;
import java.util.Map;

/** What a script must have for losses to be tried, for the load to be multiplied and for a way back to be looked at. */
final class ScriptNeeds {
    private final Map<String, Phase> script;
    private final List<Finding> found;

    ScriptNeeds(Board board, List<Finding> found) {
        script = board.script();
        this.found = found;
    }

    /** A board without a script is run in phases without faults. */
    void check(Requirement requirement, String path) {
        if (requirement.takesRuns()
                && !script.isEmpty()
                && script.entrySet().stream().noneMatch(ScriptNeeds::calm)) {
            found.add(Finding.warning(
                    "no-calm-phase",
                    path,
                    "every measured phase has faults of its own, and what is tried on top of them would tell nothing",
                    "add a phase without faults"));
        }
        boolean back = requirement instanceof Requirement.RecoversWithin && requirement.phase() == null;
        if (back && script.values().stream().allMatch(phase -> phase.faults().isEmpty())) {
            found.add(Finding.warning(
                    "no-fault",
                    path,
                    "the script has no fault to recover from",
                    "add a fault to a phase, or name the phase after which to look: recovers within 30 s after spike"));
        }
    }

    private static boolean calm(Map.Entry<String, Phase> entry) {
        Phase phase = entry.getValue();
        String name = phase.phase() == null ? entry.getKey() : phase.phase();
        return !name.equals(ScriptPhase.WARM_UP) && phase.faults().isEmpty();
    }
}
