package dev.trestle.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Download;
import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.pages.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person takes home: the report in its three forms, the drawing and the board. */
class ReportJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void everyExportTellsTheSame() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        String phones = CanvasJourneyTest.add(board, "clients", 0.2, 0.3);
        String app = CanvasJourneyTest.add(board, "service", 0.6, 0.3);
        board.canvas().wire(phones, app);
        RunJourneyTest.writeABrief(board);
        board.run().start();
        board.run().verdicts();
        exportsSayTheSame(board, 1);
    }

    private static void exportsSayTheSame(Workbench board, int requirements) {
        String markdown = text(board.export("report.md"));
        assertTrue(markdown.startsWith("# "), markdown);
        assertTrue(markdown.contains("```mermaid"), markdown);
        String html = text(board.export("report.html"));
        assertTrue(html.contains("<svg") && html.contains("</html>"), html);
        assertFalse(html.contains("<script"), "the report must stand without scripts");
        assertFalse(html.matches("(?s).*(src|href)=[\"'](https?:)?//.*<link.*"), "the report must stand alone");
        JsonObject report =
                JsonParser.parseString(text(board.export("report.json"))).getAsJsonObject();
        assertEquals("trestle-report/1", report.get("format").getAsString());
        assertEquals(requirements, report.getAsJsonArray("verdicts").size());
        String drawing = text(board.export("design.svg"));
        assertTrue(drawing.contains("<svg") && drawing.contains("</svg>"), drawing);
        JsonObject saved =
                JsonParser.parseString(text(board.export("board.json"))).getAsJsonObject();
        assertEquals("trestle/1", saved.get("format").getAsString());
        for (String id : board.design("nodes").keySet()) {
            assertTrue(saved.getAsJsonObject("design").getAsJsonObject("nodes").has(id), id);
        }
    }

    private static String text(Download download) {
        return Checkout.read(download.path());
    }
}
