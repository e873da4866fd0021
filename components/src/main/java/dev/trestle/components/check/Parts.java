package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The design with its kinds looked up: what the rules about it share. */
final class Parts {
    private final Board board;
    private final Catalog catalog;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, Settings> settings = new LinkedHashMap<>();

    Parts(Board board, Catalog catalog) {
        this.board = board;
        this.catalog = catalog;
        board.design()
                .nodes()
                .forEach((id, node) -> catalog.kind(node.kind()).ifPresent(kind -> {
                    kinds.put(id, kind);
                    if (kind.refusals(node.settings()).isEmpty()) {
                        settings.put(id, new Settings(node.settings()));
                    }
                }));
    }

    List<String> kindIds() {
        return catalog.kinds().stream().map(Kind::id).toList();
    }

    /** The kind of a node, or null when the node or its kind is unknown. */
    Kind kind(String node) {
        return kinds.get(node);
    }

    /** The settings of a node whose kind is known and whose settings all have good values, else null. */
    Settings settings(String node) {
        return settings.get(node);
    }

    /** Whether every node's kind and settings are good, so that behaviour can be reasoned about. */
    boolean sound() {
        return settings.size() == board.design().nodes().size();
    }

    boolean has(String node, Role role) {
        Kind kind = kinds.get(node);
        return kind != null && kind.roles().contains(role);
    }

    List<String> with(Role role) {
        return board.design().nodes().keySet().stream()
                .filter(node -> has(node, role))
                .toList();
    }

    /** A node for people: its label, or its id. */
    String named(String id) {
        Node node = board.design().nodes().get(id);
        return node == null ? id : node.name(id);
    }

    /** The ports of a node on one side, or the one port that the link's end names; empty when it has no such. */
    List<Port> ports(String node, String port, Port.Direction side) {
        Kind kind = kinds.get(node);
        List<Port> ports = new ArrayList<>();
        for (Port one : kind == null ? List.<Port>of() : kind.ports()) {
            if (one.direction() == side && (port == null || one.id().equals(port))) {
                ports.add(one);
            }
        }
        return ports;
    }

    /** What may flow along a link by the rules of its ports: the words that both ends carry. */
    Set<String> carries(Link link) {
        Set<String> words = new LinkedHashSet<>();
        for (Port exit : ports(link.fromNode(), link.fromPort(), Port.Direction.OUT)) {
            for (Port entry : ports(link.toNode(), link.toPort(), Port.Direction.IN)) {
                exit.carries().stream().filter(entry.carries()::contains).forEach(words::add);
            }
        }
        return words;
    }

    /** Which node leads to which, by links that may carry something. */
    Map<String, Set<String>> out() {
        Map<String, Set<String>> out = new LinkedHashMap<>();
        for (Link link : board.design().links().values()) {
            if (!carries(link).isEmpty()) {
                out.computeIfAbsent(link.fromNode(), any -> new LinkedHashSet<>())
                        .add(link.toNode());
            }
        }
        return out;
    }
}
