package dev.trestle.components.plan;

import dev.trestle.components.plan.Holding.Visit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes get calls at random moments, and which do not: those that several are sent to at once, those that a clock or
 * people with a pace of their own ask, and all that these lead to. A call of each of many requests that come at random is
 * taken to come at random itself.
 */
final class Randomness {
    private final Map<Visit, Set<Visit>> leads = new HashMap<>();
    /** What a visit that is being followed sends out at the moment: by the node that they go to. */
    private final Map<Visit, Map<Integer, List<Visit>>> sent = new HashMap<>();

    private final Set<Visit> notRandom = new LinkedHashSet<>();
    private final Set<Integer> nodes = new HashSet<>();

    /** A visit makes another one. */
    void leads(Visit from, Visit to) {
        leads.computeIfAbsent(from, any -> new LinkedHashSet<>()).add(to);
    }

    /** It makes so many such at once, together with what it has sent out since it has {@link #partsFrom parted}. */
    void together(Visit from, Visit to, int times) {
        List<Visit> sides =
                sent.computeIfAbsent(from, any -> new HashMap<>()).computeIfAbsent(to.node(), any -> new ArrayList<>());
        sides.add(to);
        if (times > 1 || sides.size() > 1) {
            notRandom.addAll(sides);
        }
    }

    /** Such calls do not come at random. */
    void isNot(Visit visit) {
        notRandom.add(visit);
    }

    /** What was sent out has come back: what follows is not together with it. */
    void partsFrom(Visit from) {
        sent.remove(from);
    }

    /** All is known: what does not come at random is followed to its end. */
    void spread() {
        ArrayDeque<Visit> open = new ArrayDeque<>(notRandom);
        while (!open.isEmpty()) {
            Visit visit = open.remove();
            nodes.add(visit.node());
            for (Visit next : leads.getOrDefault(visit, Set.of())) {
                if (notRandom.add(next)) {
                    open.add(next);
                }
            }
        }
    }

    boolean at(int node) {
        return !nodes.contains(node);
    }
}
