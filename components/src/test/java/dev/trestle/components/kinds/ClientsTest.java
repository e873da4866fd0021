package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.components.run.Refused;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People: how many requests they make, how long they wait, what they do when it fails, and what they look at. */
class ClientsTest {
    private static Boards asking(String rate, Part clients, Part service) {
        return board().operation("ask", rate).path(clients, service);
    }

    @Test
    void steadyArrivalsComeExactlyAtTheRate() {
        Playing playing = asking("100/s", clients("arrivals", "steady"), instantService("app"))
                .play(1)
                .until(60);
        assertEquals(6000, playing.offered("ask"));
    }

    @Test
    void everyProcessKeepsTheRate() {
        // Poisson(100,000): a standard deviation is 316. Bursts and days are more uneven, so their bounds are wider.
        assertEquals(100_000, issued("poisson", "100/s", 1000), 4 * 316);
        assertEquals(100_000, issued("bursty", "100/s", 1000), 25_000);
        assertEquals(86_400, issued("daily", "1/s", 86_400), 4 * 294);
    }

    private static double issued(String arrivals, String rate, double seconds) {
        return asking(rate, clients("arrivals", arrivals), instantService("app"))
                .playFast(1)
                .until(seconds)
                .offered("ask");
    }

    @Test
    void aRampGrowsInAStraightLine() {
        Playing playing = asking("100/s", clients(), instantService("app"))
                .phase("up", "100 s", "ramp 0/s to 200/s")
                .play(1)
                .until(50);
        // The integral of 2 t: 2,500 after 50 s, 10,000 after 100 s; standard deviations 50 and 100.
        assertEquals(2_500, playing.offered("ask"), 200);
        assertEquals(10_000, playing.until(100).offered("ask"), 400);
    }

    @Test
    void aFaultMultipliesTheTraffic() {
        Playing playing = asking("100/s", clients("arrivals", "steady"), instantService("app"))
                .play(1)
                .until(10);
        playing.node("clients").traffic(10);
        assertEquals(1000 + 10_000, playing.until(20).offered("ask"), 1);
        playing.node("clients").traffic(1);
        assertEquals(11_000 + 1000, playing.until(30).offered("ask"), 2);
    }

    @Test
    void aClientGivesUpAfterItsTimeoutAndTheWorkGoesOn() {
        Playing playing = asking(
                        "10/s",
                        clients("arrivals", "steady", "timeout", "100 ms"),
                        service("app", "serviceTime", "500 ms"))
                .play(1)
                .until(10.05);
        assertEquals(0, playing.completed("ask"));
        assertEquals(99, playing.failed("ask", Call.TIMED_OUT), 1);
        assertEquals(95, playing.node("app").meter.done, 1);
    }

    @Test
    void everyTryOfAFailingRequestReachesTheDesign() {
        Playing playing = asking(
                        "10/s",
                        clients("arrivals", "steady", "retries", "3", "backoff", "10 ms"),
                        instantService("app"))
                .play(1)
                .crash("app", 1)
                .until(20);
        // P23: with every try failing 1 + r of them.
        assertEquals(4.0, (double) playing.node("app").meter.arrivals / playing.offered("ask"), 0.05);
        assertEquals(0, playing.completed("ask"));
    }

    @Test
    void retriesFollowTheirAlgebra() {
        // Half of the messages are lost either way: a try fails with p = 3/4. P23: with r = 3 retries the tries are
        // (1 - p^4) / (1 - p) = 2.734375 and p^4 = 0.31640625 of the requests fail in the end.
        Playing playing = board().operation("ask", "200/s")
                .path(clients("timeout", "10 ms", "retries", "3", "backoff", "1 ms"))
                .path(instantService("app"))
                .link("clients", "app", "loss", "50 %", "protocol", "udp")
                .playFast(1)
                .until(200);
        double requests = playing.completed("ask") + playing.failed("ask");
        assertEquals(0.31640625, playing.failed("ask") / requests, 0.01);
        // Half of the tries arrive.
        assertEquals(2.734375 / 2, playing.node("app").meter.arrivals / requests, 0.02);
    }

    @Test
    void theBackoffDoublesWithEachTry() {
        // Means of 10, 20 and 40 ms: 70 ms until the last try fails; 2000 requests, a standard error of 0.6 ms.
        Playing playing = asking("20/s", clients("retries", "3", "backoff", "10 ms"), instantService("app"))
                .play(1)
                .crash("app", 1)
                .until(100);
        double inside = playing.node("clients").meter.sojournNanos / 1e9;
        assertEquals(0.070, inside / playing.failed("ask"), 0.0024);
    }

