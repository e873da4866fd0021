package dev.trestle.estimator.fact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of {@code facts.csv} by id: comma separated, fields with commas in double quotes, {@code #} comments. */
final class FactTable {

    static final FactTable LOADED = read();
    private static final int COLUMNS = 8;

    private final Map<String, Fact> facts;

    private FactTable(Map<String, Fact> facts) {
        this.facts = Collections.unmodifiableMap(facts);
    }

    Fact get(String id) {
        Fact fact = facts.get(id);
        if (fact == null) {
            throw new IllegalArgumentException("no fact \"" + id + "\" in facts.csv");
        }
        return fact;
    }

    Collection<Fact> all() {
        return facts.values();
    }

    /** @throws IllegalStateException when a row is malformed or an id occurs twice */
    static FactTable parse(List<String> lines) {
        Map<String, Fact> facts = new LinkedHashMap<>();
        boolean header = true;
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (header) {
                header = false;
                continue;
            }
            Fact fact = row(line);
            if (facts.put(fact.id(), fact) != null) {
                throw new IllegalStateException("facts.csv has \"" + fact.id() + "\" twice");
            }
        }
        return new FactTable(facts);
    }

    private static Fact row(String line) {
        List<String> f = fields(line);
        if (f.size() != COLUMNS) {
            throw new IllegalStateException("facts.csv: 8 columns expected, " + f.size() + " found in: " + line);
        }
        try {
            double value = Double.parseDouble(f.get(3));
            return new Fact(f.get(0), f.get(1), f.get(2), value, f.get(4), f.get(5), f.get(6), f.get(7));
        } catch (NumberFormatException e) {
            throw new IllegalStateException("facts.csv: \"" + f.get(3) + "\" is not a number in: " + line, e);
        }
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static FactTable read() {
        try (InputStream in = FactTable.class.getResourceAsStream("facts.csv")) {
            if (in == null) {
                throw new IllegalStateException("facts.csv is not on the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
