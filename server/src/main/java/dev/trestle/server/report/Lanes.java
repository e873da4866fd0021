package dev.trestle.server.report;

import dev.trestle.components.board.Design;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What keeps wires apart that would lie on each other: where at its port each one ends, and where it bends. The same rules
 * as on the canvas (static/js/canvas/lanes.js).
 */
final class Lanes {
    private static final double BEND = 12;
    private static final double END = 10;

    /** Ends stay on the straight part of a node's side; at one of several ports, nearer to it than to the next. */
    private static final double ROOM_ALONE = 24;

    private static final double ROOM_SHARED = 6;

    /**
     * Shifts in pixels.
     *
     * @param bend of the piece between two bends
     * @param out of the end where the wire leaves, along the side of the node
     * @param in of the end where it arrives
     * @param twin tells links between the same two nodes apart
     */
    record Lane(double bend, double out, double in, double twin) {
        static final Lane STRAIGHT = new Lane(0, 0, 0, 0);
    }

    /** A port's place among those of its side of a node. */
    record Spot(String node, int index, int count) {
        /** Its height over the top of the node. */
        double height() {
            return Node.HEIGHT / 2.0 + (index - (count - 1) / 2.0) * 18;
        }
    }

    /** A link as one of its ends sees it: where the other node stands. */
    private record Member(String link, double dx, double dy) {}

    private final Map<String, Double> bends = new LinkedHashMap<>();
    private final Map<String, Double> outs = new LinkedHashMap<>();
    private final Map<String, Double> ins = new LinkedHashMap<>();
    private final Map<String, Double> twins = new LinkedHashMap<>();

    private Lanes() {}

    /**
     * The lane of every link whose nodes are there.
     *
     * @param sources where a link leaves
     * @param targets where it arrives
     */
    static Map<String, Lane> of(Design design, Function<Link, Spot> sources, Function<Link, Spot> targets) {
        Lanes lanes = new Lanes();
        Map<String, List<Member>> bends = new LinkedHashMap<>();
        Map<Spot, List<Member>> outs = new LinkedHashMap<>();
        Map<Spot, List<Member>> ins = new LinkedHashMap<>();
        Map<String, List<Member>> pairs = new LinkedHashMap<>();
        design.links().forEach((id, link) -> {
            Node a = design.nodes().get(link.fromNode());
            Node b = design.nodes().get(link.toNode());
            if (a == null || b == null) return;
            Member member = new Member(id, Math.abs(b.x() - a.x()), b.y() - a.y());
            if (member.dy != 0) {
                String side = member.dy > 0 ? " down" : " up";
                join(bends, "out " + link.from() + side, member);
                join(bends, "in " + link.to() + side, member);
            }
            join(outs, sources.apply(link), member);
            join(ins, targets.apply(link), new Member(id, member.dx, -member.dy));
            boolean ordered = link.fromNode().compareTo(link.toNode()) < 0;
            join(
                    pairs,
                    ordered ? link.fromNode() + " " + link.toNode() : link.toNode() + " " + link.fromNode(),
                    member);
        });
        bends.forEach(lanes::bend);
        outs.forEach((spot, group) -> ends(lanes.outs, spot, group));
        ins.forEach((spot, group) -> ends(lanes.ins, spot, group));
        pairs.values().forEach(lanes::twins);
        Map<String, Lane> all = new LinkedHashMap<>();
        design.links().keySet().forEach(id -> all.put(id, lanes.lane(id)));
        return all;
    }

    private Lane lane(String id) {
        return new Lane(
                bends.getOrDefault(id, 0.0),
                outs.getOrDefault(id, 0.0),
                ins.getOrDefault(id, 0.0),
                twins.getOrDefault(id, 0.0));
    }

    private static <K> void join(Map<K, List<Member>> groups, K key, Member member) {
        groups.computeIfAbsent(key, any -> new ArrayList<>()).add(member);
    }

    /** Wires that leave upwards (or downwards) bend one after the other, the farthest first; that arrive, the last. */
    private void bend(String key, List<Member> group) {
        Comparator<Member> byHeight = Comparator.comparingDouble(member -> Math.abs(member.dy));
        group.sort(key.startsWith("out") ? byHeight.reversed() : byHeight);
        for (int i = 0; i < group.size(); i++) {
            bends.merge(group.get(i).link, (i - (group.size() - 1) / 2.0) * BEND, Double::sum);
        }
    }

    /** From the topmost to the lowest; what runs level stays in the middle, so that it is one straight piece. */
    private static void ends(Map<String, Double> shifts, Spot spot, List<Member> group) {
        group.sort(Comparator.comparingDouble(Member::dy).thenComparingDouble(Member::dx));
        boolean level = group.stream().anyMatch(member -> member.dy == 0);
        long above = group.stream().filter(member -> member.dy < 0).count();
        double zero = level ? above : (group.size() - 1) / 2.0;
        double most = Math.max(zero, group.size() - 1 - zero);
        double step = most > 0 ? Math.min(END, (spot.count > 1 ? ROOM_SHARED : ROOM_ALONE) / most) : END;
        for (int i = 0; i < group.size(); i++) shifts.put(group.get(i).link, (i - zero) * step);
    }

    private void twins(List<Member> group) {
        if (group.size() < 2) return;
        for (int i = 0; i < group.size(); i++) {
            String id = group.get(i).link;
            double twin = (i - (group.size() - 1) / 2.0) * BEND;
            twins.put(id, twin);
            if (bends.getOrDefault(id, 0.0) == 0) bends.put(id, twin);
        }
    }
}
