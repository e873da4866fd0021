package dev.trestle.components.verdict;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Phase;
import dev.trestle.components.check.Finding;
import dev.trestle.components.check.Known;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Kind;
import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules of the brief's requirements: each line can be read and names what the board has. Part of the board's check. */
public final class RequirementRules {
    private final Board board;
    private final List<Finding> found = new ArrayList<>();
    private String path;

    private RequirementRules(Board board) {
        this.board = board;
    }

    /** The findings about a board's requirements, in their order. */
    public static List<Finding> of(Board board) {
        RequirementRules rules = new RequirementRules(board);
        rules.check();
        return List.copyOf(rules.found);
    }

    private void check() {
        if (board.brief().requirements().isEmpty()) {
            found.add(Finding.info(
                    "no-requirements",
                    "brief.requirements",
                    "the brief asks for nothing, so a run will judge nothing",
                    "add a requirement such as all p99 latency < 300 ms"));
        }
        board.brief().requirements().forEach((id, line) -> {
            path = "brief.requirements." + id + ".is";
            try {
                Requirement requirement = Requirement.parse(line.is());
                checkBound(requirement);
                checkNames(requirement);
                new ScriptNeeds(board, found).check(requirement, path);
            } catch (BadText bad) {
                found.add(Finding.error("bad-requirement", path, bad.getMessage(), RequirementForm.remedy(line.is())));
            }
        });
    }

    /** A bound that nothing measured can ever reach, or miss. */
    private void checkBound(Requirement requirement) {
        if (requirement.bound() != null) {
            bound(requirement, requirement.bound());
        } else if (requirement instanceof Requirement.FreshWithin fresh) {
            above(fresh.within(), false);
        } else if (requirement instanceof Requirement.HandledWithin handled) {
            above(handled.within(), true);
        } else if (requirement instanceof Requirement.RecoversWithin recovers) {
            above(recovers.within(), true);
        } else if (requirement instanceof Requirement.NeverAbove above) {
            above(above.limit(), false);
        } else if (requirement instanceof Requirement.AtMost most) {
            above(most.rate(), true);
        }
    }

    private void above(Amount limit, boolean strictly) {
        if (limit.value() < 0 || strictly && limit.value() == 0) {
            impossible(
                    limit
                            + (limit.value() < 0
                                    ? " is below 0, and nothing that is measured ever is"
                                    : " is too little to keep"),
                    "write a bound above 0");
        }
    }

    private void bound(Requirement requirement, Bound bound) {
        double limit = bound.value();
        boolean share = Unit.of(requirement) == Unit.SHARE;
        if (share && (limit < 0 || limit > 1)) {
            impossible(
                    "a share lies between 0 % and 100 %, and " + bound.limit() + " does not",
                    "write a share such as 99.9 %");
        } else if (limit < 0) {
            impossible(bound.limit() + " is below 0, and nothing that is measured ever is", "write a bound above 0");
        } else if (limit == 0 && bound.compare() == Bound.Compare.LESS
                || share && limit == 1 && bound.compare() == Bound.Compare.MORE) {
            String most = limit == 0 ? "less than nothing" : "more than all of them";
            impossible("nothing that is measured is ever " + most, "write a bound that can be kept");
        } else if (limit == 0 && bound.isLower() && bound.compare() == Bound.Compare.AT_LEAST
                || share && limit == 1 && bound.compare() == Bound.Compare.AT_MOST) {
            empty("everything that is measured is " + bound, "write a bound that can be missed");
        } else if (requirement instanceof Requirement.Headroom && !bound.isLower()) {
            empty("more headroom never hurts, and " + bound + " asks for little", "write headroom >= 2 x");
        } else if (requirement instanceof Requirement.Headroom && limit < 1) {
            empty("the load as it is is 1 x, and " + bound + " asks for less", "write headroom >= 2 x");
        }
    }

    private void impossible(String says, String remedy) {
        found.add(Finding.error("impossible-bound", path, says, remedy));
    }

    private void empty(String says, String remedy) {
        found.add(Finding.warning("empty-bound", path, says, remedy));
    }

