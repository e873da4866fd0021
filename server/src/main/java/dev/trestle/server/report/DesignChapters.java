package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.check.Finding;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The chapters about the drawing: components, the route of every operation, the script of a run. */
final class DesignChapters {
    private final Board board;
    private final JsonNode run;
    private final boolean runnable;
    private final Blocks out;

    /** @param run a report, or null */
    DesignChapters(Board board, JsonNode run, List<Finding> findings, Blocks out) {
        this.board = board;
        this.run = run;
        this.runnable = findings.stream().noneMatch(Finding::stops);
        this.out = out;
    }

    void components() {
        if (board.design().nodes().isEmpty()) {
            out.words("Nothing is drawn yet.");
            return;
        }
        out.section("Components");
        JsonNode peak = peak();
        Blocks.Rows table = run == null
                ? out.table("Components", "Component", "Kind", "Count>", "Settings")
                : out.table(
                        "Components, busiest phase",
                        "Component",
                        "Kind",
                        "Count>",
                        "Calls>",
                        "Busy>",
                        "Waiting>",
                        "At most>",
                        "Predicted busy>",
                        "Settings");
        board.design().nodes().forEach((id, node) -> {
            Kind kind = Catalog.standard().kind(node.kind()).orElse(null);
            String name = name(id, node);
            String what = kind == null ? node.kind() : kind.label();
            String count = node.settings().getOrDefault("instances", "");
            String settings = node.settings().entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("instances"))
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining("; "));
            List<String> row = new ArrayList<>(List.of(name, what, count));
            if (run != null) row.addAll(figures(id, peak.path(id)));
            row.add(settings);
            table.row(row.toArray(String[]::new));
        });
        table.end();
    }

    private List<String> figures(String id, JsonNode measured) {
        return List.of(
                Figures.perSecond(number(measured, "rate")),
                Figures.share(number(measured, "utilization")),
                Figures.number(number(measured, "queueMean")),
                Figures.number(number(measured, "queueMax")),
                Figures.share(number(run.path("nodes").path(id).path("forecast"), "utilization")));
    }

    /** The nodes of the phase with the most calls; those of the whole run where there are no phases. */
    private JsonNode peak() {
        if (run == null) return null;
        JsonNode busiest = run.path("nodes");
        double most = -1;
        for (JsonNode phase : run.path("phases")) {
            double calls = 0;
            for (JsonNode node : phase.path("nodes")) calls += node.path("rate").asDouble();
            if (calls > most && !phase.path("nodes").isEmpty()) {
                most = calls;
                busiest = phase.path("nodes");
            }
        }
        return busiest;
    }

    void routes() {
        out.chapter("Routes of the operations");
        if (!runnable) {
            out.words("The board has errors (see the findings), so its routes are not known yet.");
            return;
        }
        Plan plan = Run.of(board, Options.seed(1)).plan();
        plan.ways().forEach((operation, hops) -> {
            out.section(operation);
            Map<String, String> steps = new LinkedHashMap<>();
            for (Plan.Hop hop : hops) {
                String to = hop.links().stream()
                        .map(link -> target(link) + " (" + link + ")")
                        .distinct()
                        .collect(Collectors.joining(" or "));
                if (hop.links().isEmpty() && !hop.does().equals("answers")) continue;
                String line = name(hop.node()) + " " + hop.does() + (to.isEmpty() ? "" : " → " + to);
                steps.putIfAbsent(line, line);
            }
            out.steps(new ArrayList<>(steps.values()));
        });
        if (plan.ways().isEmpty()) out.words("There are no operations.");
    }

    void script() {
        if (board.script().isEmpty()) return;
        out.chapter("Script of the run");
        Blocks.Rows table = out.table("Phases", "Phase", "For>", "Load", "Faults");
        board.script()
                .forEach((id, phase) -> table.row(
                        phase.phase() == null ? id : phase.phase(),
                        phase.duration(),
                        phase.load(),
                        String.join("; ", phase.faults())));
        table.end();
    }

    private String target(String link) {
        Link it = board.design().links().get(link);
        return it == null ? link : name(it.toNode());
    }

    private String name(String id) {
        return name(id, board.design().nodes().get(id));
    }

    private static String name(String id, Node node) {
        return node == null || node.label() == null || node.label().equals(id) ? id : node.label() + " (" + id + ")";
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
