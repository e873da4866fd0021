package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Phase;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules of the script: phases last, their loads and faults can be read and name what exists. */
final class ScriptRules {
    private final Board board;
    private final List<Finding> found;
    private final Map<String, String> names = new HashMap<>();

    ScriptRules(Board board, List<Finding> found) {
        this.board = board;
        this.found = found;
    }

    void check() {
        board.script().forEach((id, phase) -> {
            checkLength(id, phase);
            String other = names.putIfAbsent(phase.phase(), id);
            if (other != null) {
                found.add(Finding.warning(
                        "phase-twice",
                        path(id) + ".phase",
                        "the phase " + other + " is called " + phase.phase() + " too",
                        "name them apart, so that a requirement can mean one of them"));
            }
        });
    }

    private static String path(String phase) {
        return "script." + phase;
    }

    private void checkLength(String id, Phase phase) {
        String at = path(id) + ".for";
        if (phase.duration() == null || phase.duration().isBlank()) {
            found.add(Finding.error(
                    "phase-length", at, "the phase " + phase.phase() + " has no length", "write a time such as 60 s"));
            return;
        }
        try {
            if (!(Quantity.seconds(phase.duration()) > 0)) {
                throw new BadText(phase.duration(), 0, "a phase is longer than 0");
            }
        } catch (BadText bad) {
            found.add(Finding.error("phase-length", at, bad.getMessage(), "write a time such as 60 s"));
        }
    }
}
