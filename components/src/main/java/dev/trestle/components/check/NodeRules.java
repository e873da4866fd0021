package dev.trestle.components.check;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Operation;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Rules of one node or area at a time: its kind is known and its settings have values that the kind takes. */
final class NodeRules {
    /** Instances of all nodes together that a run can hold eight times over: each has servers, books, perhaps a store. */
    private static final int MOST_INSTANCES = 20_000;

    private static final Set<String> AREAS = Set.of("region", "zone", "group");

    private final Board board;
    private final Parts parts;
    private final List<Finding> found;

    NodeRules(Board board, Parts parts, List<Finding> found) {
        this.board = board;
        this.parts = parts;
        this.found = found;
    }

    void check() {
        board.design().nodes().forEach(this::checkNode);
        checkInstances();
        board.design().areas().forEach(this::checkArea);
        if (parts.with(Role.SOURCE).isEmpty()) {
            found.add(Finding.error(
                    "no-clients",
                    "design.nodes",
                    "no node issues the operations of the brief",
                    "put clients on the canvas and link them to what answers them"));
        }
    }

    private void checkInstances() {
        long instances = 0;
        for (String id : board.design().nodes().keySet()) {
            Settings settings = parts.settings(id);
            instances += settings == null ? 0 : parts.kind(id).instances(settings);
        }
        if (instances > MOST_INSTANCES) {
            found.add(Finding.error(
                    "too-many",
                    "design.nodes",
                    "the nodes have " + instances + " instances together, and a run can hold " + MOST_INSTANCES,
                    "draw one of several equal parts of the design, with its part of the load"));
        }
    }

    private static String path(String node) {
        return "design.nodes." + node;
    }

    private void checkNode(String id, Node node) {
        Kind kind = parts.kind(id);
        if (kind == null) {
            found.add(Finding.error(
                            "unknown-kind",
                            path(id) + ".kind",
                            "there is no kind \"" + node.kind() + "\"",
                            Known.remedy(node.kind(), "kind", parts.kindIds()))
                    .at(id));
            return;
        }
        for (Map.Entry<String, String> refusal : kind.refusals(node.settings())) {
            found.add(Finding.error(
                            "bad-setting",
                            path(id) + ".settings." + refusal.getKey(),
                            refusal.getValue(),
                            remedy(kind, refusal.getKey()))
                    .at(id));
        }
        Settings settings = parts.settings(id);
        if (settings != null) {
            kind.check(settings)
                    .forEach(line -> found.add(Finding.warning(
                                    "kind-" + kind.id(), path(id), line, "change the settings of " + parts.named(id))
                            .at(id)));
            kind.notes(settings)
                    .forEach(line -> found.add(Finding.info(
                                    "note-" + kind.id(), path(id), line, "change the settings of " + parts.named(id))
                            .at(id)));
            checkNames(id, kind, settings);
        }
    }

    private static String remedy(Kind kind, String name) {
        Param param = kind.param(name).orElse(null);
        if (param == null) {
            return Known.remedy(
                    name, "setting", kind.params().stream().map(Param::id).toList());
        }
        return "the default is " + (param.preset().isBlank() ? "empty" : param.preset());
    }

    private void checkNames(String id, Kind kind, Settings settings) {
        Set<String> known = new LinkedHashSet<>(board.brief().entities().keySet());
        board.brief().operations().values().stream()
                .map(Operation::on)
                .filter(Objects::nonNull)
                .forEach(known::add);
        Set<String> operations = board.brief().operations().keySet();
        for (Param param : kind.params()) {
            String at = path(id) + ".settings." + param.id();
            boolean entities = param.type() == ParamType.NAMES;
            List<String> names = settings.names(param);
            for (String name : entities ? named(names) : names) {
                if (entities && !known.contains(name)) {
                    found.add(Finding.error(
                                    "unknown-entity",
                                    at,
                                    name + " is no entity and no event of the brief",
                                    Known.remedy(name, "entity", known))
                            .at(id));
                } else if (param.type() == ParamType.OPERATIONS && !operations.contains(name)) {
                    found.add(Finding.error(
                                    "unknown-operation",
                                    at,
                                    name + " is no operation of the brief",
                                    Known.remedy(name, "operation", operations))
                            .at(id));
                }
            }
        }
    }

    /** The names in {@code Order by User} are two. */
    private static List<String> named(List<String> items) {
        return items.stream()
                .flatMap(item -> Stream.of(item.split(" by ", 2)))
                .map(String::trim)
                .toList();
    }

    private void checkArea(String id, Area area) {
        if (!AREAS.contains(area.kind())) {
            found.add(Finding.warning(
                    "unknown-area",
                    "design.areas." + id + ".kind",
                    "an area is a region, a zone or a group, not \"" + area.kind() + "\"",
                    "choose one of the three; others are only drawn"));
        }
    }
}
