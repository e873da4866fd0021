package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which programs are started again with the collector that suits them. */
class CollectorTest {
    private static final List<String> RUN = List.of("-Xmx2g", "-jar", "trestle.jar", "run", "board.json");

    @Test
    void whatNobodyChoseACollectorForIsStartedWithOne() {
        assertEquals(
                List.of("java", "-XX:+UseParallelGC", "-Xmx2g", "-jar", "trestle.jar", "run", "board.json"),
                Collector.command("java", RUN, Map.of("JAVA_TOOL_OPTIONS", "-Xss1m")));
    }

    @Test
    void aChoiceStands() {
        assertEquals(List.of(), Collector.command("java", List.of("-XX:+UseG1GC", "-jar", "trestle.jar"), Map.of()));
        assertEquals(List.of(), Collector.command("java", RUN, Map.of("JDK_JAVA_OPTIONS", "-Xmx1g -XX:+UseSerialGC")));
    }

    @Test
    void whatItStartsIsNotStartedAgain() {
        List<String> again = Collector.command("java", RUN, Map.of());
        assertEquals(List.of(), Collector.command("java", again.subList(1, again.size()), Map.of()));
    }

    @Test
    void theServerStaysAsItWasStarted() throws InterruptedException {
        assertEquals(Optional.empty(), Collector.again(new String[] {"serve"}));
        assertEquals(Optional.empty(), Collector.again(new String[] {}));
    }
}
