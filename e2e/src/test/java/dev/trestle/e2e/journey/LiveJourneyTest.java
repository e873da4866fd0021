package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.Watcher;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run that is played by hand: watched, held, disturbed, ended, and repeated from its script. */
class LiveJourneyTest {
    private static final Gson GSON = new Gson();

    @RegisterExtension
    final Stage stage = new Stage();

    private static Workbench small(Visitor visitor) {
        Workbench board = visitor.home().newBoard();
        String phones = CanvasJourneyTest.add(board, "clients", 0.2, 0.3);
        String app = CanvasJourneyTest.add(board, "service", 0.6, 0.3);
        board.canvas().wire(phones, app);
        RunJourneyTest.writeABrief(board);
        return board;
    }

    private static Locator press(Workbench board, String name) {
        Locator button = board.page()
                .locator("#live-bar")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
        button.click();
        return button;
    }

    private static double at(Workbench board) {
        return ((Number) board.page().evaluate("() => window.__trestle.state().run.live?.at ?? -1")).doubleValue();
    }

    private static JsonObject fetched(Workbench board, String path) {
        String text =
                (String) board.page().evaluate("path => fetch(location.pathname + path).then((a) => a.text())", path);
        return GSON.fromJson(text, JsonObject.class);
    }

    private static void picture(Workbench board, String name) {
        String folder = System.getProperty("trestle.pictures", "");
        if (!folder.isEmpty()) {
            board.page().screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
        }
    }

    @Test
    void aRunIsPlayedByHandAndItsScriptRepeatsIt() {
        Visitor ana = stage.visitor("Ana");
        Workbench board = small(ana);
        Page page = board.page();
        Locator bar = page.locator("#live-bar");
        assertThat(bar).isHidden();
        page.locator("#live-button").click();
        assertThat(bar).isVisible();
        assertThat(page.locator("#run-button")).containsText("Stop");
        page.waitForFunction("() => (window.__trestle.state().run.live?.at ?? 0) > 0.5");
        page.locator("#live-bar input[name=live-pace][value='5']").check(new Locator.CheckOptions().setForce(true));
        press(board, "Pause");
        assertThat(bar.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Resume")))
                .isVisible();
        page.waitForFunction("() => window.__trestle.state().run.live?.paused");
        double before = at(board);
        press(board, "Step");
        page.waitForFunction("at => window.__trestle.state().run.live.at > at + 0.2", before);
        assertEquals(before + 0.25, at(board), 1e-6);

        board.canvas().node("service").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        Locator crash = bar.getByRole(
                AriaRole.BUTTON,
                new Locator.GetByRoleOptions().setName("Service: crash").setExact(true));
        assertThat(crash).isFocused();
        board.press("Enter");
        assertThat(bar.locator(".live-open")).containsText("crash service");
        picture(board, "live-paused");
        press(board, "Resume");
        page.waitForFunction("() => window.__trestle.state().run.lanes.length === 1");
        assertThat(page.locator("#stage [data-node='service'] .nd-left, #stage [data-node='service']")
                        .first())
                .isVisible();
        page.waitForFunction("at => (window.__trestle.state().run.live?.at ?? 0) > at + 3", before);
        assertThat(page.locator("#results-live .fault").first()).isAttached();
        assertThat(page.locator("#results-head .stats")).containsText(Pattern.compile("Failed\\s*[1-9]"));
        picture(board, "live-crashed");
        Axe.findsNothing(page);

        disturbedAfterAReload(board);
        page.locator("#run-button").click();
        board.run().verdicts();
        assertThat(bar).containsText("Played by hand");
        assertThat(page.locator("#results-note")).isHidden();
        picture(board, "live-ended");
        Axe.findsNothing(page);
        repeatedFromItsScript(board);
    }

    /** The run goes on in the page that is opened anew. */
    private static void disturbedAfterAReload(Workbench board) {
        Page page = board.page();
        Locator bar = page.locator("#live-bar");
        page.reload();
        board.ready();
        assertThat(bar).isVisible();
        assertThat(bar.locator(".live-open")).containsText("crash service");
        page.locator("#tab-overview").click();
        bar.locator(".live-open button").click();
        assertThat(bar.locator(".live-open li")).hasCount(0);
        page.locator("#live-line").fill("set service instances = 4");
        page.locator("#live-line").press("Enter");
        page.waitForFunction("() => window.__trestle.state().run.lanes.length === 2");
    }

    private static void repeatedFromItsScript(Workbench board) {
        JsonObject report = fetched(board, "/runs/r1.json");
        JsonObject played = fetched(board, "/runs/r1/board.json").getAsJsonObject("board");
        assertEquals(
                report.get("digest").getAsString(),
                Run.of(BoardJson.parse(played.toString()), Options.seed(1).alone())
                        .execute(Watcher.NOBODY)
                        .report()
                        .digest());

        JsonObject script = board.board().getAsJsonObject("script");
        press(board, "Add to script");
        board.saved();
        assertEquals(played.getAsJsonObject("script"), board.board().getAsJsonObject("script"));
        assertThat(board.page().locator("#live-bar")).isHidden();
        board.canvas().focus();
        board.press("Control+Z");
        board.saved();
        assertEquals(script, board.board().getAsJsonObject("script"), "one undo takes all of it back");
    }

    @Test
    void everybodySeesTheSameRunAndALineThatIsWrongIsSaid() {
        Visitor ana = stage.visitor("Ana");
        Workbench hers = small(ana);
        Visitor ben = stage.visitor("Ben");
        Workbench his = ben.join(hers.shareAs("candidate"));
        hers.press("Control+Alt+Enter");
        assertThat(hers.page().locator("#live-bar")).isVisible();
        assertThat(his.page().locator("#live-bar")).isVisible();
        his.page().setViewportSize(390, 844);
        press(his, "Pause");
        hers.page().waitForFunction("() => window.__trestle.state().run.live?.paused");
        assertEquals(at(hers), at(his), 1e-9);
        picture(his, "live-phone");
        hers.page()
                .locator("#live-bar input[name=live-load][value='10']")
                .check(new Locator.CheckOptions().setForce(true));
        his.page().waitForFunction("() => window.__trestle.state().run.live?.load === 10");

        ana.expects("422");
        hers.page().locator("#live-line").fill("burn everything");
        hers.page().locator("#live-line").press("Enter");
        assertThat(hers.page().locator("#toasts")).containsText("expected crash NODE");
        assertEquals("burn everything", hers.page().locator("#live-line").inputValue());
        press(his, "Step");
        hers.page().waitForFunction("() => window.__trestle.state().run.lanes.length === 1");
        his.page().locator("#run-button").click();
        hers.run().verdicts();
        assertTrue(fetched(hers, "/runs/r1.json")
                .getAsJsonArray("lanes")
                .toString()
                .contains("traffic 10x"));
    }
}
