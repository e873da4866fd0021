package dev.trestle.components.verdict;

import dev.trestle.components.board.Board;
import dev.trestle.components.check.Finding;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.kind.Role;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Warns where a requirement speaks of the loss of a zone or region and something stands in one of them alone. */
final class StandingRules {
    private final Board board;
    private final List<Finding> found;

    StandingRules(Board board, List<Finding> found) {
        this.board = board;
        this.found = found;
    }

    /** The areas must be there; where a node cannot be read another rule says so, and this one keeps quiet. */
    void check(Requirement.Scope scope, String path) {
        Catalog catalog = Catalog.standard();
        boolean sound = board.design().nodes().values().stream()
                .allMatch(node -> catalog.kind(node.kind())
                        .filter(kind -> kind.refusals(node.settings()).isEmpty())
                        .isPresent());
        if (!sound) {
            return;
        }
        Placement placement = Placement.of(board.design(), catalog);
        board.design().nodes().forEach((id, node) -> {
            Set<String> areas = scope == Requirement.Scope.ZONE ? placement.zonesOf(id) : placement.regionsOf(id);
            Kind kind = catalog.require(node.kind());
            boolean alone = areas.size() == 1 && areas.stream().allMatch(Objects::nonNull);
            boolean doubled = board.design().nodes().entrySet().stream()
                    .anyMatch(other -> !other.getKey().equals(id)
                            && other.getValue().kind().equals(node.kind())
                            && !(scope == Requirement.Scope.ZONE
                                            ? placement.zonesOf(other.getKey())
                                            : placement.regionsOf(other.getKey()))
                                    .equals(areas));
            if (alone
                    && !doubled
                    && !kind.roles().contains(Role.SOURCE)
                    && !kind.roles().contains(Role.EDGE)) {
                String name = node.name(id);
                found.add(Finding.warning(
                                "one-" + scope.word(),
                                path,
                                "all of " + name + " stands in the " + scope.word() + " "
                                        + areas.iterator().next() + ", and nothing like it stands in another",
                                "give it several instances and draw it beside the " + scope.word()
                                        + "s, or draw another one elsewhere")
                        .at(id));
            }
        });
    }
}
