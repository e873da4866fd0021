package dev.trestle.components.verdict;

import dev.trestle.components.history.Moment;
import dev.trestle.components.history.Timeline;
import java.util.Set;

/** How a broken promise about histories came about: a clause from the first and the last moment of its counter-example. */
final class Mechanism {
    private static final Set<String> READ = Set.of("read");
    private static final Set<String> SEEN = Set.of("wrote", "read", "created");

    private Mechanism() {}

    /** The clause, to follow a semicolon; empty where the moments do not tell more than they say. */
    static String of(Timeline timeline) {
        if (timeline.moments().size() < 2) {
            return "";
        }
        Moment first = timeline.moments().get(0);
        Moment last = timeline.moments().get(timeline.moments().size() - 1);
        String before = first.facts().deed();
        String after = last.facts().deed();
        String gap = Unit.SECONDS.print((last.timeNanos() - first.timeNanos()) / 1e9);
        if (SEEN.contains(before) && READ.contains(after)) {
            return stale(first, last, gap);
        }
        if (before.equals("wrote") && after.equals("discarded")) {
            return "it was acknowledged " + gap + " before, and no copy that is left had it yet";
        }
        if (before.equals("handled") && after.equals("handled") && sameThing(first, last)) {
            return "it came again and was handled once more, " + gap + " after the first time";
        }
        return "";
    }

    private static String stale(Moment first, Moment last, String gap) {
        boolean known = first.facts().node() != null && last.facts().node() != null;
        boolean same = known
                && first.facts().node().equals(last.facts().node())
                && first.facts().instance() == last.facts().instance();
        if (!known || same || last.facts().version() >= first.facts().version()) {
            return "";
        }
        boolean copies = first.facts().node().equals(last.facts().node());
        return last.node()
                + (copies
                        ? " is another copy, which the newer version had not reached "
                        : " still held the older version ")
                + gap + " after";
    }

    private static boolean sameThing(Moment first, Moment last) {
        return first.facts().key() == last.facts().key()
                && first.facts().subject().equals(last.facts().subject());
    }
}
