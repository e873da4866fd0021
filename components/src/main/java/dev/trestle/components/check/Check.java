package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.kind.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rules of a well-formed board: what can be known to be wrong, or likely to be, without running it. */
public final class Check {
    private Check() {}

    /** All findings, errors first, otherwise in the order of brief, design and script. Never throws for a board. */
    public static List<Finding> board(Board board, Catalog catalog) {
        List<Finding> found = new ArrayList<>();
        BriefRules brief = new BriefRules(board, found);
        brief.check();
        new NumberRules(board, catalog, brief.circles(), found).check();
        Parts parts = new Parts(board, catalog);
        new NodeRules(board, parts, found).check();
        new AreaRules(board, catalog, parts, found).check();
        new LinkRules(board, parts, found).check();
        new FlowRules(board, parts, found).check();
        new ScriptRules(board, parts, found).check();
        found.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(found);
    }

    /** Whether one of these stops a run. */
    public static boolean stopsARun(List<Finding> findings) {
        return findings.stream().anyMatch(Finding::stops);
    }
}
