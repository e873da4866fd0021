package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run shows beyond verdicts: curves of a component, its course, and single requests hop by hop. */
class DetailsJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aRunShowsTheCurvesOfAComponentAndItsSlowestRequests() {
        look(stage.visitor("Ana"), "light");
    }

    @Test
    void theSameInTheDark() {
        look(stage.visitor("Ben", ColorScheme.DARK), "dark");
    }

    private static void look(Visitor person, String theme) {
        Workbench board = person.home().openReference("Instagram");
        board.run().start();
        board.run().verdicts();
        Page page = board.page();
        theTablesOfTheVerdictsTellOfCachesBalanceAndLag(page);
        aComponentShowsItsCharts(page, theme);
        aRequestIsToldHopByHop(board, theme);
    }

    private static void theTablesOfTheVerdictsTellOfCachesBalanceAndLag(Page page) {
        for (String title : new String[] {"Caches by size", "Balance", "Lag"}) {
            Locator section = page.locator("#results-body section:has(h3:text-is('" + title + "'))");
            assertThat(section.locator("tbody tr").first()).isVisible();
        }
        page.locator("#results-body section:has(h3:text-is('Caches by size'))").scrollIntoViewIfNeeded();
    }

    private static void aComponentShowsItsCharts(Page page, String theme) {
        page.locator("#tab-components").click();
        Locator charts = page.locator("#results-components section");
        Locator cache = page.locator("#results-components tbody [data-goto=cache]");
        cache.click();
        assertThat(charts.locator("h3")).hasText(cache.innerText());
        Locator curve = charts.locator(".chart:has(b:text-is('Misses by size'))");
        assertThat(curve.locator("svg.plot"))
                .hasAttribute("aria-label", Pattern.compile("Misses by size, by LRU.*%.*"));
        assertThat(curve.locator("svg.plot path.line.c-a")).hasAttribute("d", Pattern.compile("M.*L.*"));
        picture(page, "components", theme);
        Axe.findsNothing(page);
        assertThat(charts.locator(".chart:visible:has(b:text-is('Balance, second'))"))
                .hasCount(0);
        curve.locator("button").click();
        assertTrue(curve.locator("tbody tr").count() > 10, "sizes in the table");
        curve.locator("button").click();
    }

    private static void aRequestIsToldHopByHop(Workbench board, String theme) {
        Page page = board.page();
        page.locator("#tab-requests").click();
        Locator buttons = page.locator("#results-requests .traces button");
        assertTrue(buttons.count() >= 10, "the ten slowest");
        assertThat(page.locator("#results-requests .traces > p"))
                .hasText("Of the first of 8 replications; figures are of all.");
        assertThat(buttons.first()).hasAttribute("aria-pressed", "true");
        buttons.nth(1).click();
        assertThat(buttons.nth(1)).hasAttribute("aria-pressed", "true");
        Locator hops = page.locator("#results-requests .trace tbody tr");
        assertThat(hops.first()).isVisible();
        picture(page, "requests", theme);
        Axe.findsNothing(page);
        Locator link = hops.first().locator("[data-goto]");
        String node = link.getAttribute("data-goto");
        link.click();
        assertThat(board.canvas().node(node)).hasAttribute("aria-selected", "true");
        assertEquals(
                "requests",
                page.locator("#results-head [aria-selected=true]")
                        .getAttribute("id")
                        .replace("tab-", ""));
    }

    private static void picture(Page page, String what, String theme) {
        Path folder = Checkout.ROOT.resolve("e2e/target/pictures");
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(what + "-" + theme + ".png")));
    }
}
