package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Boards leave as files and come back as boards. */
class FileJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void anExportedBoardIsOpenedFromItsFile() throws IOException {
        Visitor ana = stage.visitor("Ana");
        Workbench board = ana.home().openReference("Instagram");
        JsonObject before = board.board();
        byte[] file = Files.readAllBytes(board.export("board.json").path());
        ana.home();
        ana.page().locator("#file-input").setInputFiles(new FilePayload("board.json", "application/json", file));
        Workbench again = new Workbench(ana.page()).ready();
        assertEquals(before, again.board());
        // From the menu of a board too, beside which it is another one.
        String path = again.path();
        again.page().locator("#export-menu summary").click();
        again.page()
                .waitForFileChooser(() -> again.page().locator("#file-button").click())
                .setFiles(new FilePayload("board.json", "application/json", file));
        again.page().waitForURL(url -> !url.endsWith(path));
        assertEquals(before, again.ready().board());
    }

    @Test
    void aFileDroppedOnTheCanvasIsOpened() throws IOException {
        Workbench board = stage.visitor("Ana").home().openReference("Instagram");
        JsonObject before = board.board();
        String text = Files.readString(board.export("board.json").path());
        String path = board.path();
        drop(board.page(), "#canvas", "board.json", text);
        board.page().waitForURL(url -> !url.endsWith(path));
        assertEquals(before, board.ready().board());
    }

    @Test
    void aWrongFileIsToldWhatIsWrong() {
        Visitor ana = stage.visitor("Ana");
        ana.expects("status 422.*/sessions/file|console error: Failed to load resource.*/sessions/file");
        Workbench board = ana.home().newBoard();
        drop(board.page(), "#canvas", "notes.txt", "hello");
        assertThat(board.page().locator("#toasts")).containsText("notes.txt: line 1, column 6: is not JSON");
        ana.home();
        FilePayload report = new FilePayload(
                "report.json",
                "application/json",
                "{\"format\": \"trestle-report/1\"}".getBytes(StandardCharsets.UTF_8));
        ana.page().locator("#file-input").setInputFiles(report);
        assertThat(ana.page().getByRole(AriaRole.ALERT))
                .hasText("report.json: format: must be \"trestle/1\", not \"trestle-report/1\"");
        Axe.findsNothing(ana.page());
    }

    private static void drop(Page page, String area, String name, String text) {
        JSHandle files = page.evaluateHandle(
                "([name, text]) => { const t = new DataTransfer(); t.items.add(new File([text], name)); return t }",
                new String[] {name, text});
        page.dispatchEvent(area, "dragover", Map.of("dataTransfer", files));
        page.dispatchEvent(area, "drop", Map.of("dataTransfer", files));
    }
}
