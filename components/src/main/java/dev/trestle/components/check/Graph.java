package dev.trestle.components.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who leads to whom, by name: reachability and circles. Names without an entry lead nowhere. */
final class Graph {
    private Graph() {}

    /** All that can be reached from the starts, these included, without passing through {@code avoided} (or null). */
    static Set<String> reached(Map<String, Set<String>> out, Collection<String> starts, String avoided) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (String start : starts) {
            if (!start.equals(avoided) && reached.add(start)) {
                open.add(start);
            }
        }
        while (!open.isEmpty()) {
            for (String next : out.getOrDefault(open.poll(), Set.of())) {
                if (!next.equals(avoided) && reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    /** One circle for each knot of names that lead back to themselves, in the order of the map; empty when none do. */
    static List<List<String>> cycles(Map<String, Set<String>> out) {
        List<List<String>> cycles = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (String start : out.keySet()) {
            if (!told.contains(start)) {
                List<String> cycle = shortest(out, start);
                if (!cycle.isEmpty()) {
                    cycles.add(cycle);
                    told.addAll(cycle);
                }
            }
        }
        return cycles;
    }

    /** The shortest way from a name back to itself, without naming it again at the end; empty when there is none. */
    private static List<String> shortest(Map<String, Set<String>> out, String start) {
        Map<String, String> cameFrom = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String at = open.poll();
            for (String next : out.getOrDefault(at, Set.of())) {
                if (next.equals(start)) {
                    return way(cameFrom, start, at);
                }
                if (!cameFrom.containsKey(next)) {
                    cameFrom.put(next, at);
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    private static List<String> way(Map<String, String> cameFrom, String start, String end) {
        Deque<String> way = new ArrayDeque<>();
        for (String at = end; !at.equals(start); at = cameFrom.get(at)) {
            way.addFirst(at);
        }
        way.addFirst(start);
        return List.copyOf(way);
    }
}
