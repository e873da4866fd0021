package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The workbench for people who use a keyboard, a screen reader, large text or little motion. */
class AccessJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void axeFindsNothingOnTheWorkbench(ColorScheme scheme) {
        Visitor ana = stage.visitor("Ana", scheme);
        Workbench board = ana.home().newBoard();
        Axe.findsNothing(ana.page());
        String cache = CanvasJourneyTest.add(board, "cache", 0.5, 0.4);
        CanvasJourneyTest.add(board, "service", 0.2, 0.3);
        board.canvas().select(cache);
        assertThat(board.inspector().field("nodes", cache, "settings.capacity")).isVisible();
        Axe.findsNothing(ana.page());
        for (String tab : List.of("brief", "estimate", "findings")) {
            assertThat(board.inspector().open(tab)).not().isEmpty();
            Axe.findsNothing(ana.page());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void axeFindsNothingInTheDialogs(ColorScheme scheme) {
        Visitor ana = stage.visitor("Ana", scheme);
        Workbench board = ana.home().newBoard();
        for (String opener : List.of("#share-button", "#help-button")) {
            ana.page().locator(opener).click();
            assertThat(ana.page().getByRole(AriaRole.DIALOG)).isVisible();
            Axe.findsNothing(ana.page());
            board.press("Escape");
            assertThat(ana.page().getByRole(AriaRole.DIALOG)).isHidden();
        }
        board.press("Control+k");
        assertThat(ana.page().getByRole(AriaRole.DIALOG)).isVisible();
        Axe.findsNothing(ana.page());
    }

    @Test
    void aDialogTakesTheFocusAndGivesItBack() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Page page = board.page();
        page.locator("#share-button").focus();
        board.press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        for (int tabs = 1; tabs <= 12; tabs++) {
            board.press("Tab");
            // Between the last and the first control the browser's own buttons have a turn: then it is the body.
            assertEquals(
                    true,
                    page.evaluate("() => document.activeElement === document.body"
                            + " || document.activeElement.closest('dialog') !== null"),
                    "the focus left the dialog after " + tabs + " tabs");
        }
        board.press("Escape");
        assertThat(page.locator("#share-button")).isFocused();
    }

    @Test
    void theDrawingIsOneTabStop() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        String one = CanvasJourneyTest.add(board, "clients", 0.2, 0.3);
        String two = CanvasJourneyTest.add(board, "service", 0.6, 0.3);
        board.canvas().wire(one, two);
        assertThat(board.canvas().links()).hasCount(1);
        assertThat(board.page().locator("#stage [role=option][tabindex='0']")).hasCount(1);
        board.canvas().node(one).focus();
        board.press("ArrowRight");
        assertThat(board.canvas().node(two)).isFocused();
        assertThat(board.page().locator("#stage [role=option][tabindex='0']")).hasCount(1);
        assertThat(board.canvas().stage()).hasAttribute("aria-label", Pattern.compile(".*2 comp.*1 (conn|link).*"));
    }

    @Test
    void everyChangeIsAnnounced() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        CanvasJourneyTest.add(board, "cache", 0.5, 0.4);
        assertThat(board.announced()).containsText("Cache");
        board.press("Delete");
        assertThat(board.announced()).containsText("deleted");
        board.press("Control+z");
        assertThat(board.announced()).containsText("Undone");
        board.saved();
    }

    @Test
    void skipLinksLeadToTheThreeRegions() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        for (String target : List.of("stage", "inspector", "results")) {
            board.page().locator("a.skip-link[href='#" + target + "']").focus();
            board.press("Enter");
            assertTrue(
                    (Boolean) board.page()
                            .evaluate("id => document.getElementById(id).contains(document.activeElement)", target),
                    "the focus is not in #" + target);
        }
    }

    @Test
    void nothingMovesForWhoAskedForLittleMotion() {
        Visitor ana = stage.visitor("Ana");
        ana.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        Workbench board = ana.home().newBoard();
        CanvasJourneyTest.add(board, "cache", 0.5, 0.4);
        assertEquals(
                0,
                ana.page()
                        .evaluate("() => document.getAnimations().filter(a => a.playState === 'running'"
                                + " && a.effect.getComputedTiming().duration > 0).length"));
    }

    @Test
    void largeTextNeedsNoSidewaysScrolling() {
        Visitor ana = stage.visitor("Ana");
        ana.page().setViewportSize(640, 400); // what 200 % zoom leaves of 1280 x 800
        Workbench board = ana.home().newBoard();
        assertEquals(0, ana.page().evaluate("() => document.documentElement.scrollWidth - innerWidth"));
        assertThat(board.page().locator("#run-button")).isInViewport();
    }
}
