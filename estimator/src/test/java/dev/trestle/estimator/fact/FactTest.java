package dev.trestle.estimator.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactTest {

    @Test
    void aPublishedPriceIsFoundById() {
        Fact put = Fact.of("object.put.price");
        assertEquals(0.005 / 1000, put.value(), 1e-15);
        assertEquals("USD/write", put.unit());
        assertEquals("A", put.confidence());
    }

    @Test
    void pricesPerVcpuAgreeWithThePricesOfTheirMachines() {
        assertEquals(
                Fact.of("compute.m5-large.price").value() / 2,
                Fact.of("compute.vcpu.price").value(),
                1e-12);
        assertEquals(
                Fact.of("sql.node.price").value() / 2, Fact.of("sql.vcpu.price").value(), 1e-12);
        assertEquals(0.148 / 6.38, Fact.of("cache.gib.price").value(), 5e-5);
    }

    @Test
    void everyFactNamesItsSourceDateAndConfidence() {
        for (Fact fact : Fact.all()) {
            assertFalse(fact.source().isBlank(), fact.id());
            assertTrue(fact.date().matches("\\d{4}(-\\d\\d){0,2}"), fact.id());
            assertTrue(fact.confidence().matches("[ABCD]"), fact.id());
            assertTrue(fact.id().matches("[a-z0-9]+(\\.[a-z0-9-]+)+"), fact.id());
        }
    }

    @Test
    void theIndexInTheHeaderListsExactlyTheRows() throws IOException {
        List<String> index = new ArrayList<>();
        try (var in = Fact.class.getResourceAsStream("facts.csv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("#:"))
                    .forEach(line ->
                            index.addAll(Arrays.asList(line.substring(2).trim().split(" +"))));
        }
        assertEquals(Fact.all().stream().map(Fact::id).toList(), index);
    }

    @Test
    void anUnknownIdIsNamed() {
        var error = assertThrows(IllegalArgumentException.class, () -> Fact.of("no.such"));
        assertEquals("no fact \"no.such\" in facts.csv", error.getMessage());
    }

    @Test
    void aRowThatIsTooShortIsRefused() {
        assertThrows(IllegalStateException.class, () -> FactTable.parse(List.of("id", "a,b,c")));
    }

    @Test
    void aFieldInQuotesMayHoldCommas() {
        FactTable table = FactTable.parse(List.of("header", "x.y,\"Disk, fast\",seek,10,ms,Dean,2009,A"));
        assertEquals(
                "Disk, fast, seek: 10 ms (Dean, 2009, confidence A)",
                table.get("x.y").cited());
    }
}
