package dev.trestle.components.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of one JSON object of ours; asking for what is not there is an IllegalStateException.
 *
 * @param place where it stands, for messages
 */
public record Fields(String place, Map<?, ?> map) {
    public Fields(String place, Object json) {
        this(place, json instanceof Map<?, ?> object ? object : Map.of());
    }

    public String text(String name) {
        return as(String.class, name);
    }

    public String optional(String name) {
        return map.containsKey(name) ? text(name) : null;
    }

    /** A number; throws IllegalStateException when there is none. */
    public double decimal(String name) {
        return as(Double.class, name);
    }

    public boolean has(String name) {
        return map.containsKey(name);
    }

    /** An object whose values are all texts, in its order. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        ((Map<?, ?>) as(Map.class, name))
                .forEach((key, value) -> pairs.put(String.valueOf(key), String.valueOf(value)));
        return pairs;
    }

    public int number(String name) {
        return as(Double.class, name).intValue();
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : (List<?>) as(List.class, name)) {
            texts.add(String.valueOf(item));
        }
        return List.copyOf(texts);
    }

    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Object item : (List<?>) as(List.class, name)) {
            objects.add(new Fields(place + ", " + name + "[" + objects.size() + "]", item));
        }
        return objects;
    }

    private <T> T as(Class<T> type, String name) {
        Object value = map.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException(place + ": " + name + " must be a "
                    + type.getSimpleName().toLowerCase(java.util.Locale.ROOT) + ", not " + value);
        }
        return type.cast(value);
    }
}
