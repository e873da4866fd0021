package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Bandwidth that messages queue for, and what becomes of those that are lost. */
class NetworkTest {
    private static Boards reading(String size, String arrivals, String rate) {
        return board().entity("Item", size, "1000", "uniform")
                .operation("get", rate, "read Item")
                .path(clients("arrivals", arrivals), instantService("app"), instantDatabase());
    }

    @Test
    void aLargeObjectTakesItsBytesOverTheBandwidth() {
        // 100 MB at 1 Gbit/s take 0.8 s; they pass the slow link once, on the way back.
        Boards board = reading("100 MB", "steady", "1/s").link("app", "db", "bandwidth", "1 Gbit/s");
        assertEquals(0.8, board.play(1).until(10.9).meanLatency("get"), 1e-5);
    }

    @Test
    void aSaturatedLinkIsAQueueWithConstantService() {
        // 1 MB at 8 Mbit/s take S = 1 s; M/D/1 at 0.8: a mean wait of 0.8 / (2 (1 - 0.8)) = 2 s on top of S.
        Boards board = reading("1 MB", "poisson", "0.8/s").link("app", "db", "bandwidth", "8 Mbit/s");
        Playing playing = board.playFast(7).until(400_000);
        assertEquals(3, playing.meanLatency("get"), 0.06);
        assertEquals(0.8, playing.wire(1).busyBack / 400_000e9, 0.01);
    }

    @Test
    void theReportSaysHowBusyALineIs() {
        // 1 MB at 8 Mbit/s twice in five seconds: 0.4 on the way back; there is no line without a bandwidth.
        var links = reading("1 MB", "steady", "0.4/s")
                .link("app", "db", "bandwidth", "8 Mbit/s")
                .phase("steady", "100 s", "average")
                .run(1)
                .report()
                .links();
        assertEquals(0.4, links.get("app-db").utilization(), 0.02);
        assertEquals(Double.NaN, links.get("clients-app").utilization());
    }

    @Test
    void aSmallAnswerWaitsBehindALargeOneOnTheSameLink() {
        // 1 MB takes 1 s. Both come at once, the small one second: it is there after the large one.
        Boards board = board().entity("Large", "1 MB", "10", "uniform")
                .entity("Small", "1 B", "10", "uniform")
                .operation("large", "0.1/s", "read Large")
                .operation("small", "0.1/s", "read Small")
                .path(clients("arrivals", "steady"), instantService("app"), instantDatabase())
                .link("app", "db", "bandwidth", "8 Mbit/s");
        Playing playing = board.play(1).until(12);
        assertEquals(1, playing.completed("small"));
        assertEquals(1.0, playing.meanLatency("small"), 0.001);
    }

    @Test
    void theTwoDirectionsDoNotWaitForEachOther() {
        // Writes of 1 MB go forward and reads of 1 MB come back, each at 0.8 of the line: one line could not carry
        // both.
        Boards board = board().entity("Item", "1 MB", "10", "uniform")
                .operation("put", "0.8/s", "write Item")
                .operation("get", "0.8/s", "read Item")
                .path(clients("arrivals", "poisson"), instantService("app"), instantDatabase())
                .link("app", "db", "bandwidth", "8 Mbit/s");
        Playing playing = board.playFast(1).until(200_000);
        // S + Wq on the way there, and Wq behind the answers of the reads on the way back: 1 + 2 + 2.
        assertEquals(5, playing.meanLatency("put"), 0.25);
        assertEquals(0.8, playing.wire(1).busyForward / 200_000e9, 0.01);
        assertEquals(0.8, playing.wire(1).busyBack / 200_000e9, 0.01);
    }

    @Test
    void lostMessagesOfDatagramsAreGone() {
        // Each way loses 10 %: 0.9^2 of the answers come.
        Boards board = board().operation("ask", "1000/s")
                .path(clients("arrivals", "steady", "timeout", "1 s"), instantService("app"))
                .link("clients", "app", "loss", "10 %", "protocol", "udp");
        Playing playing = board.playFast(1).until(100);
        double share = (double) playing.failed("ask") / (playing.failed("ask") + playing.completed("ask"));
        assertEquals(0.19, share, 0.005);
    }

    @Test
    void aConnectionSendsAgainAfterATimeoutThatDoubles() {
        // One way takes 10 ms, so the first wait is 20 + 200 ms. A message is lost k times with probability p^k and
        // then
        // has waited for (2^k - 1) of them: p / (1 - 2 p) on average, each way.
        Boards board = board().operation("ask", "1000/s")
                .path(clients("arrivals", "steady"), instantService("app"))
                .link("clients", "app", "latency", "10 ms", "loss", "5 %");
        Playing playing = board.playFast(1).until(300);
        assertEquals(0, playing.failed("ask"));
        assertEquals(2 * (0.010 + 0.220 * 0.05 / 0.9), playing.meanLatency("ask"), 0.0006);
        // Sent again as often as lost: p / (1 - p) of each message, both ways.
        assertEquals(2 * 0.05 / 0.95, playing.wire(0).resent / 300_000.0, 0.002);
    }

    @Test
    void aFaultLosesAShareOfTheMessagesOfALinkWhileItLasts() {
        Boards board = board().operation("ask", "1000/s")
                .path(clients("arrivals", "steady", "timeout", "100 ms"), instantService("app"))
                .link("clients", "app", "protocol", "udp")
                .phase("lossy", "20 s", "average", "drop 10% on clients-app", "drop 10% on clients-app for 10 s")
                .phase("after", "20 s", "average");
        var report = board.run(1).report();
        // Two faults let 0.9^2 pass, each way, for one half; one lets 0.9 pass.
        double first = 1 - Math.pow(0.9, 4);
        double second = 1 - Math.pow(0.9, 2);
        assertEquals((first + second) / 2, failed(report, "lossy"), 0.005);
        assertEquals(0, failed(report, "after"), 0.001);
    }

    @Test
    void aFaultSlowsALink() {
        Boards board = board().operation("ask", "100/s")
                .path(clients("arrivals", "steady"), instantService("app"))
                .link("clients", "app", "latency", "10 ms")
                .phase("slow", "5 s", "average", "slow clients-app by 5")
                .phase("after", "5 s", "average");
        var report = board.run(1).report();
        assertEquals(0.1, latency(report, "slow"), 0.001);
        assertEquals(0.02, latency(report, "after"), 0.001);
    }

    private static double failed(dev.trestle.components.measure.Report report, String phase) {
        return report.phase(phase).operations().get("ask").errorRatio().value();
    }

    private static double latency(dev.trestle.components.measure.Report report, String phase) {
        return report.phase(phase).operations().get("ask").latency().mean().value();
    }
}
