package dev.trestle.server.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {
    private final Hosts hosts = new Hosts("0.0.0.0", List.of("Trestle.lan", "other.example:8443"));

    private boolean allow(String header) {
        return hosts.allow(header, new Hosts.Door("192.168.1.5", 8080));
    }

    @Test
    void theAddressThatARequestWasSentToIsOurs() {
        assertTrue(allow("192.168.1.5:8080"));
        assertFalse(allow("192.168.1.6:8080"));
        assertFalse(allow("192.168.1.5"));
    }

    @Test
    void aPublicNameStandsForEveryPortUnlessItSaysOne() {
        assertTrue(allow("trestle.lan"));
        assertTrue(allow("TRESTLE.LAN:9000"));
        assertTrue(allow("other.example:8443"));
        assertFalse(allow("other.example"));
        assertFalse(allow("other.example:8080"));
        assertFalse(allow("evil-trestle.lan:8080"));
    }

    @Test
    void withoutAPortAHostIsAtEighty() {
        assertTrue(hosts.allow("localhost", new Hosts.Door("127.0.0.1", 80)));
        assertFalse(allow("localhost"));
    }

    @Test
    void aRequestWithoutAHostIsRefused() {
        assertFalse(allow(null));
        assertFalse(allow(""));
        assertFalse(allow(":8080"));
    }
}
