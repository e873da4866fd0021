package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Report;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How late what follows is, moment by moment. */
class LagOverTimeTest {
    private static Boards writing(String followers, String lag) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("put", "10/s", "write Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase("followers", followers, "failover", "none", "lag", lag));
    }

    private static double p50(Report report, Frame frame, String node) {
        return frame.lags().p50()[List.copyOf(report.nodes().keySet()).indexOf(node)];
    }

    private static double p99(Report report, Frame frame, String node) {
        return frame.lags().p99()[List.copyOf(report.nodes().keySet()).indexOf(node)];
    }

    @Test
    void aDeadFollowerFallsBehindSecondBySecond() {
        Report report = writing("1", "0 ms")
                .phase("story", "20 s", "average", "crash db instance 2 for 10 s")
                .run(1)
                .report();
        int caughtUp = 0;
        for (Frame frame : report.timeline()) {
            double at = frame.simulatedSeconds();
            double late = p99(report, frame, "db");
            if (at > 1 && at < 9.9) {
                // Ten a second since the crash have not followed: the oldest is as old as the crash, half are half as
                // old.
                assertEquals(at, late, 0.25, "p99 at " + at);
                assertEquals(at / 2, p50(report, frame, "db"), 0.25, "p50 at " + at);
            } else if (at > 10.6) {
                assertTrue(Double.isNaN(late) || late < 0.001, "caught up at " + at + ": " + late);
                caughtUp++;
            }
        }
        assertTrue(caughtUp > 10);
    }

    @Test
    void aFollowerThatIsWellIsAsLateAsItsCopyingTakes() {
        Report report =
                writing("1", "20 ms").phase("steady", "10 s", "average").run(1).report();
        List<Double> seen = new ArrayList<>();
        for (Frame frame : report.timeline()) {
            if (!Double.isNaN(p50(report, frame, "db"))) {
                assertEquals(0.02, p50(report, frame, "db"), 0.0003);
                seen.add(p99(report, frame, "db"));
            }
        }
        assertTrue(seen.size() > 10);
    }

    @Test
    void whatHasNoFollowersHasNoLag() {
        Report report =
                writing("0", "20 ms").phase("steady", "5 s", "average").run(1).report();
        for (Frame frame : report.timeline()) {
            assertTrue(Double.isNaN(p99(report, frame, "db")));
            assertTrue(Double.isNaN(p99(report, frame, "app")));
        }
    }
}
