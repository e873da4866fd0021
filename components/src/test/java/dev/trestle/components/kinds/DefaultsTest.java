package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.estimator.fact.Fact;
import dev.trestle.estimator.quantity.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No price and no latency is only a literal of a kind: each is a fact with source, date and confidence. */
class DefaultsTest {
    private static final Pattern DURATION = Pattern.compile("[0-9.]+ (?:s|ms|us|min)\\b");

    @Test
    void everyDefaultLatencyIsAFact() {
        int seen = 0;
        for (Kind kind : Catalog.standard().kinds()) {
            for (Param param : kind.params()) {
                if (param.type() == ParamType.DISTRIBUTION && !param.preset().equals(ParamType.NONE)) {
                    String name = param.id().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                    Fact fact = Fact.of("default." + kind.id() + "." + name);
                    var duration = DURATION.matcher(param.preset());
                    assertTrue(duration.find(), param.preset());
                    assertEquals(
                            Quantity.seconds(duration.group()), fact.quantity().value(), 1e-12, fact.id());
                    seen++;
                }
            }
        }
        long facts = Fact.all().stream()
                .filter(fact -> fact.id().startsWith("default."))
                .count();
        assertEquals(facts, seen, "a default that no kind has any more");
    }

    /** A line of a bill multiplies use by facts; the only plain numbers are units and counts. */
    @Test
    void noKindHasAPriceOfItsOwn() throws IOException {
        Pattern decimal = Pattern.compile("\\b\\d*\\.\\d+\\b");
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/trestle/components/kinds"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                int cost = text.indexOf("List<CostLine> cost(");
                if (cost >= 0) {
                    String body =
                            text.substring(cost, text.indexOf("\n    }", cost)).replaceAll("\"[^\"]*\"", "");
                    assertFalse(decimal.matcher(body).find(), file + " has a price that is no fact");
                }
            }
        }
    }
}
