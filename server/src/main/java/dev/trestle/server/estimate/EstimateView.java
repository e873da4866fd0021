package dev.trestle.server.estimate;

import dev.trestle.estimator.estimate.BriefNumbers;
import dev.trestle.estimator.estimate.Cell;
import dev.trestle.estimator.estimate.Estimate;
import dev.trestle.estimator.estimate.Finding;
import dev.trestle.estimator.quantity.Quantity;
import dev.trestle.estimator.sheet.Derivation;
import dev.trestle.estimator.sheet.Influence;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The estimate of a brief as groups of cells, each with its derivation down to the inputs.
 *
 * @param findings what is wrong or remarkable about the numbers, errors first
 * @param conclusions what the numbers mean for a design, a sentence each
 */
record EstimateView(List<Notice> findings, List<String> conclusions, List<Group> groups) {
    private static final String ASSUMPTIONS = "Assumptions";

    /** {@code tone} and {@code icon} follow the severity. */
    record Notice(String tone, String icon, String path, String says, String remedy) {
        static Notice of(Finding finding) {
            return switch (finding.severity()) {
                case "error" -> new Notice("crit", "circle-alert", finding.path(), finding.says(), finding.remedy());
                case "warning" ->
                    new Notice("warn", "triangle-alert", finding.path(), finding.says(), finding.remedy());
                default -> new Notice("", "info", finding.path(), finding.says(), finding.remedy());
            };
        }

        boolean isError() {
            return tone.equals("crit");
        }
    }

    record Group(String label, List<CellView> cells) {}

    /** {@code range} is null for a number without spread, {@code doubt} says which inputs the spread comes from. */
    record CellView(String name, String title, String value, String range, String doubt, Derivation tree) {}

    /** The cell of that name, or null. */
    CellView cell(String name) {
        return groups.stream()
                .flatMap(group -> group.cells().stream())
                .filter(cell -> cell.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    static EstimateView of(BriefNumbers brief) {
        Estimate estimate = Estimate.of(brief);
        Map<String, List<Influence>> doubts =
                estimate.sensitivity().stream().collect(Collectors.groupingBy(Influence::output));
        Map<String, List<CellView>> groups = new LinkedHashMap<>();
        for (String label : List.of("Load", "Storage", "Traffic", "Sizing", "Cost and availability", ASSUMPTIONS)) {
            groups.put(label, new ArrayList<>());
        }
        estimate.cells()
                .forEach((name, cell) -> groups.get(group(brief, name))
                        .add(view(estimate, cell, doubt(doubts.getOrDefault(name, List.of())))));
        return new EstimateView(
                estimate.findings().stream().map(Notice::of).toList(),
                estimate.conclusions(),
                groups.entrySet().stream()
                        .filter(group -> !group.getValue().isEmpty())
                        .map(group -> new Group(group.getKey(), group.getValue()))
                        .toList());
    }

    private static CellView view(Estimate estimate, Cell cell, String doubt) {
        Derivation tree = estimate.derivation(cell.name());
        boolean uncertain = cell.p5() < cell.p95();
        return new CellView(
                cell.name(),
                title(cell.name()),
                tree.result(),
                uncertain ? "90 % between " + print(cell, cell.p5()) + " and " + print(cell, cell.p95()) : null,
                doubt,
                tree);
    }

    private static String print(Cell cell, double value) {
        return new Quantity(value, cell.value().dimension()).print();
    }

    /** The inputs worth asking about: up to three, with their share of the variance. */
    private static String doubt(List<Influence> influences) {
        if (influences.size() < 2) return null;
        return "The spread comes from "
                + String.join(
                        ", ",
                        influences.stream()
                                .limit(3)
                                .map(i -> i.input() + " " + Figures.share(Math.round(i.share() * 100) / 100.0))
                                .toList());
    }

    private static String group(BriefNumbers brief, String name) {
        String first = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        if (brief.assumptions().containsKey(name)) return ASSUMPTIONS;
        if (brief.operations().containsKey(first)) return "Load";
        if (brief.entities().containsKey(first)) return "Storage";
        return switch (first) {
            case "storage" -> "Storage";
            case "ingress", "egress" -> "Traffic";
            case "cache", "servers", "shards", "connections" -> "Sizing";
            case "cost", "availability" -> "Cost and availability";
            case "reads", "writes", "all" -> "Load";
            default -> ASSUMPTIONS;
        };
    }

    /** {@code storage.perYear} reads as "storage, per year". */
    private static String title(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) return name;
        String rest = name.substring(dot + 1).replaceAll("([a-z])([A-Z])", "$1 $2");
        return name.substring(0, dot) + ", " + rest.toLowerCase(Locale.ROOT);
    }
}
