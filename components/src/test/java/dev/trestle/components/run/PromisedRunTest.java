package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.queue;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.verdict.Detail;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promises about what is done, from the line in the brief to the verdict, with all replications. */
class PromisedRunTest {
    private static Boards shop(String retries, String writeTime) {
        return board().entity("Seat", "1 KB", "1", "uniform")
                .entity("Order", "1 KB", "1000", "uniform")
                .operation("buy", "50/s", "reserve Seat", "write Order key new", "publish bought")
                .handler("book", "bought", "write Order")
                .path(
                        clients("users", "10", "readsOwn", "0 %", "timeout", "150 ms", "retries", retries),
                        instantService("app"),
                        queue(),
                        worker("workers", "1", "instances", "1", "serviceTime", "1 ms"),
                        instantDatabase("writeTime", writeTime))
                .path(instantService("app"), instantDatabase())
                .phase("steady", "10 s", "average");
    }

    private static List<Verdict> verdicts(Boards board) {
        RunResult result = board.run(1);
        result.verdicts().forEach(verdict -> assertEquals(verdict.status() == Status.MISSED, verdict.detail() != null));
        return result.verdicts();
    }

    @Test
    void aShopThatIsSoundKeepsItsPromises() {
        List<Verdict> verdicts = verdicts(shop("0", "0 ms")
                .requires("Seat never above 100")
                .requires("Order unique")
                .requires("bought handled in order")
                .requires("buy at most 1000/s per client")
                .requires("buy idempotent"));
        assertEquals(
                "all 800 acknowledged reservations of Seat were within 100 under their key",
                verdicts.get(0).because());
        assertEquals(
                "all 800 acknowledged creations of Order have a key of their own",
                verdicts.get(1).because());
        assertEquals(Status.MET, verdicts.get(2).status(), verdicts.get(2).because());
        assertEquals(Status.MET, verdicts.get(3).status(), verdicts.get(3).because());
        assertEquals(Status.UNSURE, verdicts.get(4).status());
        assertTrue(
                verdicts.get(4).because().startsWith("nothing was done again for any buy"),
                verdicts.get(4).because());
    }

    @Test
    void whoAsksAgainBuysAgain() {
        Boards slow = shop("3", "70%: 1 ms; 30%: 200 ms");
        List<Verdict> verdicts = verdicts(slow.requires("buy idempotent").requires("buy at most 1/min per client"));
        Verdict twice = verdicts.get(0);
        assertEquals(Status.MISSED, twice.status(), twice.because());
        assertEquals("db", twice.node());
        Detail.CounterExample example = (Detail.CounterExample) twice.detail();
        assertEquals(2, example.timeline().moments().size());
        assertEquals(Status.MISSED, verdicts.get(1).status());
        assertTrue(verdicts.get(1).because().contains("at most 1 of a client's within any 1 min"));
    }
}
