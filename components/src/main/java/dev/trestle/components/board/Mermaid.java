package dev.trestle.components.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A design as a Mermaid flowchart: areas become subgraphs, links arrows; whatever people typed stands escaped. */
public final class Mermaid {
    private final Design design;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, List<String>> nodesIn = new LinkedHashMap<>();
    private final Map<String, List<String>> areasIn = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder("flowchart LR\n");

    private static final String NOWHERE = "";

    private Mermaid(Design design) {
        this.design = design;
    }

    /** The flowchart's text, ending with a newline; links whose nodes are missing are left out. */
    public static String of(Design design) {
        return new Mermaid(design).text();
    }

    private String text() {
        design.areas()
                .keySet()
                .forEach(id -> areasIn.computeIfAbsent(parent(id), p -> new ArrayList<>())
                        .add(id));
        design.nodes()
                .keySet()
                .forEach(id -> nodesIn.computeIfAbsent(areaOf(id), a -> new ArrayList<>())
                        .add(id));
        contents(NOWHERE, "  ");
        design.links().values().forEach(this::link);
        return out.toString();
    }

    private void contents(String area, String indent) {
        for (String inner : areasIn.getOrDefault(area, List.of())) {
            Area box = design.areas().get(inner);
            String label = box.label() == null ? inner : box.label();
            out.append(indent).append("subgraph ").append(name("a_" + inner));
            out.append("[\"").append(escaped(label)).append("\"]\n");
            contents(inner, indent + "  ");
            out.append(indent).append("end\n");
        }
        for (String id : nodesIn.getOrDefault(area, List.of())) {
            Node node = design.nodes().get(id);
            String label = node.label() == null ? id : node.label();
            out.append(indent).append(name("n_" + id)).append("[\"").append(escaped(label));
            out.append("<br/>").append(escaped(node.kind())).append("\"]\n");
        }
    }

    private void link(Link link) {
        if (!design.nodes().containsKey(link.fromNode()) || !design.nodes().containsKey(link.toNode())) {
            return;
        }
        String label = link.label() == null ? link.settings().getOrDefault("only", "") : link.label();
        out.append("  ").append(name("n_" + link.fromNode())).append(" -->");
        if (!label.isBlank()) {
            out.append("|\"").append(escaped(label)).append("\"|");
        }
        out.append(' ').append(name("n_" + link.toNode())).append('\n');
    }

    /** The smallest area round the node's middle. */
    private String areaOf(String node) {
        List<String> around = design.areasAround(node);
        return around.isEmpty() ? NOWHERE : around.get(0);
    }

    /** The smallest area that this one lies in; of two equal ones the first is the outer. */
    private String parent(String area) {
        Area box = design.areas().get(area);
        List<String> order = List.copyOf(design.areas().keySet());
        return order.stream()
                .filter(other -> !other.equals(area) && contains(design.areas().get(other), box))
                .filter(other ->
                        !contains(box, design.areas().get(other)) || order.indexOf(other) < order.indexOf(area))
                .min(Comparator.comparingDouble(
                        other -> design.areas().get(other).size()))
                .orElse(NOWHERE);
    }

    private static boolean contains(Area outer, Area inner) {
        return outer.holds(inner.x(), inner.y()) && outer.holds(inner.x() + inner.w(), inner.y() + inner.h());
    }

    /** A Mermaid id: never one of its words, no hyphens (they read as arrows), different for different records. */
    private String name(String id) {
        return names.computeIfAbsent(id, any -> {
            String plain = id.replace('-', '_');
            String name = plain;
            for (int i = 2; !taken.add(name); i++) {
                name = plain + "_" + i;
            }
            return name;
        });
    }

    /** Inside quotes, with Mermaid's own entity codes for what could end the label or be markup. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.strip().toCharArray()) {
            if (c < ' ' || c == 0x7f) {
                escaped.append(' ');
            } else if ("\"#&<>`\\|;*".indexOf(c) >= 0) {
                escaped.append('#').append((int) c).append(';');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
