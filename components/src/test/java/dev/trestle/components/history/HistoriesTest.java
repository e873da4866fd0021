package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The smallest counter-example of several replications: of fewest moments, then the shortest, then the first. */
class HistoriesTest {
    private static Past staleBy(long millis) {
        return new Past().write(7, 42, 3, 10, 20).read(7, 42, 2, 20 + millis, 900);
    }

    private static Checked checked(Past... replications) {
        List<History> all = java.util.Arrays.stream(replications).map(Past::end).toList();
        return new Histories(all, Past.NAMES).check(h -> Sessions.readYourWrites(h, 0, Past.NAMES));
    }

    @Test
    void theShortestOfAllIsShown() {
        Checked checked = checked(staleBy(30), staleBy(10), staleBy(20));
        assertEquals(2, checked.replication());
        assertEquals(10_000_000, checked.example().spanNanos());
        assertEquals(3, checked.violations());
        assertEquals(3, checked.followed());
    }

    @Test
    void ofEqualOnesTheFirstIsShown() {
        assertEquals(1, checked(staleBy(10), staleBy(10)).replication());
        assertEquals(2, checked(staleBy(20), staleBy(10), staleBy(10)).replication());
    }

    @Test
    void fewerMomentsCountMoreThanAShorterTime() {
        Past alone = new Past().took(7, 42, 1, 10).write(7, 42, 1, 0, 800);
        Past second = new Past()
                .took(7, 42, 1, 10)
                .write(7, 42, 1, 0, 11)
                .took(7, 42, 2, 12)
                .write(7, 42, 2, 0, 13);
        Histories both = new Histories(List.of(second.end(), alone.end()), Past.NAMES);
        // With a limit of 0 the first reservation is too many by itself; with 1 only the second one is.
        Checked none = both.check(h -> Reservations.neverAbove(h, 0, 0, Past.NAMES));
        assertEquals(2, none.example().moments().size());
        assertEquals(1, none.replication());
        Checked one = both.check(h -> Reservations.neverAbove(h, 0, h.journal().size() == 2 ? 0 : 1, Past.NAMES));
        assertEquals(2, one.example().moments().size());
        assertEquals(2, one.replication(), "790 ms of two moments, not 3 ms of three");
    }
}
