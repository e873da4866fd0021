package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.pages.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines with a grammar: what may come next is offered while they are typed, and what is wrong is said at once. */
class CompletionJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aRequirementIsWrittenFromWhatIsOffered() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Locator line = fresh(board, "requirement", "requirements");
        Locator offered = board.page().locator("#completions [role=option]");

        line.fill("");
        assertThat(offered.filter(new Locator.FilterOptions().setHasText("availability")))
                .hasCount(0);
        line.pressSequentially("al");
        assertThat(offered.first()).containsText("all");
        line.press("ArrowDown");
        assertThat(line).hasAttribute("aria-activedescendant", "completion-0");
        line.press("Enter");
        assertThat(line).hasValue("all ");
        assertThat(offered.first()).containsText("mean");
        line.pressSequentially("p99 lat");
        assertThat(offered).hasCount(1);
        offered.first().click();
        assertThat(line).hasValue("all p99 latency ");
        line.pressSequentially("< 300");
        assertThat(offered.first()).containsText("300 ms");
        Axe.findsNothing(board.page());
        line.press("ArrowDown");
        line.press("Enter");
        line.press("Escape");
        assertThat(board.page().locator("#completions")).isHidden();
        assertThat(line).hasValue("all p99 latency < 300 ms ");
        line.blur();
        board.saved();
        assertEquals("all p99 latency < 300 ms", requirement(board));
    }

    @Test
    void aMistakeIsSaidWhileItIsTypedAndNoSooner() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Locator line = fresh(board, "requirement", "requirements");
        Locator error = board.page().locator("#" + line.getAttribute("id") + "-error");
        line.fill("all p99 lat");
        assertThat(board.page().locator("#completions")).isVisible();
        assertThat(error).hasCount(0);
        line.fill("all p99 latancy");
        assertThat(error).containsText("expected \"latency\", not \"latancy\"");
        assertThat(line).hasAttribute("aria-invalid", "true");
        line.fill("all p99 latency < 1 s");
        assertThat(error).hasCount(0);
        line.blur();
        board.saved();
        assertEquals("all p99 latency < 1 s", requirement(board));
    }

    @Test
    void faultsAreCompletedInTheirLine() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        String app = CanvasJourneyTest.add(board, "service", 0.6, 0.3);
        Locator faults = fresh(board, "phase", "phases").page().locator("[data-complete=fault]");
        Locator offered = board.page().locator("#completions [role=option]");
        faults.fill("fill disk\ncr");
        assertThat(offered.first()).containsText("crash");
        faults.press("ArrowDown");
        faults.press("Enter");
        assertThat(offered.first()).containsText(app);
        faults.press("ArrowDown");
        faults.press("Enter");
        assertThat(faults).hasValue("fill disk\ncrash " + app + " ");
    }

    /** Adds a record to the brief; answers with its field that is completed, or its first. */
    private static Locator fresh(Workbench board, String what, String table) {
        board.inspector().open("brief");
        board.page().locator("#brief-panel [aria-label='Add " + what + "']").click();
        Locator field = board.page()
                .locator("#brief-panel [data-edit-t=" + table + "]:is(input)")
                .first();
        assertThat(field).isVisible();
        board.saved();
        return field;
    }

    private static String requirement(Workbench board) {
        return board.board()
                .getAsJsonObject("brief")
                .getAsJsonObject("requirements")
                .getAsJsonObject("r1")
                .get("is")
                .getAsString();
    }
}
