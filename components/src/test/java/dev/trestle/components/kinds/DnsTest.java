package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.engine.Call;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Resolvers between clients and a service. */
class DnsTest {
    private static Playing resolving(String rate, String... settings) {
        return board().operation("ask", rate)
                .path(clients("arrivals", "steady"), part("dns", "dns", settings), instantService("app"))
                .play(1);
    }

    @Test
    void aResolverAsksOncePerTimeToLive() {
        // A lookup takes 20 ms and is good for 1 s: the next one starts with the first request after 1.02 s.
        Playing playing = resolving("1000/s", "resolvers", "1", "ttl", "1 s", "lookup", "20 ms")
                .until(10.1);
        assertEquals(10, playing.counter("dns", "lookups"));
        assertEquals(10_100, playing.completed("ask"), 25);
    }

    @Test
    void everyResolverAsksForItself() {
        Playing playing = resolving("1000/s", "resolvers", "5", "ttl", "1 h", "lookup", "20 ms")
                .until(10);
        assertEquals(5, playing.counter("dns", "lookups"));
    }

    @Test
    void whoComesDuringALookupWaitsForTheSameAnswer() {
        // Requests at 10, 20, 30, 40 and 50 ms; the first one asks and all wait until 60 ms.
        Playing playing = resolving("100/s", "resolvers", "1", "ttl", "1 h", "lookup", "50 ms")
                .until(0.065);
        assertEquals(1, playing.counter("dns", "lookups"));
        assertEquals(6, playing.completed("ask"));
        assertEquals((50 + 40 + 30 + 20 + 10 + 0) / 6.0 / 1000, playing.meanLatency("ask"), 1e-9);
    }

    @Test
    void anOutageIsNoticedWhenTheAnswerExpires() {
        Playing playing = resolving("100/s", "resolvers", "1", "ttl", "5 s", "lookup", "0 ms")
                .until(2)
                .crash("dns", 1)
                .until(20.005);
        // The only answer came with the first request at 10 ms and is good until 5.01 s.
        assertEquals(500, playing.completed("ask"));
        assertEquals(1500, playing.failed("ask", Call.REFUSED));
        playing.recover("dns", 1).until(30.005);
        assertEquals(1500, playing.failed("ask"));
    }
}
