package dev.trestle.estimator.sheet;

import dev.trestle.estimator.formula.Formula;
import dev.trestle.estimator.formula.Scope;
import dev.trestle.estimator.formula.Type;
import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cells of a sheet brought into an order in which they can be computed, each with its type or its error. */
final class Cells {

    /** A cell that may be computed, or why it may not. {@code root} tells an error of its own from an inherited one. */
    record Cell(Entry entry, Formula formula, Type type, BadText error, boolean root) {

        boolean sound() {
            return error == null;
        }
    }

    private final Map<String, Entry> entries;
    private final Map<String, Formula> formulas = new HashMap<>();
    private final Map<String, Cell> cells = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final List<String> path = new ArrayList<>();

    private Cells(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** The cells of these entries in the order of the entries. */
    static Cells of(List<Entry> list) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Entry entry : list) {
            if (entries.put(entry.name(), entry) != null) {
                throw new IllegalArgumentException("two cells are named \"" + entry.name() + "\"");
            }
        }
        Cells cells = new Cells(entries);
        cells.entries.keySet().forEach(cells::visit);
        return cells;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    Cell get(String name) {
        return cells.get(name);
    }

    /** Every name once, after the names that it needs. */
    List<String> order() {
        return order;
    }

    private void visit(String name) {
        if (cells.containsKey(name)) {
            return;
        }
        path.add(name);
        Entry entry = entries.get(name);
        try {
            cells.putIfAbsent(name, solve(entry));
        } catch (BadText e) {
            cells.putIfAbsent(name, new Cell(entry, formulas.get(name), null, e, true));
        }
        path.remove(path.size() - 1);
        order.add(name);
    }

    private Cell solve(Entry entry) {
        Formula formula = entry.generated()
                ? Formula.generated(entry.text(), entries.keySet())
                : Formula.parse(entry.text(), entries.keySet());
        formulas.put(entry.name(), formula);
        for (String needed : formula.names()) {
            if (path.contains(needed) && !cells.containsKey(needed)) {
                throw cycle(formula, needed);
            }
            visit(needed);
        }
        for (String needed : formula.names()) {
            Cell cell = cells.get(needed);
            if (!cell.sound()) {
                String says = cell.error().says();
                BadText inherited = new BadText(
                        entry.text(),
                        formula.at(needed),
                        cell.root() ? "\"" + needed + "\" has an error: " + says : says);
                return new Cell(entry, formula, null, inherited, false);
            }
        }
        Type type = shaped(entry, formula.type(needed -> cells.get(needed).type()));
        return new Cell(entry, formula, type, null, false);
    }

    private static Type shaped(Entry entry, Type type) {
        Shape shape = entry.shape();
        if (shape == null) {
            return type;
        }
        if (!type.dimension().withoutNouns().equals(shape.plain())) {
            throw new BadText(
                    entry.text(),
                    0,
                    "expected " + shape.example() + ", not " + type.dimension().words());
        }
        // What has a shape is data in bytes, however it was written.
        return new Type(shape.plain(), false);
    }

    private BadText cycle(Formula formula, String needed) {
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(needed), path.size()));
        cycle.add(needed);
        return new BadText(
                formula.text(),
                formula.at(needed),
                "these define each other in a circle: " + String.join(" -> ", cycle));
    }

    /** Samples of every sound cell by name, given the samples of each range; of length 1 where all is certain. */
    Map<String, double[]> samples(Draw draw) {
        Map<String, double[]> samples = new HashMap<>();
        for (String name : order) {
            Cell cell = cells.get(name);
            if (cell.sound()) {
                samples.put(name, cell.formula().samples(new Scope() {
                    @Override
                    public double[] cell(String needed) {
                        return samples.get(needed);
                    }

                    @Override
                    public double[] draw(int range) {
                        return draw.samples(name, range);
                    }
                }));
            }
        }
        return samples;
    }

    /** Where the samples of a range come from. */
    @FunctionalInterface
    interface Draw {
        double[] samples(String cell, int range);
    }
}
