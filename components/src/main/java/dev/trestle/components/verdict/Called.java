package dev.trestle.components.verdict;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Phase;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Settings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of a board that a line may use, each with what it is. */
final class Called {
    private final Board board;

    Called(Board board) {
        this.board = board;
    }

    Map<String, String> operations() {
        return as(board.brief().operations().keySet(), "operation");
    }

    Map<String, String> entities() {
        return as(board.brief().entities().keySet(), "entity");
    }

    /** What some operation begins with. */
    Map<String, String> events() {
        return as(
                board.brief().operations().values().stream()
                        .map(Operation::on)
                        .filter(on -> on != null && !on.isBlank())
                        .toList(),
                "event");
    }

    Map<String, String> phases() {
        return as(
                board.script().values().stream()
                        .map(Phase::phase)
                        .filter(phase -> phase != null && !phase.isBlank())
                        .toList(),
                "phase");
    }

    /** Components by id, each with its label and kind. */
    Map<String, String> nodes() {
        Map<String, String> names = new LinkedHashMap<>();
        board.design().nodes().forEach((id, node) -> {
            String kind = kind(id).map(Kind::label).orElse(node.kind());
            boolean named = node.label() != null
                    && !node.label().isBlank()
                    && !node.label().equals(id);
            names.put(id, named ? node.label() + ", " + kind : kind);
        });
        return names;
    }

    Map<String, String> links() {
        Map<String, String> names = new LinkedHashMap<>();
        board.design().links().forEach((id, link) -> names.put(id, link.from() + " to " + link.to()));
        return names;
    }

    Map<String, String> areas(Set<String> kinds) {
        Map<String, String> names = new LinkedHashMap<>();
        board.design().areas().forEach((id, area) -> {
            if (kinds.contains(area.kind())) {
                names.put(id, named(area));
            }
        });
        return names;
    }

    private static String named(Area area) {
        return area.label() == null || area.label().isBlank() ? area.kind() : area.kind() + " " + area.label();
    }

    /** What a run can measure of a component; empty where nobody knows what it is. */
    Set<Gauge> gauges(String node) {
        return kind(node).map(Kind::gauges).orElse(Set.of());
    }

    /** How many instances a component has; 1 where its settings cannot be read. */
    int instances(String id) {
        Node node = board.design().nodes().get(id);
        Optional<Kind> kind = kind(id);
        return kind.isEmpty() || !kind.get().refusals(node.settings()).isEmpty()
                ? 1
                : kind.get().instances(new Settings(node.settings()));
    }

    private Optional<Kind> kind(String id) {
        Node node = board.design().nodes().get(id);
        return node == null ? Optional.empty() : Catalog.standard().kind(node.kind());
    }

    private static Map<String, String> as(Collection<String> names, String what) {
        Map<String, String> all = new LinkedHashMap<>();
        List.copyOf(names).forEach(name -> all.put(name, what));
        return all;
    }
}