    @Test
    void whoWritesComesBackAndLooks() {
        Journal journal = own("100 %").journal();
        Map<Long, Long> writers = new HashMap<>();
        int looks = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.WRITE) {
                writers.put(journal.key(row), journal.who(row));
            } else if (journal.kind(row) == Journal.READ) {
                looks++;
                assertEquals(writers.get(journal.key(row)), journal.who(row));
            }
        }
        assertEquals(writers.size(), looks, 20);
    }

    @Test
    void lookingTakesThePlaceOfOtherReads() {
        assertEquals(own("0 %").offered("look"), own("100 %").offered("look"));
    }

    private static Playing own(String share) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "10/s", "write Item key new")
                .operation("look", "100/s", "read Item")
                .requires("Item read-your-writes")
                .path(
                        clients("arrivals", "steady", "readsOwn", share, "readsOwnAfter", "100 ms"),
                        instantService("app"),
                        instantDatabase())
                .play(1)
                .until(50);
    }

    @Test
    void aFailedTryIsOnRecordAsFailed() {
        // The write is done in no time, then the answer takes too long: the client is never told.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "10/s", "write Item", "read Slow")
                .entity("Slow", "1 KB", "10", "uniform")
                .requires("Item never lost")
                .path(
                        clients("arrivals", "steady", "timeout", "100 ms", "retries", "1", "backoff", "0 s"),
                        instantService("app"),
                        instantDatabase("readTime", "1 s"))
                .play(1)
                .until(10);
        Journal journal = playing.journal();
        assertTrue(journal.size() > 150, "both tries have written");
        for (int row = 0; row < journal.size(); row++) {
            assertEquals(Call.TIMED_OUT, journal.outcome(row));
        }
    }

    @Test
    void sourcesShareOnlyWhatBothCanSend() {
        Playing playing = board().operation("feed", "100/s")
                .operation("upload", "10/s")
                .path(part("phones", "clients", "arrivals", "steady"), instantService("app"))
                .path(part("robots", "clients", "arrivals", "steady"))
                .link("robots", "app", "only", "upload")
                .play(1)
                .until(10);
        assertEquals(1000, playing.offered("feed"));
        assertEquals(100, playing.offered("upload"));
        assertEquals(1050, playing.node("phones").meter.arrivals);
    }

    @Test
    void whatNobodyStartsIsNotPassedOverInSilence() {
        Boards board = board().entity("Item", "1 KB", "10", "uniform")
                .operation("look", "10/s", "read Item")
                .every("sweep", "1 h", "read Item")
                .path(clients(), instantService("app"), instantDatabase());
        Refused refused = assertThrows(Refused.class, () -> board.play(1));
        assertTrue(refused.getMessage().contains("sweep"), refused.getMessage());
    }

    private static Part closed(String concurrent, String think) {
        return clients("arrivals", "closed", "concurrent", concurrent, "think", think);
    }

    @Test
    void inAClosedLoopEachPersonAsksAgainAfterThinking() {
        // 10 people who think for 1 s and get their answers after 0.25 s: 8 requests a second.
        Playing playing = asking("1/s", closed("10", "1 s"), instantService("app", "serviceTime", "250 ms"))
                .play(1)
                .until(100.5);
        assertEquals(80 * 10, playing.offered("ask"));
    }

    @Test
    void inAClosedLoopNobodyAsksWhoStillWaits() {
        Playing playing = asking("1000/s", closed("10", "1 s"), service("app", "serviceTime", "1 h"))
                .play(1)
                .until(100);
        assertEquals(10, playing.offered("ask"));
    }

    @Test
    void inAClosedLoopTrafficBringsMorePeopleAndTheyLeaveAgain() {
        Playing playing = asking("1/s", closed("10", "1 s"), instantService("app"))
                .play(1)
                .until(10.5);
        assertEquals(100, playing.offered("ask"));
        playing.node("clients").traffic(3);
        assertEquals(100 + 300, playing.until(20.6).offered("ask"), 20);
        playing.node("clients").traffic(1);
        long before = playing.until(22).offered("ask");
        assertEquals(100, playing.until(32).offered("ask") - before, 1);
    }

    @Test
    void inAClosedLoopTheRatesSayWhatIsAskedFor() {
        Playing playing = board().operation("often", "3/s")
                .operation("seldom", "1/s")
                .path(closed("100", "exponential(100 ms)"), instantService("app"))
                .phase("busy", "100 s", "average")
                .phase("quiet", "10 s", "0/s")
                .playFast(1)
                .until(100);
        double all = playing.offered("often") + playing.offered("seldom");
        // 100,000 requests: the standard deviation of a share is 0.0014.
        assertEquals(0.75, playing.offered("often") / all, 4 * 0.0014);
        assertEquals(all, playing.until(110).offered("often") + playing.offered("seldom"), "nothing to ask for");
    }

    @Test
    void aBudgetLimitsRetriesToAShareOfTheRequests() {
        Playing playing = asking(
                        "100/s",
                        clients("arrivals", "steady", "retries", "3", "backoff", "10 ms", "retryBudget", "20 %"),
                        instantService("app"))
                .play(1)
                .crash("app", 1)
                .until(100.005);
        double requests = playing.counter("clients", "requests");
        assertEquals(10_000, requests);
        assertEquals(100 + 0.2 * requests, playing.counter("clients", "retries"), 25);
        assertEquals(playing.counter("clients", "tries"), requests + playing.counter("clients", "retries"));
    }

    @Test
    void aFixedBackoffWithoutJitterIsAlwaysTheSame() {
        Playing playing = asking(
                        "20/s",
                        clients("retries", "3", "backoff", "10 ms", "backoffGrowth", "fixed", "jitter", "none"),
                        instantService("app"))
                .play(1)
                .crash("app", 1)
                .until(10);
        assertEquals(0.030, inside(playing), 1e-4);
    }

    @Test
    void anExponentialBackoffWithoutJitterDoublesExactly() {
        Playing playing = asking(
                        "20/s", clients("retries", "3", "backoff", "10 ms", "jitter", "none"), instantService("app"))
                .play(1)
                .crash("app", 1)
                .until(10.5);
        assertEquals(0.070, inside(playing), 1e-3);
    }

    private static double inside(Playing playing) {
        return playing.node("clients").meter.sojournNanos / 1e9 / playing.failed("ask");
    }

    /** Requests by two ways in turn, first the one, then the two. */
    private static Boards twoWays(String one, String two, String... clients) {
        return board().operation("ask", "10/s")
                .path(clients(clients), instantService("one", "serviceTime", one))
                .path(clients(clients), instantService("two", "serviceTime", two));
    }

    @Test
    void aHedgeGoesTheOtherWayAndTheFirstAnswerCounts() {
        Playing playing = twoWays("500 ms", "10 ms", "arrivals", "steady", "hedge", "50 ms")
                .play(1)
                .until(20.09);
        // Half of them begin at the slow one: 50 ms until the hedge and 10 ms for its answer.
        assertEquals((0.060 + 0.010) / 2, playing.meanLatency("ask"), 1e-9);
        assertEquals(100, playing.counter("clients", "hedges"));
        assertEquals(200, playing.node("two").meter.arrivals);
        assertEquals(100, playing.node("one").meter.arrivals);
    }

    @Test
    void aBadAnswerDoesNotCountWhileAnotherTryIsOut() {
        // Whoever asked the one until 5.1 s has asked the two as well by 5.25 s.
        Playing playing = twoWays("500 ms", "500 ms", "arrivals", "steady", "hedge", "100 ms")
                .play(1)
                .until(5.25)
                .crash("one", 1)
                .until(10);
        assertEquals(0, playing.failed("ask", Call.CRASHED));
        assertEquals(24, playing.failed("ask", Call.REFUSED));
    }

    @Test
    void whatWritesIsNotHedged() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("change", "10/s", "write Item")
                .operation("look", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady", "hedge", "10 ms", "readsOwn", "0 %"),
                        instantService("app", "serviceTime", "50 ms"),
                        instantDatabase())
                .play(1)
                .until(10.04);
        assertEquals(100, playing.counter("clients", "hedges"));
        assertEquals(200, playing.counter("db", "reads"), 10);
        assertEquals(100, playing.counter("db", "writes"), 5);
    }

    @Test
    void lostTriesAreNotKept() {
        Boards board = twoWays("10 ms", "10 ms", "hedge", "5 ms", "timeout", "50 ms", "retries", "2")
                .link("clients", "one", "loss", "50 %", "protocol", "udp")
                .link("clients", "two", "loss", "50 %", "protocol", "udp")
                .phase("busy", "50 s", "average")
                .phase("quiet", "50 s", "0/s");
        Playing playing = board.play(1);
        int standing = playing.engine().callsInUse();
        playing.until(100);
        assertTrue(playing.failed("ask") > 5);
        assertEquals(standing, playing.engine().callsInUse());
    }
}
