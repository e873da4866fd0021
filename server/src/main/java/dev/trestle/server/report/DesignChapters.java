package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.check.Finding;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.Settings;
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
    /** The setting that says how many of a component there are. */
    private static final String INSTANCES = "instances";

    private final Board board;
    private final Names names;
    private final JsonNode run;
    private final boolean runnable;
    private final Blocks out;

    /** Figures stand beside components only when they are of this very design. */
    DesignChapters(Subject subject, List<Finding> findings, Blocks out) {
        this.board = subject.board();
        this.names = new Names(board);
        this.run = subject.current();
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
            String what = kind == null ? node.kind() : kind.label();
            String count = kind == null || kind.param(INSTANCES).isEmpty()
                    ? ""
                    : new Settings(node.settings()).text(kind.param(INSTANCES).get());
            String settings = kind == null ? "" : settings(kind, node);
            List<String> row = new ArrayList<>(List.of(names.node(id), what, count));
            if (run != null) row.addAll(figures(id, peak.path(id)));
            row.add(settings);
            table.row(row.toArray(String[]::new));
        });
        table.end();
        if (run == null) return;
        board.design().nodes().keySet().forEach(id -> {
            String why = run.path("nodes").path(id).path("forecast").path("why").asText("");
            if (!why.isEmpty()) out.words("No prediction for " + names.node(id) + ": " + why + ".");
        });
    }

    /** Everything that the component runs with, defaults included: what nobody chose is part of a design too. */
    private static String settings(Kind kind, Node node) {
        Settings settings = new Settings(node.settings());
        List<String> words = new ArrayList<>();
        for (Param param : kind.params()) {
            String value = settings.text(param);
            if (param.id().equals(INSTANCES) || value.isBlank()) continue;
            boolean chosen = node.settings().containsKey(param.id());
            words.add(param.label() + " " + value + (chosen ? "" : " (default)"));
        }
        return String.join("; ", words);
    }

    private List<String> figures(String id, JsonNode measured) {
        return List.of(
                Figures.perSecond(number(measured, "rate")),
                Figures.share(number(measured, "utilization")),
                Figures.number(number(measured, "queueMean")),
                Figures.number(number(measured, "queueMax")),
                Figures.busy(number(run.path("nodes").path(id).path("forecast"), "utilization")));
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
                String to = hop.links().stream().map(this::target).distinct().collect(Collectors.joining(" or "));
                if (hop.links().isEmpty() && !hop.does().equals("answers")) continue;
                String line = names.node(hop.node()) + " " + hop.does() + (to.isEmpty() ? "" : " → " + to);
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
        return it == null ? link : names.node(it.toNode());
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
