package dev.trestle.estimator.estimate;

import dev.trestle.estimator.fact.Fact;
import dev.trestle.estimator.sheet.Entry;
import dev.trestle.estimator.sheet.Shape;
import dev.trestle.estimator.sheet.Sheet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of an estimate while they are being written down: which are shown, and where in the board each comes from.
 */
final class Book {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private final Map<String, String> paths = new HashMap<>();

    /** A text of the brief. */
    void typed(String name, String text, Shape shape, String path) {
        entries.put(name, Entry.typed(name, text == null ? "" : text, shape));
        paths.put(name, path);
    }

    /** A standard cell. An assumption of the same name takes its place and gets its shape. */
    void standard(String name, String text, Shape shape, String path) {
        Entry given = entries.get(name);
        entries.put(name, given == null ? Entry.standard(name, text, shape) : Entry.typed(name, given.text(), shape));
        paths.putIfAbsent(name, path);
    }

    void standard(String name, String text, Shape shape) {
        standard(name, text, shape, "brief");
    }

    /** A step on the way that is explained but not listed. */
    void helper(String name, String text, Shape shape, String path) {
        standard(name, text, shape, path);
        hidden.add(name);
    }

    /** Gives a standard cell another text. */
    void replace(String name, String text) {
        entries.put(name, Entry.standard(name, text, entries.get(name).shape()));
    }

    /** A number that an assumption of this name may replace; its note says where the default comes from. */
    void unless(String name, String text, Shape shape, String note) {
        Entry given = entries.get(name);
        if (given != null) {
            entries.put(name, Entry.typed(name, given.text(), shape));
            return;
        }
        entries.put(name, new Entry(name, text, shape, note, true));
        hidden.add(name);
    }

    /** The same with a fact as the default. */
    void unlessFact(String name, String factId, Shape shape) {
        Fact fact = Fact.of(factId);
        unless(name, text(fact), shape, fact.cited());
    }

    /** A fact as a cell without its nouns; the answer is the cell's name. */
    String fact(String id) {
        String name = "fact." + id;
        Fact fact = Fact.of(id);
        Shape shape = new Shape(fact.quantity().dimension().withoutNouns(), fact.unit());
        entries.putIfAbsent(name, new Entry(name, text(fact), shape, fact.cited(), true));
        hidden.add(name);
        return name;
    }

    private static String text(Fact fact) {
        return Weights.text(fact.value()) + " " + fact.unit();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    boolean isShown(String name) {
        return !hidden.contains(name);
    }

    String path(String name) {
        return paths.getOrDefault(name, "brief");
    }

    Sheet sheet() {
        return Sheet.of(new ArrayList<>(entries.values()), 1);
    }

    /** A sum as text; {@code none} when there is nothing to add. */
    static String sum(List<String> terms, String none) {
        if (terms.isEmpty()) {
            return none;
        }
        // A long chain of plus signs would be a deep tree.
        return terms.size() > 12 ? "sum(" + String.join(", ", terms) + ")" : String.join(" + ", terms);
    }
}
