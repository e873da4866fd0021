package dev.trestle.server.report;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Entity;
import dev.trestle.components.board.Operation;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Holdings;
import dev.trestle.estimator.estimate.Cell;
import dev.trestle.estimator.estimate.Estimate;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import dev.trestle.estimator.sheet.Influence;
import dev.trestle.server.web.Figures;
import java.util.List;
import java.util.Map;

/** The chapters about what must be built: assumptions and estimate, API, data model. */
final class BriefChapters {
    /** What an interview asks for first; these are derived in full. */
    private static final List<String> HEADLINES = List.of(
            "storage.perYear", "ingress.peak", "egress.peak", "cache.memory", "servers", "shards", "cost.perMonth");

    private final Board board;
    private final Names names;
    private final Estimate estimate;
    private final Holdings holdings;
    private final Map<String, Cell> cells;
    private final Blocks out;

    BriefChapters(Board board, Estimate estimate, Blocks out) {
        this.board = board;
        this.names = new Names(board);
        this.estimate = estimate;
        this.cells = estimate.cells();
        this.holdings = Holdings.of(board.design(), Catalog.standard());
        this.out = out;
    }

    void estimate() {
        out.chapter("Assumptions and estimate");
        Blocks.Rows assumptions = out.table("Assumptions", "Name", "Is", "Says");
        board.brief().assumptions().forEach((name, it) -> assumptions.row(name, it.is(), it.says()));
        assumptions.end();
        if (cells.isEmpty()) {
            out.words("There is nothing to estimate yet.");
            return;
        }
        Blocks.Rows table = out.table("Estimate", "Number", "Value>", "P5 to P95>", "Formula");
        cells.values().forEach(cell -> {
            if (board.brief().assumptions().containsKey(cell.name())) return;
            table.row(cell.name(), inBitsToo(cell), range(cell), cell.formula());
        });
        table.end();
        out.points(estimate.conclusions());
        out.section("How the main numbers come about");
        for (String name : HEADLINES) {
            if (cells.containsKey(name)) out.add(new Block.Reasons(estimate.derivation(name)));
        }
        sensitivity();
        Blocks.Rows findings = out.table("Doubts about the numbers", "Severity", "Where", "What it says", "Remedy");
        estimate.findings().forEach(it -> findings.row(it.severity(), it.path(), it.says(), it.remedy()));
        findings.end();
    }

    /** The tornado: what an uncertain input does to each main number. */
    private void sensitivity() {
        List<Influence> influences = estimate.sensitivity();
        if (influences.isEmpty()) return;
        out.section("What the estimate depends on");
        out.words("Each uncertain input from its P5 to its P95, the others at their medians.");
        Blocks.Rows table =
                out.table("Sensitivity", "Number", "Input", "At P5>", "At P95>", "Share of the uncertainty>");
        for (Influence it : influences) {
            Cell cell = cells.get(it.output());
            if (cell == null) continue;
            table.row(
                    it.output(),
                    it.input(),
                    print(cell, it.low()),
                    print(cell, it.high()),
                    Math.round(it.share() * 100) + " %");
        }
        table.end();
    }

    void api() {
        out.chapter("API");
        Blocks.Rows table = out.table("Operations", "Operation", "Called by", "Average>", "Peak>", "Steps");
        board.brief()
                .operations()
                .forEach((name, operation) -> table.row(
                        name,
                        caller(operation),
                        cell(name + ".average"),
                        cell(name + ".peak"),
                        operation.steps().isEmpty() ? "none" : String.join("; ", operation.steps())));
        table.end();
        if (board.brief().operations().isEmpty()) out.words("The brief has no operations.");
    }

    void data() {
        out.chapter("Data model");
        Blocks.Rows table = out.table(
                "Entities",
                "Entity",
                "Fields",
                "Size>",
                "Count>",
                "Items in total>",
                "Size in total>",
                "Popularity",
                "Held by");
        board.brief()
                .entities()
                .forEach((name, entity) -> table.row(
                        name,
                        entity.fields(),
                        size(name, entity),
                        entity.count(),
                        cell(name + ".total"),
                        stored(name),
                        entity.popularity(),
                        holders(name)));
        table.end();
        if (board.brief().entities().isEmpty()) out.words("The brief has no entities.");
    }

    private String holders(String entity) {
        List<String> caches = holdings.caches(entity);
        String stores = labels(holdings.stores(entity));
        return caches.isEmpty() ? stores : stores + " (copies in " + labels(caches) + ")";
    }

    private String labels(List<String> nodes) {
        return String.join(", ", nodes.stream().map(names::node).toList());
    }

    /** All of them together, one copy each. */
    private String stored(String name) {
        Cell total = cells.get(name + ".total");
        if (total == null || board.brief().entities().get(name).size() == null) return "";
        try {
            return Figures.bytes(total.value().value() * estimate.bytes(name));
        } catch (BadText unreadable) {
            return "";
        }
    }

    private static String caller(Operation operation) {
        if (operation.api() != null) return operation.api();
        if (operation.on() != null) return "the event " + operation.on();
        return operation.every() == null ? "" : "a timer, every " + operation.every();
    }

    private String size(String name, Entity entity) {
        if (entity.size() == null) return "";
        try {
            return Figures.bytes(estimate.bytes(name));
        } catch (BadText unreadable) {
            return entity.size();
        }
    }

    /** Traffic is asked for in bits and stored in bytes. */
    private static String inBitsToo(Cell cell) {
        String value = cell.value().print();
        return cell.unit().equals("B/s") ? value + " = " + cell.value().printInBits() : value;
    }

    private String cell(String name) {
        return cells.containsKey(name) ? cells.get(name).value().print() : "";
    }

    private static String range(Cell cell) {
        return cell.p5() == cell.p95() ? "" : print(cell, cell.p5()) + " to " + print(cell, cell.p95());
    }

    private static String print(Cell cell, double value) {
        return new Quantity(value, cell.value().dimension()).print();
    }
}
