package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The problem that ships with Trestle, from the first page to the report. */
class InstagramJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aVisitorOpensTheInstagramProblemAndGetsAVerdict() {
        Visitor ana = stage.visitor("Ana");
        Workbench board = ana.home().openProblem("Instagram");
        assertThat(board.inspector()
                        .open("brief")
                        .locator("[data-edit-t=requirements]")
                        .first())
                .isVisible();
        assertThat(board.inspector().open("estimate")).containsText("7.716");

        board = ana.home().openReference("Instagram");
        assertFalse(board.design("nodes").keySet().isEmpty(), "the reference design is an empty canvas");
        board.run().start();
        Locator verdicts = board.run().verdicts();
        JsonObject requirements = board.board().getAsJsonObject("brief").getAsJsonObject("requirements");
        assertThat(verdicts).hasCount(requirements.size());
        assertThat(ana.page().locator("#run-button")).containsText("Run");
        for (String node : board.design("nodes").keySet()) {
            board.run().numbersOn(node);
        }
        for (Locator verdict : verdicts.all()) {
            assertEquals("met", verdict.getAttribute("data-verdict"), verdict.innerText());
            assertThat(verdict.locator(".because")).not().isEmpty();
        }
        aResultLeadsToItsComponent(board);
        axeFindsNothingInBothThemes(board);
    }

    @Test
    void aRunCanBeCancelledAndStartedAgain() {
        Workbench board = stage.visitor("Ana").home().openReference("Instagram");
        board.run().start();
        board.run().cancel();
        board.run().start();
        board.run().cancel();
        board.saved();
    }

    /** Each row of the results names a component: the button shows it on the canvas and opens its form. */
    private static void aResultLeadsToItsComponent(Workbench board) {
        Locator link = board.page().locator("#results-body [data-goto]").first();
        String node = link.getAttribute("data-goto");
        link.click();
        assertThat(board.canvas().node(node)).hasAttribute("aria-selected", "true");
        assertThat(board.inspector().field("nodes", node, "label")).isVisible();
    }

    private static void axeFindsNothingInBothThemes(Workbench board) {
        Axe.findsNothing(board.page());
        board.page().locator("#theme-button").click();
        assertThat(board.page().locator("html")).hasAttribute("data-theme", "dark");
        Axe.findsNothing(board.page());
    }
}
