package dev.trestle.estimator.sheet;

import dev.trestle.estimator.formula.Formula;
import dev.trestle.estimator.formula.Scope;
import dev.trestle.estimator.formula.Type;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import dev.trestle.estimator.quantity.Range;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named formulas over one another, computed: values with dimensions, ranges, explanations and sensitivity.
 *
 * <p>A range stands at its median in {@link #value}; {@link #range} carries it through by Monte Carlo with {@value
 * #SAMPLES} samples of a fixed seed, so equal texts give equal bits. A text that cannot be computed is an error of its
 * cell ({@link #error}) and of the cells that need it, never of the others. Safe for use by several threads.
 */
public final class Sheet {

    public static final int SAMPLES = 10_000;

    private final Cells cells;
    private final long seed;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, BadText> undefined = new LinkedHashMap<>();
    /** Recomputed bit for bit when memory was short; the sheet of an open room may stay for hours. */
    private SoftReference<Map<String, double[]>> sampled = new SoftReference<>(null);

    private Sheet(Cells cells, long seed) {
        this.cells = cells;
        this.seed = seed;
        Map<String, double[]> points = cells.samples((cell, range) -> new double[] {median(cell, range)});
        points.forEach((name, point) -> {
            values.put(name, point[0]);
            if (!Double.isFinite(point[0])) {
                String text = cells.get(name).entry().text();
                undefined.put(name, new BadText(text, 0, "the result is not a number: something is divided by zero"));
            }
        });
    }

    /** A sheet of texts by name, in the order of the map. */
    public static Sheet of(Map<String, String> texts) {
        List<Entry> entries = new ArrayList<>();
        texts.forEach((name, text) -> entries.add(Entry.typed(name, text, null)));
        return of(entries, 1);
    }

    /** @throws IllegalArgumentException when two entries have one name */
    public static Sheet of(List<Entry> entries, long seed) {
        return new Sheet(Cells.of(entries), seed);
    }

    public Set<String> names() {
        return cells.names();
    }

    public Entry entry(String name) {
        return known(name).entry();
    }

    /** Why the cell has no value; null when it has one. */
    public BadText error(String name) {
        BadText error = known(name).error();
        return error == null ? undefined.get(name) : error;
    }

    /** The cells that are wrong by themselves, not only because of another cell, with what is wrong. */
    public Map<String, BadText> errors() {
        Map<String, BadText> errors = new LinkedHashMap<>();
        for (String name : names()) {
            boolean ownDivision = undefined.containsKey(name)
                    && known(name).formula().names().stream().noneMatch(undefined::containsKey);
            if (known(name).root() || ownDivision) {
                errors.put(name, error(name));
            }
        }
        return errors;
    }

    /** The value with every range at its median; throws BadText when the cell has an error. */
    public Quantity value(String name) {
        BadText error = error(name);
        if (error != null) {
            throw error;
        }
        return new Quantity(values.get(name), known(name).type().dimension());
    }

    /** Whether the cell's text writes data in bits. */
    public boolean inBits(String name) {
        Cells.Cell cell = known(name);
        return cell.sound()
                && cell.formula().type(needed -> known(needed).type()).bits();
    }

    /** Whether the cell depends on a range. */
    public boolean uncertain(String name) {
        return error(name) == null && sampled().get(name).length > 1;
    }

    /** The spread of a cell in base units; throws BadText when the cell has an error. */
    public Percentiles range(String name) {
        double value = value(name).value();
        return uncertain(name) ? Percentiles.of(sampled().get(name)) : new Percentiles(value, value, value, value);
    }

    /** The value as printed, in the unit that the text asks for with {@code in}. */
    public String printed(String name) {
        Quantity value = value(name);
        return known(name).formula().shownIn().map(value::printIn).orElseGet(value::print);
    }

    /** A formula over the cells of this sheet, at the medians; throws BadText. */
    public Quantity evaluate(String text) {
        Formula formula = Formula.parse(text, names());
        for (String name : formula.names()) {
            if (error(name) != null) {
                throw new BadText(
                        text,
                        formula.at(name),
                        "\"" + name + "\" has an error: " + error(name).says());
            }
        }
        Type type = formula.type(name -> known(name).type());
        double[] result = formula.samples(new Scope() {
            @Override
            public double[] cell(String name) {
                return new double[] {values.get(name)};
            }

            @Override
            public double[] draw(int range) {
                return new double[] {formula.ranges().get(range).median()};
            }
        });
        if (!Double.isFinite(result[0])) {
            throw new BadText(text, 0, "the result is not a number: something is divided by zero");
        }
        return new Quantity(result[0], type.dimension());
    }

    /**
     * Why the cell is what it is, down to the inputs; throws BadText when the cell has an error. A cell that is needed
     * in several places is opened at the first one, or the tree could grow without bound.
     */
    public Derivation derivation(String name) {
        return derivation(name, new HashSet<>());
    }

    private Derivation derivation(String name, Set<String> opened) {
        String result = printed(name);
        Formula formula = known(name).formula();
        List<Derivation> children = new ArrayList<>();
        if (opened.add(name)) {
            formula.names().forEach(needed -> children.add(derivation(needed, opened)));
        }
        String note = known(name).entry().note();
        return new Derivation(
                name, formula.text(), formula.withValues(this::printed), result, note, List.copyOf(children));
    }

    /** One line: formula with names, with values, result. */
    public String explained(String name) {
        Formula formula = known(name).formula();
        return new Derivation(name, formula.text(), formula.withValues(this::printed), printed(name), null, List.of())
                .line();
    }

    /**
     * The uncertain inputs of a cell, the strongest first: tornado bars and shares of variance.
     *
     * <p>Shares are squared rank correlations (Spearman 1904) between input and output over the samples, scaled to a
     * sum of 1; ranks, because a lognormal tail would drown a plain correlation.
     */
    public List<Influence> sensitivity(String output) {
        value(output);
        if (!uncertain(output)) {
            return List.of();
        }
        Set<String> needed = new LinkedHashSet<>();
        collectNeeded(output, needed);
        List<String> inputs = needed.stream()
                .filter(name -> !known(name).formula().ranges().isEmpty())
                .toList();
        double[] weights = Ranks.squaredCorrelations(
                inputs.stream().map(sampled()::get).toList(), sampled().get(output));
        List<Influence> influences = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String input = inputs.get(i);
            double low = pinned(output, input, -Deviates.Z95);
            double high = pinned(output, input, Deviates.Z95);
            influences.add(new Influence(output, input, low, high, Math.abs(high - low), weights[i]));
        }
        influences.sort((a, b) -> Double.compare(b.share(), a.share()));
        return List.copyOf(influences);
    }

    private void collectNeeded(String name, Set<String> needed) {
        if (needed.add(name)) {
            known(name).formula().names().forEach(next -> collectNeeded(next, needed));
        }
    }

    private double pinned(String output, String input, double deviate) {
        return cells.samples((cell, i) -> new double[] {range(cell, i).at(cell.equals(input) ? deviate : 0)})
                .get(output)[0];
    }

    private double median(String cell, int index) {
        return range(cell, index).median();
    }

    private Range range(String cell, int index) {
        return cells.get(cell).formula().ranges().get(index);
    }

    private synchronized Map<String, double[]> sampled() {
        Map<String, double[]> samples = sampled.get();
        if (samples == null) {
            // Only when somebody asks for a spread: a run needs the medians alone.
            samples = cells.samples((cell, index) -> {
                double[] deviates = Deviates.of(seed, cell, index, SAMPLES);
                Range range = range(cell, index);
                for (int i = 0; i < deviates.length; i++) {
                    deviates[i] = range.at(deviates[i]);
                }
                return deviates;
            });
            sampled = new SoftReference<>(samples);
        }
        return samples;
    }

    private Cells.Cell known(String name) {
        Cells.Cell cell = cells.get(name);
        if (cell == null) {
            throw new BadText(name, 0, "there is no cell of this name");
        }
        return cell;
    }
}
