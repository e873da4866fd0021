package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.server.web.BadInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
    @Test
    void withoutSettingsItListensOnLoopback() {
        Config config = Config.from(Map.of());
        assertEquals("127.0.0.1", config.host());
        assertEquals(8080, config.port());
        assertFalse(config.https());
    }

    @Test
    void plainHttpForOtherMachinesMustBeAskedFor() {
        BadInput refused = assertThrows(BadInput.class, () -> Config.from(Map.of("TRESTLE_HOST", "0.0.0.0")));
        assertTrue(refused.getMessage().contains("TRESTLE_INSECURE_HTTP"), refused.getMessage());
        Config.from(Map.of("TRESTLE_HOST", "0.0.0.0", "TRESTLE_INSECURE_HTTP", "true"));
        Config behind = Config.from(Map.of("TRESTLE_HOST", "0.0.0.0", "TRESTLE_BASE_URL", "https://t.example"));
        assertTrue(behind.https());
    }

    @Test
    void publicNamesAreThoseOfTheSettings() {
        Config config = Config.from(
                Map.of("TRESTLE_HOSTS", "trestle.lan, other.example:8443", "TRESTLE_BASE_URL", "https://t.example/"));
        assertEquals(List.of("t.example", "trestle.lan", "other.example:8443"), config.hosts());
        assertEquals(List.of(), Config.from(Map.of()).hosts());
        BadInput refused = assertThrows(BadInput.class, () -> Config.from(Map.of("TRESTLE_HOSTS", "http://x")));
        assertTrue(refused.getMessage().startsWith("TRESTLE_HOSTS: "), refused.getMessage());
    }

    @Test
    void aWrongPortIsOneClearLine() {
        BadInput refused = assertThrows(BadInput.class, () -> Config.from(Map.of("TRESTLE_PORT", "80a")));
        assertEquals("TRESTLE_PORT: must be a number from 0 to 65535, not 80a", refused.getMessage());
    }
}
