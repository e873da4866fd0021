package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.pages.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The forms on the right: settings of a component, the brief, and the estimate that follows it. */
class InspectorJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aBadSettingShowsItsErrorAtTheField() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        String cache = CanvasJourneyTest.add(board, "cache", 0.5, 0.4);
        board.canvas().select(cache);
        Locator field = board.inspector().field("nodes", cache, "settings.capacity");
        board.inspector().set("nodes", cache, "settings.capacity", "very big");
        assertThat(field).hasAttribute("aria-invalid", "true");
        String error = field.getAttribute("aria-describedby").split(" ")[0];
        assertThat(board.page().locator("#" + error)).containsText("very big");
        board.inspector().set("nodes", cache, "settings.capacity", "8 GiB");
        assertThat(field).not().hasAttribute("aria-invalid", "true");
        assertThat(field).hasValue("8 GiB");
        board.saved();
        assertEquals("8 GiB", settings(board, cache).get("capacity").getAsString());
    }

    @Test
    void everyKindHasItsForm() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        List<String> kinds = board.page().locator("#palette [data-kind]").all().stream()
                .map(row -> row.getAttribute("data-kind"))
                .toList();
        for (int i = 0; i < kinds.size(); i++) {
            board.palette().row(kinds.get(i)).focus();
            board.press("Enter");
            assertThat(board.canvas().nodes()).hasCount(i + 1);
        }
        board.saved();
        // So many do not fit beside the panels at full size.
        board.press("Shift+1");
        JsonObject nodes = board.design("nodes");
        for (String id : nodes.keySet()) {
            board.canvas().select(id);
            assertThat(board.inspector().field("nodes", id, "label")).isVisible();
            assertTrue(kinds.contains(nodes.getAsJsonObject(id).get("kind").getAsString()));
        }
        assertEquals(kinds.size(), nodes.size());
    }

    @Test
    void aPresetIsOneStepForUndo() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        String cache = CanvasJourneyTest.add(board, "cache", 0.5, 0.4);
        board.canvas().select(cache);
        Locator presets = board.page().locator("select[data-action='preset']");
        presets.selectOption(new SelectOption().setIndex(1));
        board.saved();
        assertFalse(settings(board, cache).keySet().isEmpty(), "the preset set nothing");
        board.canvas().select(cache);
        board.press("Control+z");
        assertTrue(
                settings(board, cache).keySet().isEmpty(),
                () -> settings(board, cache).toString());
        board.saved();
    }

    @Test
    void theEstimateFollowsTheBrief() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Locator brief = board.inspector().open("brief");
        brief.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add operation"))
                .click();
        Locator rate = brief.locator("[data-edit-t=operations][data-edit-path=rate]");
        rate.fill("20 Mphoto/month");
        rate.blur();
        board.saved();
        // 20e6 / (30 x 86,400 s) = 7.716/s
        assertThat(board.inspector().open("estimate")).containsText("7.716");
        board.inspector().open("brief");
        rate.fill("20 Mphoto + 5 MB");
        rate.blur();
        assertThat(rate).hasAttribute("aria-invalid", "true");
        board.saved();
    }

    @Test
    void renamingAnEntityRenamesItEverywhereInOneStepOfUndo() {
        Workbench board = stage.visitor("Ana").home().openReference("Instagram");
        String before = board.board().toString();
        board.inspector().open("brief");
        board.inspector().set("entities", "Photo", "@id", "Picture");
        board.saved();
        JsonObject brief = board.board().getAsJsonObject("brief");
        String upload = brief.getAsJsonObject("operations").get("upload").toString();
        assertTrue(upload.contains("write Picture key new"), upload);
        String requirements = brief.get("requirements").toString();
        assertTrue(requirements.contains("Picture never lost"), requirements);
        assertEquals(
                "Feed, Picture",
                settings(board, "cache").get("holds").getAsString().replaceAll(" *, *", ", "));
        board.canvas().focus();
        board.press("Control+z");
        board.saved();
        assertEquals(sorted(before), sorted(board.board().toString()), "one step of undo brings everything back");
    }

    /** The parts in order: undoing a rename may put a record at another place of its table. */
    private static List<String> sorted(String board) {
        return Arrays.stream(board.split("(?<=[,{}])"))
                .map(part -> part.replaceAll("[,}]+$", ""))
                .sorted()
                .toList();
    }

    @Test
    void aNameThatCannotBeIsSaidAndNotThrownAway() {
        Workbench board = stage.visitor("Ana").home().openReference("Instagram");
        board.inspector().open("brief");
        Locator name = board.inspector().field("operations", "upload", "@id");
        board.inspector().set("operations", "upload", "@id", "upload photo");
        Locator row = board.page().locator(".rec", new Page.LocatorOptions().setHas(name));
        assertThat(row.getByRole(AriaRole.ALERT)).containsText("no spaces, such as upload_photo");
        assertThat(name).hasValue("upload photo");
        // Another edit fetches the form anew: what was typed is still there, and why it does not count.
        board.inspector().set("operations", "feed", "api", "GET /home");
        board.saved();
        assertThat(board.inspector().field("operations", "feed", "api")).hasValue("GET /home");
        assertThat(name).hasValue("upload photo");
        assertThat(row.getByRole(AriaRole.ALERT)).isVisible();
        board.inspector().set("operations", "upload", "@id", "upload_photo");
        board.saved();
        assertTrue(board.board()
                .getAsJsonObject("brief")
                .getAsJsonObject("operations")
                .has("upload_photo"));
        assertThat(board.inspector().open("brief").getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void halfTypedTextSurvivesSomebodyElsesEdit() {
        Workbench hers = stage.visitor("Ana").home().newBoard();
        Workbench his = stage.visitor("Ben").join(hers.shareAs("candidate"));
        String cache = CanvasJourneyTest.add(hers, "cache", 0.5, 0.4);
        hers.canvas().select(cache);
        Locator name = hers.inspector().field("nodes", cache, "label");
        name.pressSequentially("Hot pho");
        his.canvas().select(cache);
        his.inspector().set("nodes", cache, "settings.capacity", "8 GiB");
        assertThat(hers.inspector().field("nodes", cache, "settings.capacity")).hasValue("8 GiB");
        assertThat(name).isFocused();
        name.pressSequentially("tos");
        assertThat(name).hasValue("Hot photos");
        name.blur();
        assertThat(his.canvas().node(cache)).hasAttribute("aria-label", Pattern.compile("Hot photos.*"));
        hers.saved();
        his.saved();
        assertEquals(hers.board(), his.board());
    }

    private static JsonObject settings(Workbench board, String node) {
        JsonObject settings = board.design("nodes").getAsJsonObject(node).getAsJsonObject("settings");
        return settings == null ? new JsonObject() : settings;
    }
}
