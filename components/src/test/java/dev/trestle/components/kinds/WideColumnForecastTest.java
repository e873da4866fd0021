package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.run.Boards;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * A read goes into the table from before the run unless its row was written since: of so many reads of a row as its share p,
 * those after n writes find it with 1 - e^(-p n).
 */
class WideColumnForecastTest {
    /** Writes of 20 a second that came in the 20 s before the measurement, and with its 400 s. */
    private static final double BEFORE = 400;

    private static final double AFTER = 8400;

    private static Boards.Part store(String... settings) {
        Boards.Part store = part("it", "wide-column", "instances", "3", "workers", "2");
        for (int i = 0; i < settings.length; i += 2) {
            store.settings().put(settings[i], settings[i + 1]);
        }
        return store;
    }

    private static final String[] TIMES = {
        "coordinateTime", "2 ms", "readTime", "5 ms", "tableTime", "4 ms", "writeTime", "4 ms"
    };

    private static Boards accesses(String popularity, Boards.Part... path) {
        return board().entity("A", "1 KB", "4000", popularity)
                .operation("ask", "60/s", "read A")
                .operation("tell", "20/s", "write A")
                .path(path);
    }

    private static NodeResult measured(Boards board) {
        return board.phase("warm-up", "20 s", "average")
                .phase("steady", "400 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("it");
    }

    private static void foreseen(Boards board, double utilization) {
        NodeResult it = measured(board);
        assertNotNull(it.forecast(), it.whyNoForecast());
        assertEquals(utilization, it.forecast().utilization(), utilization * 0.01);
        assertEquals(utilization, it.utilization().value(), utilization * 0.03);
    }

    /** The share of reads that go into a table, when each of 4,000 rows has that share of reads and of writes. */
    private static double intoTable(IntToDoubleFunction share) {
        double sum = 0;
        for (int row = 0; row < 4000; row++) {
            double p = share.applyAsDouble(row);
            sum += (StrictMath.exp(-p * BEFORE) - StrictMath.exp(-p * AFTER)) / (AFTER - BEFORE);
        }
        return sum;
    }

    /** Coordinating, 60 reads of 3 owners and 20 writes of 3, over 6 places. */
    private static double utilization(double intoTable) {
        return (80 * 0.002 + 180 * (0.005 + 0.004 * intoTable) + 60 * 0.004) / 6;
    }

    @Test
    void rowsThatWereWrittenAreFoundInMemory() {
        double intoTable = intoTable(row -> 1.0 / 4000);
        assertEquals(0.3912, intoTable, 1e-4);
        foreseen(
                accesses("uniform", clients("readsOwn", "0 %"), instantService("app"), store(TIMES)),
                utilization(intoTable));
    }

    @Test
    void popularRowsAreThereSooner() {
        double sum = 0;
        for (int row = 1; row <= 4000; row++) {
            sum += 1.0 / row;
        }
        double all = sum;
        foreseen(
                accesses("zipf 1.0", clients("readsOwn", "0 %"), instantService("app"), store(TIMES)),
                utilization(intoTable(row -> 1.0 / (row + 1) / all)));
    }

    @Test
    void thoseWhoLookAtWhatTheyHaveWrittenFindItInMemory() {
        // 30 % of 20 writes are followed by a read of their row: 6 of the 60 reads.
        double intoTable = 0.9 * intoTable(row -> 1.0 / 4000);
        foreseen(accesses("uniform", clients(), instantService("app"), store(TIMES)), utilization(intoTable));
    }

    @Test
    void anOwnerThatMissesWritesKnowsFewerRows() {
        // Each write comes to two of three, and nothing repairs the third.
        String[] some = {"writesReach", "quorum", "readRepair", "no"};
        Boards.Part store = store(TIMES);
        for (int i = 0; i < some.length; i += 2) {
            store.settings().put(some[i], some[i + 1]);
        }
        double p = 2.0 / 3 / 4000;
        double intoTable = (StrictMath.exp(-p * BEFORE) - StrictMath.exp(-p * AFTER)) / (AFTER - BEFORE) / p;
        double busy = (80 * 0.002 + 180 * (0.005 + 0.004 * intoTable) + 40 * 0.004) / 6;
        foreseen(accesses("uniform", clients("readsOwn", "0 %"), instantService("app"), store), busy);
    }

    @Test
    void withItsOwnTimesItIsForeseenToo() {
        NodeResult it = measured(accesses("zipf 0.9", clients(), instantService("app"), store()));
        assertNotNull(it.forecast(), it.whyNoForecast());
        double utilization = it.utilization().value();
        assertEquals(it.forecast().utilization(), utilization, 0.05 * utilization);
    }

    @Test
    void whatCannotBeKnownIsNotForetold() {
        NodeResult full = measured(accesses("uniform", clients(), instantService("app"), store("memtable", "1 MB")));
        assertNull(full.forecast());
        assertTrue(full.whyNoForecast().contains("more than a memtable"), full.whyNoForecast());
        NodeResult behind = measured(
                accesses("uniform", clients(), instantService("app"), cache("pattern", "read-through"), store()));
        assertNull(behind.forecast());
        assertTrue(behind.whyNoForecast().contains("cache"), behind.whyNoForecast());
        NodeResult inTurn = measured(accesses("sequential", clients(), instantService("app"), store()));
        assertNull(inTurn.forecast());
        assertTrue(inTurn.whyNoForecast().contains("fixed popularity"), inTurn.whyNoForecast());
        NodeResult repaired =
                measured(accesses("uniform", clients(), instantService("app"), store("writesReach", "quorum")));
        assertTrue(repaired.whyNoForecast().contains("repair"), repaired.whyNoForecast());
    }
}
