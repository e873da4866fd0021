package dev.trestle.components.fuzz;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Entity;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Takes one thing after the other off a board for as long as what is left still fails. */
final class Shrinker {
    private Shrinker() {}

    /** The smallest board found that still fails, in so many tries at most. */
    static Board shrink(Board board, Predicate<Board> fails, int tries) {
        Board smallest = board;
        int left = tries;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Board candidate : smaller(smallest)) {
                if (left-- <= 0) {
                    return smallest;
                }
                if (fails.test(candidate)) {
                    smallest = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** Boards with one thing less, the largest things first. */
    private static List<Board> smaller(Board board) {
        List<Board> boards = new ArrayList<>();
        Brief brief = board.brief();
        Design design = board.design();
        design.nodes().keySet().forEach(id -> boards.add(withoutNode(board, id)));
        brief.operations()
                .keySet()
                .forEach(id -> boards.add(
                        brief(board, brief.entities(), without(brief.operations(), id), brief.requirements())));
        board.script()
                .keySet()
                .forEach(id -> boards.add(new Board(board.title(), brief, design, without(board.script(), id))));
        brief.requirements()
                .keySet()
                .forEach(id -> boards.add(
                        brief(board, brief.entities(), brief.operations(), without(brief.requirements(), id))));
        brief.entities()
                .keySet()
                .forEach(id -> boards.add(
                        brief(board, without(brief.entities(), id), brief.operations(), brief.requirements())));
        design.links()
                .keySet()
                .forEach(id -> boards.add(design(board, design.nodes(), without(design.links(), id), design.areas())));
        design.areas()
                .keySet()
                .forEach(id -> boards.add(design(board, design.nodes(), design.links(), without(design.areas(), id))));
        lessOfLines(board, boards);
        lessOfSettings(board, boards);
        return boards;
    }

    /** Without a step, the words behind one, or a fault. */
    private static void lessOfLines(Board board, List<Board> boards) {
        board.brief().operations().forEach((id, operation) -> {
            for (int i = 0; i < operation.steps().size(); i++) {
                boards.add(operation(board, id, withoutLine(operation.steps(), i)));
                String bare = firstWords(operation.steps().get(i));
                if (!bare.equals(operation.steps().get(i))) {
                    List<String> steps = new ArrayList<>(operation.steps());
                    steps.set(i, bare);
                    boards.add(operation(board, id, steps));
                }
            }
        });
        board.script().forEach((id, phase) -> {
            for (int i = 0; i < phase.faults().size(); i++) {
                boards.add(script(
                        board,
                        id,
                        new Phase(
                                phase.order(),
                                phase.phase(),
                                phase.duration(),
                                phase.load(),
                                withoutLine(phase.faults(), i))));
            }
        });
    }

    /** With the default of a setting, or with a plain entity. */
    private static void lessOfSettings(Board board, List<Board> boards) {
        Brief brief = board.brief();
        Design design = board.design();
        design.nodes()
                .forEach((id, node) -> node.settings()
                        .keySet()
                        .forEach(name -> boards.add(design(
                                board,
                                with(
                                        design.nodes(),
                                        id,
                                        new Node(
                                                node.kind(), null, node.x(), node.y(), without(node.settings(), name))),
                                design.links(),
                                design.areas()))));
        design.links()
                .forEach((id, link) -> link.settings()
                        .keySet()
                        .forEach(name -> boards.add(design(
                                board,
                                design.nodes(),
                                with(
                                        design.links(),
                                        id,
                                        new Link(link.from(), link.to(), null, without(link.settings(), name))),
                                design.areas()))));
        brief.entities().forEach((id, entity) -> {
            Entity plain = new Entity("100 B", "100", null, null);
            if (!entity.equals(plain)) {
                boards.add(brief(board, with(brief.entities(), id, plain), brief.operations(), brief.requirements()));
            }
        });
    }

    private static String firstWords(String step) {
        String[] words = step.split(" ");
        return words[0] + " " + words[1];
    }

    private static Board withoutNode(Board board, String id) {
        Map<String, Link> links = new LinkedHashMap<>(board.design().links());
        links.values()
                .removeIf(link -> link.fromNode().equals(id) || link.toNode().equals(id));
        return design(
                board,
                without(board.design().nodes(), id),
                links,
                board.design().areas());
    }

    private static Board operation(Board board, String id, List<String> steps) {
        Brief brief = board.brief();
        Operation old = brief.operations().get(id);
        Operation operation = new Operation(old.api(), old.rate(), old.on(), old.every(), steps);
        return brief(board, brief.entities(), with(brief.operations(), id, operation), brief.requirements());
    }

    private static Board script(Board board, String id, Phase phase) {
        return new Board(board.title(), board.brief(), board.design(), with(board.script(), id, phase));
    }

    private static Board brief(
            Board board,
            Map<String, Entity> entities,
            Map<String, Operation> operations,
            Map<String, dev.trestle.components.board.RequirementLine> requirements) {
        Brief brief = new Brief(null, board.brief().assumptions(), entities, operations, requirements);
        return new Board(board.title(), brief, board.design(), board.script());
    }

    private static Board design(
            Board board,
            Map<String, Node> nodes,
            Map<String, Link> links,
            Map<String, dev.trestle.components.board.Area> areas) {
        return new Board(board.title(), board.brief(), new Design(nodes, links, areas, Map.of()), board.script());
    }

    private static <V> Map<String, V> without(Map<String, V> map, String id) {
        Map<String, V> less = new LinkedHashMap<>(map);
        less.remove(id);
        return less;
    }

    private static <V> Map<String, V> with(Map<String, V> map, String id, V value) {
        Map<String, V> changed = new LinkedHashMap<>(map);
        changed.put(id, value);
        return changed;
    }

    private static List<String> withoutLine(List<String> lines, int index) {
        List<String> less = new ArrayList<>(lines);
        less.remove(index);
        return less;
    }
}
