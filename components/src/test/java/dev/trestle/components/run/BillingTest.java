package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Bill;
import dev.trestle.estimator.fact.Fact;
import org.junit.jupiter.api.Test;

/** What the average load costs, whatever load was played and however its requests ended. */
class BillingTest {
    /** USD for a month of 730 hours of a write a second. */
    private static final double WRITE =
            730 * 3_600 * Fact.of("object.put.price").value();

    private static double writes(Bill bill) {
        return bill.lines().stream()
                .filter(line -> line.what().equals("PUT requests"))
                .mapToDouble(Bill.Line::perMonth)
                .sum();
    }

    @Test
    void eachSchedulerPaysForWhatItHasAWayFor() {
        // 5 writes a second by one clock and 5 by people, who come ten times as often; the other clock writes
        // elsewhere.
        Bill bill = board().entity("Photo", "1 KB", "100", "uniform")
                .entity("Digest", "1 KB", "100", "uniform")
                .entity("Row", "1 KB", "100", "uniform")
                .operation("upload", "5/s", "write Photo")
                .every("sweep", "200 ms", "write Digest")
                .every("tidy", "200 ms", "write Row")
                .path(clients("arrivals", "steady"), instantService("app"), objects("holds", "Photo, Digest"))
                .path(part("one", "scheduler", "overlap", "allow"))
                .path(instantService("app1"), objects())
                .link("one", "app1", "only", "sweep")
                .path(part("two", "scheduler"))
                .path(instantService("app2"), instantDatabase("holds", "Row"))
                .link("two", "app2", "only", "tidy")
                .phase("steady", "100 s", "10 * average")
                .run(1)
                .report()
                .bill();
        assertEquals(10 * WRITE, writes(bill), 0.02 * 10 * WRITE);
    }

    @Test
    void aRequestThatWasRejectedHasEndedToo() {
        // Half of the thousand requests a second pass, and each of them writes once.
        Bill bill = board().entity("Photo", "1 KB", "100", "uniform")
                .operation("upload", "1000/s", "write Photo")
                .path(
                        clients("arrivals", "steady", "retries", "0"),
                        part("limiter", "rate-limiter", "limit", "500/s", "burst", "1", "per", "all", "instances", "1"),
                        instantService("app"),
                        objects())
                .phase("steady", "20 s", "average")
                .run(1)
                .report()
                .bill();
        assertEquals(500 * WRITE, writes(bill), 0.02 * 500 * WRITE);
        assertEquals(1, bill.estimate().low() / bill.perMonth(), 0.03);
        assertEquals(1, bill.estimate().high() / bill.perMonth(), 0.03);
        assertTrue(bill.estimate().low() <= bill.perMonth());
    }
}
