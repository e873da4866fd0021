package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A third party behind a service that takes no time, asked 100 times a second. */
class ExternalServiceTest {
    private static Boards paying(String timeout, String... settings) {
        return board().entity("Payment", "1 KB", "1000", "uniform")
                .operation("pay", "100/s", "write Payment")
                .path(
                        clients("arrivals", "steady", "retries", "0", "timeout", timeout),
                        instantService("app"),
                        part("bank", "external-service", settings));
    }

    @Test
    void aCallTakesItsTimeHoweverManyThereAre() {
        Playing playing =
                paying("none", "latency", "200 ms", "errors", "0 %").play(1).until(20);
        assertEquals(0.2, playing.meanLatency("pay"), 1e-9);
        assertEquals(0, playing.failed("pay"));
    }

    @Test
    void theShareOfErrorsIsDrawn() {
        Playing playing = paying("none", "latency", "10 ms", "errors", "20 %", "doneAnyway", "50 %")
                .play(1)
                .until(100);
        // Binomial(10000, 0.2): a standard deviation is 40; half of those, 31.6.
        assertEquals(2_000, playing.failed("pay", Call.FAILED), 160);
        assertEquals(1_000, playing.counter("bank", "doneButFailed"), 120);
        assertEquals(
                playing.completed("pay") + playing.counter("bank", "doneButFailed"), playing.counter("bank", "writes"));
    }

    @Test
    void callsBeyondTheLimitAreRejected() {
        Playing playing = paying("none", "latency", "10 ms", "errors", "0 %", "limit", "40/s")
                .play(1)
                .until(50);
        assertEquals(40 * 50 + 40, playing.completed("pay"), 2);
        assertEquals(playing.counter("bank", "limited"), playing.failed("pay", Call.REJECTED));
    }

    @Test
    void anOutageRefusesAtOnce() {
        Playing playing = paying("none", "latency", "100 ms", "errors", "0 %")
                .play(1)
                .until(2.005)
                .crash("bank", 0)
                .until(4.005)
                .recover("bank", 0)
                .until(6);
        assertEquals(200, playing.failed("pay", Call.REFUSED));
        assertEquals(10, playing.failed("pay", Call.CRASHED), "what was under way");
    }

    @Test
    void oneThatHangsCostsTheTimeoutOfItsCaller() {
        Playing playing = paying("2 s", "latency", "100 ms", "whenDown", "hangs", "hangTime", "30 s")
                .play(1)
                .crash("bank", 0)
                .until(20);
        assertEquals(playing.failed("pay"), playing.failed("pay", Call.TIMED_OUT));
        assertEquals(1_800, playing.failed("pay"), 5);
        // Nobody has told the third party to stop, nor the workers that wait for it: after 10 s all 1000 of them do.
        assertEquals(1_000, playing.node("bank").meter.inside);
        assertEquals(1_000, playing.station("app", 1).busy());
    }

    @Test
    void outagesComeByThemselves() {
        // Up 9 s, down 1 s in the mean: a tenth of the time. With 2000 cycles a standard deviation of the share is
        // sqrt(2 / 2000) 0.9 0.1 = 0.0028.
        Playing playing = paying(
                        "none", "latency", "0 ms", "errors", "0 %", "outageEvery", "9 s", "outage", "exponential(1 s)")
                .playFast(1)
                .until(20_000);
        assertEquals(0.1, playing.failed("pay") / (double) playing.offered("pay"), 4 * 0.0028);
        assertEquals(2_000, playing.counter("bank", "outages"), 4 * 41);
    }

    @Test
    void anOperationThatIsOneWriteIsCalledThere() {
        Playing playing = board().entity("Payment", "1 KB", "1000", "uniform")
                .entity("Order", "1 KB", "1000", "uniform")
                .operation("order", "100/s", "write Order", "call charge")
                .operation("charge", "1/s", "write Payment")
                .path(
                        clients("retries", "0"),
                        instantService("app"),
                        part("bank", "external-service", "holds", "Payment", "errors", "0 %"))
                .path(instantService("app"), part("db", "sql-database"))
                .link("clients", "bank")
                .play(1)
                .until(10);
        assertTrue(playing.counter("bank", "writes") > 900);
        assertEquals(0, playing.failed("order"));
    }

    @Test
    void theBillIsByTheCall() {
        ExternalService kind = new ExternalService();
        double usd = kind.cost(new Settings(Map.of("price", "2")), new Usage(10, 0, 0, 0, 0, 0, 0, 0))
                .get(0)
                .usdPerMonth();
        assertEquals(10 * 730 * 3_600 / 1e3 * 2, usd, 1e-6);
    }
}
