package dev.trestle.server.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trestle.components.kind.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class EssayTest {
    @Test
    void headingsListsAndInlineMarksAreTakenApart() {
        Essay essay = Essay.parse("# Title\n\nOne\nline.\n\n## When\n\n- **Hot**: use `ttl`\n  here.\n- Cold.\n");
        Essay.Block lead = new Essay.Block(false, List.of(new Essay.Span("", "One line.")));
        Essay.Block hot = new Essay.Block(
                true,
                List.of(
                        new Essay.Span("b", "Hot"),
                        new Essay.Span("", ": use "),
                        new Essay.Span("code", "ttl"),
                        new Essay.Span("", " here.")));
        Essay.Block cold = new Essay.Block(true, List.of(new Essay.Span("", "Cold.")));
        assertEquals(new Essay(List.of(lead), List.of(new Essay.Section("When", List.of(hot, cold)))), essay);
    }

    @Test
    void everyKindHasAnEssayWithSections() {
        Catalog.standard()
                .kinds()
                .forEach(kind -> assertFalse(Essay.of(kind.id()).sections().isEmpty(), kind.id()));
    }
}
