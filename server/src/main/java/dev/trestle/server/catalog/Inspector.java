package dev.trestle.server.catalog;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Preset;
import dev.trestle.estimator.fact.Fact;
import dev.trestle.server.web.FieldErrors;
import dev.trestle.server.web.NotFound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the forms of the inspector: of a component from the params of its kind, of a link from what links have. */
final class Inspector {
    /** The settings of every link. */
    private static final List<Param> LINK = List.of(
            Param.of(
                    "latency",
                    ParamType.DISTRIBUTION,
                    "Latency",
                    "",
                    "One way; empty follows the placement of its ends."),
            Param.of("bandwidth", ParamType.TEXT, "Bandwidth", "", "Such as 1 Gbit/s; empty means no limit."),
            Param.of(
                    "jitter",
                    ParamType.RATIO,
                    "Jitter",
                    "",
                    "How far latencies by placement vary: their standard deviation over their mean."),
            Param.of("loss", ParamType.RATIO, "Loss", "", "Share of messages that get lost."),
            Param.choice(
                    "protocol",
                    "What is lost",
                    "is sent again after a timeout that doubles, until the connection breaks (tcp), or stays lost (udp).",
                    "tcp",
                    "udp"),
            Param.of("only", ParamType.TEXT, "Only", "", "reads, writes or names of operations; empty lets all pass."));

    private final Catalog catalog;

    Inspector(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The form of the node or link {@code id}. Throws {@link NotFound} when the board has neither.
     *
     * @param findings the flaws of the whole board
     */
    InspectorView view(Board board, String id, List<FindingView> findings, boolean locked) {
        List<FindingView> own =
                findings.stream().filter(f -> id.equals(f.target())).toList();
        Node node = board.design().nodes().get(id);
        if (node != null) return node(id, node, own, locked);
        Link link = board.design().links().get(id);
        if (link != null) return link(board, id, own, locked);
        throw new NotFound("It is not on the board any more.");
    }

    private InspectorView node(String id, Node node, List<FindingView> findings, boolean locked) {
        Kind kind = catalog.kind(node.kind())
                .orElseThrow(() -> new NotFound("The kind " + node.kind() + " is not in the catalog."));
        String path = "design.nodes." + id;
        Map<String, String> wrong = new LinkedHashMap<>();
        kind.refusals(node.settings()).forEach(e -> wrong.put(path + ".settings." + e.getKey(), e.getValue()));
        return new InspectorView(
                "nodes",
                id,
                kind.family().id(),
                "kind-" + kind.id(),
                kind.label(),
                node.label() == null ? "" : node.label(),
                kind.label() + " · " + id,
                kind.summary(),
                kind.id(),
                general(findings, path),
                kind.presets().stream()
                        .map(preset -> new InspectorView.Choice(preset.id(), preset.label()))
                        .toList(),
                InspectorView.groups(id, kind.params(), node.settings(), errors(findings, wrong), path),
                facts(kind),
                locked);
    }

    private InspectorView link(Board board, String id, List<FindingView> findings, boolean locked) {
        Link link = board.design().links().get(id);
        String path = "design.links." + id;
        Map<String, String> wrong = new LinkedHashMap<>();
        for (Param param : LINK) {
            String text = link.settings().get(param.id());
            if (text == null || text.isBlank()) continue;
            String refusal = param.refusal(text);
            if (refusal != null) wrong.put(path + ".settings." + param.id(), refusal);
        }
        return new InspectorView(
                "links",
                id,
                "",
                "arrow-right",
                "Link",
                link.label() == null ? "" : link.label(),
                FindingView.name(board, id),
                null,
                null,
                general(findings, path),
                List.of(),
                InspectorView.groups(id, LINK, link.settings(), errors(findings, wrong), path),
                List.of(),
                locked);
    }

    /** Findings that no field shows. */
    private static List<FindingView> general(List<FindingView> findings, String path) {
        return FindingView.sorted(findings.stream()
                .filter(f -> f.path() == null || !f.path().startsWith(path + ".settings."))
                .toList());
    }

    private static FieldErrors errors(List<FindingView> findings, Map<String, String> wrong) {
        Map<String, String> byPath = new LinkedHashMap<>(wrong);
        for (FindingView finding : findings) {
            if (finding.path() != null) byPath.putIfAbsent(finding.path(), finding.says());
        }
        return new FieldErrors(byPath);
    }

    /** The published figures behind a kind's presets, each once, and where its defaults come from. */
    private static List<InspectorView.Figure> facts(Kind kind) {
        Stream<Fact> defaults = Fact.all().stream().filter(fact -> fact.id().startsWith("default." + kind.id() + "."));
        return Stream.concat(
                        kind.presets().stream()
                                .map(Preset::facts)
                                .flatMap(List::stream)
                                .distinct()
                                .map(Fact::of),
                        defaults)
                .map(InspectorView.Figure::of)
                .toList();
    }
}
