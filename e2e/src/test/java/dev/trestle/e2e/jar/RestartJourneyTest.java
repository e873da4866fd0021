package dev.trestle.e2e.jar;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.microsoft.playwright.options.BoundingBox;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A page that stays open while its server dies and comes back. */
class RestartJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aPageOutlivesItsServer(@TempDir Path data) {
        try (JarServer server = new JarServer(data)) {
            stage.at(server.address());
            Visitor ana = stage.visitor("Ana");
            Workbench board = ana.home().newBoard();
            add(board, 0.3);
            board.saved();
            ana.page().evaluate("() => { window.samePage = true }");

            ana.expectsTroubleNow();
            server.kill();
            add(board, 0.6);
            assertThat(board.saveState()).hasAttribute("data-state", "offline");
            server.restart();
            board.saved();
            ana.settled();
            assertEquals(Boolean.TRUE, ana.page().evaluate("() => window.samePage"));

            JsonObject drawn = board.board();
            assertEquals(
                    2, drawn.getAsJsonObject("design").getAsJsonObject("nodes").size());
            ana.page().reload();
            board.ready();
            assertEquals(drawn, board.board());
        }
    }

    private static void add(Workbench board, double right) {
        BoundingBox canvas = board.page().locator("#canvas").boundingBox();
        board.palette().drag("service", canvas.x + canvas.width * right, canvas.y + canvas.height * 0.4);
    }
}
