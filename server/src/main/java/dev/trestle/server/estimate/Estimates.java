package dev.trestle.server.estimate;

import dev.trestle.components.board.Board;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Holdings;
import dev.trestle.estimator.estimate.BriefNumbers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The estimates that were asked for last, by their numbers: drawing seldom changes what a store or cache holds, so
 * everybody at a board shares one estimate until somebody edits a number. Safe for any thread.
 */
final class Estimates {
    private static final int KEPT = 64;

    private final Map<BriefNumbers, EstimateView> views = new LinkedHashMap<>(16, 0.75f, true);

    EstimateView of(Board board) {
        BriefNumbers numbers = Holdings.of(board.design(), Catalog.standard()).numbers(board.brief());
        synchronized (views) {
            EstimateView known = views.get(numbers);
            if (known != null) return known;
        }
        EstimateView view = EstimateView.of(numbers);
        synchronized (views) {
            views.put(numbers, view);
            if (views.size() > KEPT) views.remove(views.keySet().iterator().next());
        }
        return view;
    }
}
