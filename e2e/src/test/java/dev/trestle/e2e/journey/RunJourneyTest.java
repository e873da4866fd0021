package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Canvas.Point;
import dev.trestle.e2e.pages.Workbench;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From an empty board to a verdict, with somebody else at it. */
class RunJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void twoPeopleDrawAndRunADesign() {
        Visitor ana = stage.visitor("Ana");
        Workbench hers = ana.home().newBoard();
        Visitor ben = stage.visitor("Ben");
        Workbench his = ben.join(hers.shareAs("candidate"));
        assertThat(hers.members()).hasCount(2);
        assertThat(his.members()).hasCount(2);

        String phones = CanvasJourneyTest.add(hers, "clients", 0.2, 0.3);
        assertThat(his.canvas().node(phones)).isVisible();
        String app = CanvasJourneyTest.add(his, "service", 0.6, 0.3);
        assertThat(hers.canvas().node(app)).isVisible();
        hers.canvas().wire(phones, app);
        assertThat(his.canvas().links()).hasCount(1);

        Point pointer = his.canvas().at(0.5, 0.7);
        ben.page().mouse().move(pointer.x(), pointer.y());
        assertThat(hers.canvas().cursors()).hasCount(1);
        assertThat(hers.canvas().cursors()).containsText("Ben");

        writeABrief(hers);
        assertThat(his.inspector()
                        .open("brief")
                        .locator("[data-edit-t=requirements]")
                        .first())
                .isVisible();

        his.saved();
        his.run().start();
        Locator hersJudged = hers.run().verdicts();
        Locator hisJudged = his.run().verdicts();
        assertThat(hersJudged).hasCount(1);
        assertThat(hisJudged).hasCount(1);
        assertEquals(hersJudged.getAttribute("data-verdict"), hisJudged.getAttribute("data-verdict"));
        assertEquals(hers.board(), his.board());
    }

    @Test
    void resultsOfAnOlderBoardSaySoAndTheirCoursesAreStillThereAfterAReload() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        String phones = CanvasJourneyTest.add(board, "clients", 0.2, 0.3);
        String app = CanvasJourneyTest.add(board, "service", 0.6, 0.3);
        board.canvas().wire(phones, app);
        writeABrief(board);
        board.run().start();
        board.run().verdicts();
        Locator note = board.page().locator("#results-note");
        assertThat(note).isHidden();

        board.canvas().select(app);
        board.inspector().open("component");
        board.inspector().set("nodes", app, "settings.instances", "3");
        assertThat(note).containsText(Pattern.compile("Results of revision \\d+; the board has changed since"));
        assertThat(board.page().locator("#canvas")).hasClass(Pattern.compile("outdated"));
        board.saved();
        assertTrue(Checkout.read(board.export("report.md").path()).contains("the board has changed since: run again."));

        board.page().reload();
        board.ready();
        board.page().locator("#tab-overview").click();
        assertThat(note).isVisible();
        assertThat(board.page().locator("#results-live .plot path.line.c-p99").first())
                .hasAttribute("d", Pattern.compile("M.*L.*"));
    }

    @Test
    void theExportMenuClosesOnEscapeElsewhereAndAfterAChoice() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Locator menu = board.page().locator("#export-menu");
        Locator list = menu.locator("ul");
        menu.locator("summary").click();
        assertThat(list).isVisible();
        board.press("Escape");
        assertThat(list).isHidden();
        menu.locator("summary").click();
        Point away = board.canvas().at(0.5, 0.5);
        board.page().mouse().click(away.x(), away.y());
        assertThat(list).isHidden();
        board.export("board.json");
        assertThat(list).isHidden();
    }

    /** The smallest brief that can be judged: one operation, one requirement, one phase. */
    static void writeABrief(Workbench board) {
        Locator brief = board.inspector().open("brief");
        for (String part : new String[] {"operation", "requirement", "phase"}) {
            int before = brief.locator("[data-action=delete]").count();
            brief.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add " + part))
                    .click();
            assertThat(brief.locator("[data-action=delete]")).hasCount(before + 1);
        }
        board.saved();
    }
}
