package dev.trestle.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.server.web.Json;
import org.junit.jupiter.api.Test;

class EndingsTest {
    private static String words(String verdict) {
        return Endings.words(
                Json.stored("{\"stoppedBy\": \"decided\", \"verdicts\": [{\"verdict\": \"" + verdict + "\"}]}"));
    }

    @Test
    void onlyARunWithoutADoubtSaysThatAllIsDecided() {
        assertEquals("The run ended when everything was decided.", words("missed"));
        assertEquals("The run ended when going on would not have decided more.", words("unsure"));
    }
}
