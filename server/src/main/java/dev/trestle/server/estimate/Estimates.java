package dev.trestle.server.estimate;

import dev.trestle.components.board.Brief;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The estimates of the briefs that were asked for last: drawing changes the design and not the brief, so everybody at a
 * board shares one estimate until somebody edits a number. Safe for any thread.
 */
final class Estimates {
    private static final int KEPT = 64;

    private final Map<Brief, EstimateView> views = new LinkedHashMap<>(16, 0.75f, true);

    EstimateView of(Brief brief) {
        synchronized (views) {
            EstimateView known = views.get(brief);
            if (known != null) return known;
        }
        EstimateView view = EstimateView.of(brief);
        synchronized (views) {
            views.put(brief, view);
            if (views.size() > KEPT) views.remove(views.keySet().iterator().next());
        }
        return view;
    }
}
