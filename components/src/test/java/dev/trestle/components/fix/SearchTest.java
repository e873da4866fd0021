package dev.trestle.components.fix;

import static dev.trestle.components.run.Boards.balancer;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.database;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.problem.Library;
import dev.trestle.components.problem.Problem;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Changes are tried, and offered when a run shows that they help. */
class SearchTest {
    private static final Options OPTIONS = Options.seed(1).deciding();

    private static Fixes search(Board board) {
        return search(board, Search.Watcher.NOBODY);
    }

    private static Fixes search(Board board, Search.Watcher watcher) {
        return Search.of(board, Run.of(board, OPTIONS).execute(Watcher.NOBODY), OPTIONS, watcher);
    }

    private static List<String> says(Fixes fixes, String requirement) {
        return fixes.working().get(requirement).stream()
                .map(fix -> fix.change().says())
                .toList();
    }

    /** 150 requests/s of 10 ms each: 1.5 workers are busy, and each instance has one. */
    private static Boards overloaded() {
        return board().operation("ask", "150/s")
                .path(
                        clients(),
                        balancer(),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(10 ms)"))
                .phase("steady", "30 s", "average");
    }

    @Test
    void oneInstanceMoreIsFoundWhereTheoryAsksForTwo() {
        // Two workers at 75 %: an M/M/2 answers in 10 ms / (1 - 0.75^2) = 22.9 ms on average, one worker never catches
        // up.
        Fixes fixes = search(overloaded().requires("ask mean latency < 60 ms").build());
        List<Fix> working = fixes.working().get("r1");
        assertTrue(says(fixes, "r1").contains("app: Instances 1 → 2"), working.toString());
        for (int i = 1; i < working.size(); i++) {
            assertTrue(working.get(i - 1).costPerMonth() <= working.get(i).costPerMonth(), "the cheapest come first");
        }
        assertTrue(working.stream().allMatch(fix -> fix.after().status() == Verdict.Status.MET));
    }

    @Test
    void whatIsOfferedIsWhatARunOfTheChangedBoardSays() {
        Board board = overloaded().requires("ask mean latency < 60 ms").build();
        Fix fix = search(board).working().get("r1").get(0);
        RunResult again = Run.of(fix.change().of(board), OPTIONS).execute(Watcher.NOBODY);
        assertEquals(fix.after().measured(), again.verdicts().get(0).measured());
        assertEquals(fix.after().because(), again.verdicts().get(0).because());
    }

    @Test
    void whatBreaksAPromiseThatWasKeptIsNoFix() {
        // An instance costs 140.16 USD: two of them are above a bound that one keeps, unfinished requests included.
        double bill = Run.of(overloaded().build(), OPTIONS)
                .execute(Watcher.NOBODY)
                .report()
                .bill()
                .perMonth();
        Fixes fixes = search(overloaded()
                .requires("ask mean latency < 60 ms")
                .requires("cost < " + Math.round(bill + 120) + " USD/month")
                .build());
        assertFalse(says(fixes, "r1").contains("app: Instances 1 → 2"), fixes.toString());
    }

    @Test
    void whatNothingMendsHasItsClosestChange() {
        Fixes fixes = search(board().operation("ask", "40/s")
                .path(clients(), service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(10 ms)"))
                .requires("ask mean latency < 5 ms")
                .phase("steady", "60 s", "average")
                .build());
        // The work alone takes 10 ms, however many there are to do it.
        assertEquals(List.of(), fixes.working().get("r1"));
        Fix closest = fixes.closest().get("r1");
        assertTrue(closest.after().measured() < closest.before().measured(), closest.toString());
    }

    @Test
    void anAsynchronousCopyThatLosesWritesIsMadeSynchronous() {
        Fixes fixes = search(board().entity("Item", "1 KB", "1000", "uniform")
                .operation("put", "200/s", "write Item")
                .path(
                        clients("timeout", "2 s"),
                        Boards.instantService("app"),
                        database("followers", "2", "lag", "200 ms", "failover", "1 s"))
                .requires("Item never lost")
                .phase("steady", "10 s", "average", "crash db instance 1 at 4 s")
                .build());
        List<String> says = says(fixes, "r1");
        assertTrue(says.contains("db: Replication async → sync"), says.toString());
        assertTrue(says.contains("db: Replication async → semi-sync"), says.toString());
    }

    @Test
    void aMissingCacheIsPutBesideItsStore() {
        Problem instagram = Library.standard().problem("instagram").orElseThrow();
        Fixes fixes = search(instagram.trap("no-cache"));
        assertTrue(
                says(fixes, "r1").stream().anyMatch(words -> words.startsWith("a new Cache beside ")),
                fixes.toString());
    }

    @Test
    void aBillThatIsTooHighIsCutWhereNothingElseBreaks() {
        Board board = board().operation("ask", "50/s")
                .path(
                        clients(),
                        balancer(),
                        service("app", "instances", "8", "workers", "4", "serviceTime", "exponential(10 ms)"))
                .requires("ask p99 latency < 200 ms")
                .phase("steady", "30 s", "average")
                .build();
        double bill =
                Run.of(board, OPTIONS).execute(Watcher.NOBODY).report().bill().perMonth();
        Board tooDear = Boards.with(board, "r2", "cost < " + Math.round(bill * 0.8) + " USD/month");
        List<String> says = says(search(tooDear), "r2");
        assertTrue(says.contains("app: Instances 8 → 4"), says.toString());
    }

    @Test
    void aBoardThatKeepsAllNeedsNoFix() {
        Fixes fixes = search(overloaded().requires("all throughput > 1/s").build());
        assertEquals(0, fixes.possible());
        assertTrue(fixes.working().isEmpty());
    }

    @Test
    void aCancelledSearchHasWhatItFound() {
        AtomicInteger looks = new AtomicInteger();
        Fixes fixes = search(
                overloaded().requires("ask mean latency < 60 ms").build(), (done, of) -> looks.incrementAndGet() < 2);
        assertTrue(fixes.tried() + fixes.refused() < fixes.possible(), fixes.toString());
    }

    @Test
    void aSecondBalancerIsFoundWhereTheOnlyOneCannotBeLost() {
        Fixes fixes = search(board().operation("ask", "100/s")
                .path(
                        clients("retries", "3", "timeout", "1 s"),
                        balancer("instances", "1", "healthInterval", "100 ms", "takeover", "100 ms"),
                        service("app", "instances", "2", "workers", "1", "serviceTime", "1 ms"))
                .phase("steady", "10 s", "average")
                .requires("ask availability >= 95 %")
                .requires("survives loss of any instance")
                .build());
        assertTrue(says(fixes, "r2").contains("lb: Balancers 1 → 2"), fixes.toString());
    }
}
