package dev.trestle.components.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the calls that came in at a node by what they ask for: its mix of operations, as it comes through whatever stands
 * before it. What nodes do for themselves, fills and ends of transactions are not among them.
 */
public final class Asked {
    private static final int VERBS = Call.DELIVER + 1;

    /**
     * One sort of calls.
     *
     * @param verb as {@link Call#verb}
     * @param operation on whose behalf they come, -1 for none
     * @param subject the entity or the event that they are about, -1 for none
     */
    public record Ask(int verb, int operation, int subject) {}

    private final int subjects;
    /** By operation, and by verb and subject; null for operations that never came. */
    private final long[][] counts;

    /**
     * @param operations how many there are
     * @param subjects entities or events, whichever are more
     */
    Asked(int operations, int subjects) {
        this.subjects = subjects + 1;
        counts = new long[operations + 1][];
    }

    void count(Call call) {
        int row = call.operation + 1;
        if (call.verb >= VERBS || row >= counts.length || call.subject + 1 >= subjects) {
            return;
        }
        if (counts[row] == null) {
            counts[row] = new long[VERBS * subjects];
        }
        counts[row][call.verb * subjects + call.subject + 1]++;
    }

    /** How many came of each sort, those that never came left out, in an order that depends on nothing else. */
    public Map<Ask, Long> counts() {
        Map<Ask, Long> came = new LinkedHashMap<>();
        for (int row = 0; row < counts.length; row++) {
            long[] own = counts[row] == null ? new long[0] : counts[row];
            for (int at = 0; at < own.length; at++) {
                if (own[at] > 0) {
                    came.put(new Ask(at / subjects, row - 1, at % subjects - 1), own[at]);
                }
            }
        }
        return came;
    }
}
