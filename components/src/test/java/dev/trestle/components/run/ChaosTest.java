package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.kind.Catalog;
import dev.trestle.components.load.Fault;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.Tracking;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random failures of instances; how long they are too few is ORACLES P22, among the oracles. */
class ChaosTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long LENGTH = 10_000 * SECOND;

    private static Boards design(String... faults) {
        return board().operation("ask", "1/s")
                .path(clients(), instantService("app", "instances", "2"))
                .path(clients(), instantService("web", "instances", "1"))
                .phase("steady", "200 s", "average", faults);
    }

    private static List<Fault> crashes(String fault, long seed, int replication) {
        Plan plan = Plan.of(design().build(), Catalog.standard(), Tracking.NOTHING);
        return new Chaos(plan, seed, replication).crashes(Fault.parse(fault), LENGTH, 0);
    }

    @Test
    void withoutANodeOneInstanceOfTheDesignFallsAfterEachExponentialTime() {
        List<Fault> crashes = crashes("chaos every 10 s", 1, 0);
        assertEquals(1000, crashes.size(), 4 * Math.sqrt(1000));
        assertTrue(crashes.stream().noneMatch(crash -> crash.target().equals("clients")), "people do not fall");
        long ofTwo =
                crashes.stream().filter(crash -> crash.target().equals("app")).count();
        assertEquals(2 / 3.0, (double) ofTwo / crashes.size(), 4 * Math.sqrt(2 / 9.0 / 1000));
        double down = crashes.stream().mapToLong(Fault::lengthNanos).average().orElseThrow() / SECOND;
        assertEquals(10, down, 4 * 10 / Math.sqrt(1000), "without a time of repair it takes as long as between two");
    }

    @Test
    void everyInstanceOfANodeFailsOnItsOwn() {
        List<Fault> crashes = crashes("chaos on app every 90 s repair 10 s", 1, 0);
        for (int instance = 1; instance <= 2; instance++) {
            int number = instance;
            List<Fault> own =
                    crashes.stream().filter(crash -> crash.instance() == number).toList();
            // A renewal each 100 s, of exponential up and down times: the variance of the count is below its mean.
            assertEquals(100, own.size(), 4 * Math.sqrt(100));
            for (int i = 1; i < own.size(); i++) {
                Fault before = own.get(i - 1);
                assertTrue(own.get(i).startNanos() > before.startNanos() + before.lengthNanos(), "one at a time");
            }
        }
    }

    @Test
    void luckIsFixedBySeedAndReplicationAndDoesNotOutlastTheFault() {
        String fault = "chaos on app every 90 s repair 10 s";
        assertEquals(crashes(fault, 7, 3), crashes(fault, 7, 3));
        assertNotEquals(crashes(fault, 7, 3), crashes(fault, 7, 4));
        assertNotEquals(crashes(fault, 7, 3), crashes(fault, 8, 3));
        assertTrue(crashes(fault, 7, 3).stream().allMatch(crash -> crash.startNanos() + crash.lengthNanos() <= LENGTH));
    }

    @Test
    void theReportSaysHowOftenAndForHowLongTooFewWereUp() {
        NodeResult node = design("chaos on web every 9 s repair 1 s")
                .run(1)
                .report()
                .nodes()
                .get("web");
        double lost = node.meters().get("instances lost");
        assertEquals(20, lost, 4 * Math.sqrt(20 / 8.0), "mean over eight replications of 200 s");
        assertEquals(lost, node.meters().get("outages"), "the only one is the last one");
        double share = node.meters().get("below 1 up ms") / node.meters().get("watched ms");
        assertEquals(0.1, share, 4 * 0.1 * Math.sqrt(2 / 160.0));
        assertEquals(200_000, node.meters().get("watched ms"), 1);
    }
}
