package dev.trestle.components.fuzz;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Phase;
import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Does what findings ask for by leaving out what they complain of, so that most random boards can run. */
final class Repair {
    private static final int ROUNDS = 40;

    private Repair() {}

    /** The board without what stops it; it may still be one that is refused. */
    static Board of(Board board) {
        Board repaired = board;
        for (int round = 0; round < ROUNDS; round++) {
            Finding stop = Run.findings(repaired).stream()
                    .filter(Finding::stops)
                    .findFirst()
                    .orElse(null);
            if (stop == null) {
                return repaired;
            }
            Board next = without(repaired, stop);
            if (next.equals(repaired)) {
                return repaired;
            }
            repaired = next;
        }
        return repaired;
    }

    private static Board without(Board board, Finding stop) {
        String[] path = stop.path() == null ? new String[] {""} : stop.path().split("\\.");
        Brief brief = board.brief();
        Design design = board.design();
        if (stop.path().startsWith("brief.operations.")) {
            Map<String, Operation> operations = new LinkedHashMap<>(brief.operations());
            Operation old = operations.get(path[2]);
            int quote = stop.says().indexOf('"');
            String step = quote < 0
                    ? ""
                    : stop.says().substring(quote + 1, stop.says().indexOf('"', quote + 1));
            List<String> left =
                    old.steps().stream().filter(line -> !sameStep(line, step)).toList();
            if (left.size() == old.steps().size()) {
                operations.remove(path[2]);
            } else {
                operations.put(path[2], new Operation(old.api(), old.rate(), old.on(), old.every(), left));
            }
            return with(
                    board, new Brief(null, brief.assumptions(), brief.entities(), operations, brief.requirements()));
        }
        if (stop.path().startsWith("brief.requirements.")) {
            var lines = new LinkedHashMap<>(brief.requirements());
            lines.remove(path[2]);
            return with(board, new Brief(null, brief.assumptions(), brief.entities(), brief.operations(), lines));
        }
        if (stop.path().startsWith("script.")) {
            Map<String, Phase> script = new LinkedHashMap<>(board.script());
            Phase old = script.remove(path[1]);
            if (old != null && !old.faults().isEmpty()) {
                script.put(path[1], new Phase(old.order(), old.phase(), old.duration(), old.load(), List.of()));
            }
            return new Board(board.title(), brief, design, script);
        }
        if (stop.code().equals("forward-cycle") || stop.path().startsWith("design.links.")) {
            Map<String, Link> links = new LinkedHashMap<>(design.links());
            String gone = links.entrySet().stream()
                    .filter(link -> path[1].equals("links")
                            ? link.getKey().equals(path[2])
                            : link.getValue().fromNode().equals(path[2]))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("");
            links.remove(gone);
            return new Board(
                    board.title(), brief, new Design(design.nodes(), links, design.areas(), Map.of()), board.script());
        }
        return board;
    }

    private static Board with(Board board, Brief brief) {
        return new Board(board.title(), brief, board.design(), board.script());
    }

    private static boolean sameStep(String line, String step) {
        try {
            return dev.trestle.components.board.Step.parse(line).toString().equals(step);
        } catch (dev.trestle.estimator.quantity.BadText bad) {
            return line.equals(step);
        }
    }
}
