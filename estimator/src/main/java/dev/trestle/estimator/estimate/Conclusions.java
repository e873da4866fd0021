package dev.trestle.estimator.estimate;

import dev.trestle.estimator.fact.Fact;
import dev.trestle.estimator.sheet.Sheet;
import java.util.ArrayList;
import java.util.List;

/** Sentences that say what the numbers mean: which constraint binds, and how many of a known component that is. */
final class Conclusions {

    private final Sheet sheet;
    private final List<String> sentences = new ArrayList<>();

    private Conclusions(Sheet sheet) {
        this.sheet = sheet;
    }

    static List<String> of(BriefNumbers brief, Sheet sheet, Volumes volumes) {
        Conclusions conclusions = new Conclusions(sheet);
        conclusions.objects(brief, volumes);
        conclusions.throughput();
        conclusions.binding(
                "servers", "the request rate", "concurrency", "bandwidth", "Rate", "Connections", "Bandwidth");
        conclusions.binding(
                "shards", "the amount of data", "the write rate", "the read rate", "Bytes", "Writes", "Reads");
        conclusions.memory();
        return List.copyOf(conclusions.sentences);
    }

    /** Which entities are no rows, and who says so. */
    private void objects(BriefNumbers brief, Volumes volumes) {
        List<String> drawn = new ArrayList<>();
        List<String> large = new ArrayList<>();
        brief.entities().forEach((name, entity) -> {
            if (volumes.isObject(name)) {
                (entity.home() == EntityNumbers.Home.OBJECTS ? drawn : large).add(name);
            }
        });
        if (!drawn.isEmpty()) {
            sentences.add(kept(drawn) + " in an object store, as the design has it: no rows of a database");
        }
        if (!large.isEmpty()) {
            sentences.add(kept(large) + " best in an object store: items from objectSize = "
                    + sheet.printed("objectSize") + " on are read faster as files than as rows");
        }
    }

    private static String kept(List<String> names) {
        return String.join(", ", names) + (names.size() == 1 ? " is" : " are") + " kept";
    }

    private boolean known(String name) {
        return sheet.error(name) == null;
    }

    private double value(String name) {
        return sheet.value(name).value();
    }

    private void throughput() {
        if (!known("rows.writes") || value("rows.writes") == 0) {
            return;
        }
        double nodes = value("rows.writes") / Fact.of("sql.writes").value();
        String says = sheet.printed("rows.writes") + " row writes at the peak: ";
        if (nodes < 0.1) {
            says += "throughput is not the problem, one database node takes " + fact("sql.writes");
        } else {
            says += nodes(nodes, "sql.writes", "PostgreSQL") + " or "
                    + nodes(
                            value("rows.writes") / Fact.of("widecolumn.writes").value(),
                            "widecolumn.writes",
                            "Cassandra");
        }
        sentences.add(says);
    }

    private static String nodes(double nodes, String factId, String product) {
        long whole = (long) Math.ceil(nodes);
        return whole + " " + product + (whole == 1 ? " node" : " nodes") + " of " + fact(factId);
    }

    private static String fact(String id) {
        Fact fact = Fact.of(id);
        return Weights.text(fact.value()) + " " + fact.unit();
    }

    private void binding(String cell, String... wordsThenCells) {
        int half = wordsThenCells.length / 2;
        if (!known(cell) || value(cell) <= 1) {
            return;
        }
        int most = 0;
        for (int i = 0; i < half; i++) {
            if (!known(cell + ".for" + wordsThenCells[half + i])) {
                return;
            }
            double candidate = value(cell + ".for" + wordsThenCells[half + i]);
            most = candidate > value(cell + ".for" + wordsThenCells[half + most]) ? i : most;
        }
        sentences.add(sheet.printed(cell) + " " + cell + ": " + wordsThenCells[most] + " binds ("
                + sheet.printed(cell + ".for" + wordsThenCells[half + most]) + " before rounding up)");
    }

    private void memory() {
        if (known("cache.memory") && value("cache.memory") > 0) {
            double nodes = value("cache.memory")
                    / Fact.of("cache.node.bytes").quantity().value();
            sentences.add(
                    sheet.printed("cache.memory") + " of hot items: " + nodes(nodes, "cache.node.bytes", "cache"));
        }
    }
}