    private void checkNames(Requirement requirement) {
        if (requirement instanceof Requirement.Latency latency) {
            served(latency.subject());
            phase(latency.phase());
        } else if (requirement instanceof Requirement.Served served) {
            served(served.subject());
            phase(served.phase());
        } else if (requirement instanceof Requirement.NodeLevel level) {
            known("node", level.node(), board.design().nodes().keySet());
            measure(level);
            phase(level.phase());
        } else if (requirement instanceof Requirement.RecoversWithin recovers) {
            phase(recovers.phase());
        } else if (requirement instanceof Requirement.Idempotent idempotent) {
            known(
                    "operation",
                    idempotent.operation(),
                    board.brief().operations().keySet());
        } else if (requirement instanceof Requirement.AtMost atMost) {
            known("operation", atMost.operation(), board.brief().operations().keySet());
        } else if (requirement instanceof Requirement.Survives survives) {
            scope(survives.scope());
        } else {
            entityOrEvent(requirement);
        }
    }

    private void entityOrEvent(Requirement requirement) {
        if (requirement instanceof Requirement.ReadYourWrites promise) {
            entity(promise.entity());
        } else if (requirement instanceof Requirement.MonotonicReads promise) {
            entity(promise.entity());
        } else if (requirement instanceof Requirement.Linearizable promise) {
            entity(promise.entity());
        } else if (requirement instanceof Requirement.FreshWithin promise) {
            entity(promise.entity());
        } else if (requirement instanceof Requirement.NeverLost promise) {
            entity(promise.entity());
        } else if (requirement instanceof Requirement.Unique promise) {
            entity(promise.entity());
        } else if (requirement instanceof Requirement.NeverAbove promise) {
            entity(promise.entity());
        } else if (requirement instanceof Requirement.HandledAtLeastOnce promise) {
            event(promise.event());
        } else if (requirement instanceof Requirement.HandledExactlyOnce promise) {
            event(promise.event());
        } else if (requirement instanceof Requirement.HandledInOrder promise) {
            event(promise.event());
        } else if (requirement instanceof Requirement.HandledWithin promise) {
            event(promise.event());
        }
    }

    private void served(String subject) {
        Set<String> known = new LinkedHashSet<>(board.brief().operations().keySet());
        known.addAll(List.of("all", "reads", "writes"));
        known("operation", subject, known);
    }

    private void entity(String name) {
        known("entity", name, board.brief().entities().keySet());
    }

    private void event(String name) {
        Set<String> handled = new LinkedHashSet<>();
        board.brief().operations().values().stream()
                .map(Operation::on)
                .filter(Objects::nonNull)
                .forEach(handled::add);
        known("event", name, handled);
    }

    private void phase(String name) {
        Set<String> phases = new LinkedHashSet<>();
        board.script().values().stream().map(Phase::phase).forEach(phases::add);
        if (name != null) {
            known("phase", name, phases);
        }
    }

    /** What a component of that kind does not have is not asked of it. */
    private void measure(Requirement.NodeLevel level) {
        Node node = board.design().nodes().get(level.node());
        Optional<Kind> kind =
                node == null ? Optional.empty() : Catalog.standard().kind(node.kind());
        if (kind.isEmpty() || kind.get().gauges().contains(level.measure())) {
            return;
        }
        List<String> others = board.design().nodes().entrySet().stream()
                .filter(other -> Catalog.standard()
                        .kind(other.getValue().kind())
                        .filter(one -> one.gauges().contains(level.measure()))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
        String own = Arrays.stream(Gauge.values())
                .filter(kind.get().gauges()::contains)
                .map(Gauge::words)
                .collect(Collectors.joining(", "));
        found.add(Finding.error(
                        "no-such-measure",
                        path,
                        level.node() + " is a " + kind.get().label() + ", which has no "
                                + level.measure().words() + (own.isEmpty() ? "" : "; it has " + own),
                        others.isEmpty()
                                ? "ask it of a component that has one"
                                : "these have one: " + String.join(", ", others))
                .at(level.node()));
    }

    private void scope(Requirement.Scope scope) {
        boolean area = scope == Requirement.Scope.ZONE || scope == Requirement.Scope.REGION;
        List<String> kinds =
                board.design().areas().values().stream().map(Area::kind).toList();
        if (area && !kinds.contains(scope.word())) {
            found.add(Finding.error(
                    "no-" + scope.word(),
                    path,
                    "the design has no " + scope.word() + " that could be lost",
                    "draw a " + scope.word() + " round the nodes that stand in it"));
        } else if (area) {
            new StandingRules(board, found).check(scope, path);
        }
    }

    private void known(String what, String name, Set<String> names) {
        if (!names.contains(name)) {
            found.add(Finding.error(
                    "unknown-" + what,
                    path,
                    "there is no " + what + " " + name + " on this board",
                    Known.remedy(name, what, names)));
        }
    }
}
