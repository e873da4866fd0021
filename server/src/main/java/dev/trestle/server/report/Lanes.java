package dev.trestle.server.report;

import dev.trestle.components.board.Design;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lane of every link: wires that leave one node upwards (or downwards) bend one after the other, the farthest first;
 * wires that meet at one node the other way round. So they neither lie on each other nor cross.
 */
final class Lanes {
    private static final double LANE = 12;

    private record Member(String link, double height) {}

    private Lanes() {}

    /** Shift of the bend in pixels, by link; links that are not in it have none. */
    static Map<String, Double> of(Design design) {
        Map<String, List<Member>> groups = new LinkedHashMap<>();
        design.links().forEach((id, link) -> join(groups, id, link, design));
        Map<String, Double> lanes = new HashMap<>();
        groups.forEach((key, group) -> {
            Comparator<Member> byHeight = Comparator.comparingDouble(Member::height);
            group.sort(key.startsWith("out") ? byHeight.reversed() : byHeight);
            for (int i = 0; i < group.size(); i++) {
                lanes.merge(group.get(i).link(), (i - (group.size() - 1) / 2.0) * LANE, Double::sum);
            }
        });
        return lanes;
    }

    private static void join(Map<String, List<Member>> groups, String id, Link link, Design design) {
        Node a = design.nodes().get(link.fromNode());
        Node b = design.nodes().get(link.toNode());
        if (a == null || b == null || a.y() == b.y()) return;
        double height = b.y() - a.y();
        String side = height > 0 ? " down" : " up";
        for (String key : new String[] {"out " + link.from() + side, "in " + link.to() + side}) {
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(new Member(id, Math.abs(height)));
        }
    }
}
