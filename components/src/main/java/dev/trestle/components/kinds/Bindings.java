package dev.trestle.components.kinds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which events a consumer of an exchange is bound to, as typed: {@code billing = order-*, refund; audit = #}.
 *
 * <p>A pattern is words between hyphens, dots or underscores, as event names have them; {@code *} stands for one word and
 * {@code #} for any number of them, none included (the topic exchange of AMQP 0-9-1).
 */
final class Bindings {
    private static final String BETWEEN_WORDS = "[-._]";

    private final Map<String, List<String>> keys = new LinkedHashMap<>();

    private Bindings() {}

    /** Reads what {@link #flaws} finds nothing wrong with; the rest binds nobody. */
    static Bindings of(String text) {
        Bindings bindings = new Bindings();
        for (String binding : parts(text, ";")) {
            List<String> sides = parts(binding, "=");
            if (sides.size() == 2) {
                bindings.keys
                        .computeIfAbsent(sides.get(0), any -> new ArrayList<>())
                        .addAll(parts(sides.get(1), ","));
            }
        }
        return bindings;
    }

    /** One line for each binding that cannot be read. */
    static List<String> flaws(String text) {
        List<String> flaws = new ArrayList<>();
        for (String binding : parts(text, ";")) {
            if (parts(binding, "=").size() != 2) {
                flaws.add("the binding \"" + binding + "\" must be a consumer's id, =, and events or patterns");
            }
        }
        return flaws;
    }

    private static List<String> parts(String text, String separator) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(separator)) {
            if (!part.isBlank()) {
                parts.add(part.trim());
            }
        }
        return parts;
    }

    boolean names(String consumer) {
        return keys.containsKey(consumer);
    }

    /** Whether one of the consumer's keys is the event's name. */
    boolean direct(String consumer, String event) {
        return keys.get(consumer).contains(event);
    }

    /** Whether one of the consumer's patterns matches the event's name. */
    boolean matches(String consumer, String event) {
        for (String pattern : keys.get(consumer)) {
            if (match(pattern.split(BETWEEN_WORDS), 0, event.split(BETWEEN_WORDS), 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean match(String[] pattern, int p, String[] words, int w) {
        if (p == pattern.length) {
            return w == words.length;
        }
        if (pattern[p].equals("#")) {
            return match(pattern, p + 1, words, w) || w < words.length && match(pattern, p, words, w + 1);
        }
        boolean one = w < words.length && (pattern[p].equals("*") || pattern[p].equals(words[w]));
        return one && match(pattern, p + 1, words, w + 1);
    }
}
