package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.pages.Workbench;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a change of the design brought: two runs of one board side by side. */
class CompareJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void twoRunsAreComparedAndTheVerdictThatChangesComesFirst() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        String phones = CanvasJourneyTest.add(board, "clients", 0.2, 0.3);
        String app = CanvasJourneyTest.add(board, "service", 0.6, 0.3);
        board.canvas().wire(phones, app);
        RunJourneyTest.writeABrief(board);
        board.inspector().set("requirements", "r1", "is", "all mean latency < 60 ms");
        board.canvas().select(app);
        board.inspector().open("component");
        board.inspector().set("nodes", app, "settings.serviceTime", "100 ms");
        run(board, "missed");
        board.page().locator("#run-seed").fill("7");
        board.canvas().select(app);
        board.inspector().set("nodes", app, "settings.serviceTime", "5 ms");
        run(board, "met");

        board.page().locator("#tab-compare").click();
        Locator compare = board.page().locator("#results-compare");
        assertThat(compare.locator("#compare-a option").first()).containsText("seed 7: 1 met");
        compare.locator("#compare-a").selectOption("r1");
        compare.locator("#compare-b").selectOption("r2");
        compare.locator("[type=submit]").click();
        Locator flip = compare.locator(".flips li");
        assertThat(flip).hasCount(1);
        assertThat(flip).containsText(Pattern.compile("all mean latency < 60 ms.*A missed.*B met", Pattern.DOTALL));
        assertThat(compare).containsText("Seed 7");
        assertThat(compare.locator("tr[data-better=B]").first()).isVisible();
        Axe.findsNothing(board.page());
    }

    private static void run(Workbench board, String verdict) {
        board.saved();
        board.run().start();
        assertThat(board.page().locator("#results-body .verdict[data-verdict=" + verdict + "]"))
                .hasCount(1);
    }
}
