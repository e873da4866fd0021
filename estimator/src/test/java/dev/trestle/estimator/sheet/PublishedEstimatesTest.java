package dev.trestle.estimator.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.estimator.quantity.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedEstimatesTest {

    private static final double TOLERANCE = 0.005;

    /** One published estimate: its cells, and what some of them must come to. */
    record Published(String name, Map<String, String> cells, Map<String, String> expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Published> all() throws IOException {
        List<Published> all = new ArrayList<>();
        try (var in = PublishedEstimatesTest.class.getResourceAsStream("published.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    String name = line.substring(1, line.length() - 1);
                    all.add(new Published(name, new LinkedHashMap<>(), new LinkedHashMap<>()));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    add(all.get(all.size() - 1), line);
                }
            }
        }
        return all.stream();
    }

    private static void add(Published published, String line) {
        String name = line.substring(0, line.indexOf('=')).strip();
        String[] textAndExpected = line.substring(line.indexOf('=') + 1).split("->");
        published.cells().put(name, textAndExpected[0].strip());
        if (textAndExpected.length > 1) {
            published.expected().put(name, textAndExpected[1].strip());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void comesToTheValuesRecomputedFromItsInputs(Published published) {
        Sheet sheet = Sheet.of(published.cells());
        assertTrue(sheet.errors().isEmpty(), () -> sheet.errors().toString());
        published.expected().forEach((name, text) -> {
            Quantity expected = Quantity.parse(text);
            Quantity found = sheet.value(name);
            assertEquals(expected.dimension(), found.dimension(), name);
            assertEquals(expected.value(), found.value(), TOLERANCE * expected.value(), name);
        });
    }
}
