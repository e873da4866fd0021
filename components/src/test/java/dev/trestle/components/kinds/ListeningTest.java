package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/**
 * People who wait for events: how long until they know, what they ask for meanwhile, and what their connections hold.
 *
 * <p>Somebody posts 100 times a second; 100 people listen, each gets one post a second on average. One way between them
 * and the app takes 20 ms.
 */
class ListeningTest {
    private static final double WAY = 0.020;

    private static Boards listening(String transport, String... settings) {
        String[] all = new String[settings.length + 8];
        String[] own = {"transport", transport, "listensWith", "listen", "listeners", "100", "arrivals", "poisson"};
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(settings, 0, all, own.length, settings.length);
        return board().operation("post", "100/s", "publish posted")
                .operation("listen", "0/s")
                .handler("tell", "posted")
                .path(
                        part("people", "clients", all),
                        part("lb", "load-balancer"),
                        instantService("app", "workers", "1000", "model", "async"))
                .path(part("authors", "clients"), instantService("writer"))
                .path(
                        instantService("writer"),
                        part("queue", "queue", "publishTime", "0 ms"),
                        part("worker", "worker", "workers", "1000", "serviceTime", "0 ms"))
                .link("people", "lb", "latency", "20 ms", "only", "listen")
                .link("authors", "writer", "only", "post");
    }

    /** Mean time from the moment the app could know until the person does. */
    private static double delay(Playing playing) {
        return playing.node("people").meter.lag.getMean() / 1e9;
    }

    private static double delivered(Playing playing) {
        return playing.counter("people", "news delivered");
    }

    @Test
    void aShortPollIsHalfAnIntervalLateAndMostlyInVain() {
        // Every 4 s, evaluated where it is served: half an interval and the way back.
        Playing playing =
                listening("short-poll", "pollEvery", "4 s").playFast(1).until(400);
        assertEquals(2 + WAY, delay(playing), 0.02);
        assertEquals(40_000, delivered(playing), 800);
        assertEquals(100 * 400 / 4, playing.counter("people", "asked for news"), 101);
        // Posts of a person are Poisson with 4 in an interval: none in e^-4 of them.
        double empty = playing.counter("people", "empty answers") / 10_000.0;
        assertEquals(Math.exp(-4), empty, 0.005);
    }

    @Test
    void pollingOftenCostsRequestsThatFindNothing() {
        // Every 0.1 s: 1,000 requests a second for 100 posts; e^-0.1 of them find nothing.
        Playing playing =
                listening("short-poll", "pollEvery", "100 ms").playFast(1).until(100);
        assertEquals(0.05 + WAY, delay(playing), 0.001);
        assertEquals(100_000, playing.taken("app", 1), 1_100);
        assertEquals(Math.exp(-0.1), playing.counter("people", "empty answers") / 100_000.0, 0.005);
    }

    @Test
    void aLongPollIsAsLateAsTheWayBackAndTheTimeToAskAgain() {
        // After an answer 2 d = 40 ms pass until the next question is there. The 2 d l pieces of news of that time wait
        // for half of it and the way back; with e^(-2 d l) there are none, and the next piece takes the way back only.
        double none = Math.exp(-2 * WAY);
        double cycle = 2 * WAY + none;
        Playing playing = listening("long-poll", "holdFor", "1 h").playFast(1).until(400);
        assertEquals((2 * WAY * 2 * WAY + none * WAY) / cycle, delay(playing), 0.000_5);
        assertEquals(100 * 400 / cycle, playing.counter("people", "asked for news"), 600);
        assertEquals(0, playing.counter("people", "empty answers"));
        assertEquals(100 * none / cycle, playing.node("lb").meter.inside, 8, "held connections");
    }

    @Test
    void aLongPollThatIsHeldInVainIsAnsweredWithNothing() {
        // Held for 0.5 s: e^-0.5 of those that find an empty box are answered with nothing.
        Playing playing =
                listening("long-poll", "holdFor", "500 ms").playFast(1).until(400);
        double asked = playing.counter("people", "asked for news");
        // The first question of a cycle finds news at once if some came within the 40 ms before: with 1 - e^-0.04. The
        // hold is counted at the client, so it is over 20 ms after 0.5 s less the way there: it lasts 0.48 s.
        double finds = 1 - Math.exp(-2 * WAY);
        double vain = (1 - finds) * Math.exp(-0.48);
        assertEquals(vain, playing.counter("people", "empty answers") / asked, 0.01);
    }

    @Test
    void aPushTakesTheWayBackAndNoQuestion() {
        for (String transport : new String[] {"sse", "websocket"}) {
            Playing playing = listening(transport).playFast(1).until(400);
            // Some 100 of 40,000 came within the first second, before their people had a connection.
            assertEquals(WAY, delay(playing), 0.001);
            assertEquals(100, playing.counter("people", "asked for news"), 0);
            assertEquals(100, playing.taken("app", 1));
            assertEquals(100, playing.node("lb").meter.inside, 0, "connections stay open");
            assertEquals(40_000, delivered(playing), 800);
        }
    }

    @Test
    void connectionsThatTheBalancerHasNoRoomForAreTurnedAway() {
        Playing playing = board().operation("listen", "0/s")
                .path(
                        clients("transport", "sse", "listensWith", "listen", "listeners", "100"),
                        part("lb", "load-balancer", "connections", "60"),
                        instantService("app", "model", "async"))
                .playFast(1)
                .until(60);
        assertEquals(60, playing.node("lb").meter.inside, 0);
        assertTrue(playing.counter("clients", "connections broken") > 100, "the others try again and again");
    }

    @Test
    void aThreadPerConnectionIsHeldWithIt() {
        // Without the asynchronous model each held connection has a worker; 30 of 100 get one.
        Playing playing = board().operation("listen", "0/s")
                .path(
                        clients("transport", "sse", "listensWith", "listen", "listeners", "100"),
                        instantService("app", "workers", "30"))
                .playFast(1)
                .until(20);
        assertEquals(30, playing.station("app", 1).busy());
    }

    @Test
    void aCrashBreaksConnectionsAndNothingThatWasToBeToldIsForgotten() {
        Playing playing = listening("sse", "backoff", "100 ms").play(1).until(10);
        playing.crash("app", 1).until(15).recover("app", 1).until(60);
        assertEquals(100, playing.node("lb").meter.inside, 0, "all are back");
        double handled = playing.counter("queue", "acknowledged");
        assertEquals(handled, delivered(playing), 10);
    }
}
