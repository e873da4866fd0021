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
        Essay.Block lead = new Essay.Block(false, List.of(Essay.Span.plain("One line.")));
        Essay.Block hot = new Essay.Block(
                true,
                List.of(
                        new Essay.Span(true, false, "Hot"),
                        Essay.Span.plain(": use "),
                        new Essay.Span(false, true, "ttl"),
                        Essay.Span.plain(" here.")));
        Essay.Block cold = new Essay.Block(true, List.of(Essay.Span.plain("Cold.")));
        assertEquals(new Essay(List.of(lead), List.of(new Essay.Section("When", List.of(hot, cold)))), essay);
    }

    @Test
    void everyKindHasAnEssayWithSections() {
        Catalog.standard()
                .kinds()
                .forEach(kind -> assertFalse(Essay.of(kind.id()).sections().isEmpty(), kind.id()));
    }
}
