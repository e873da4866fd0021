package dev.trestle.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;

/** The run button and what it leads to. */
public final class Run {

    /** A run ends by itself; the machine may be busy with other things. */
    private static final double PATIENCE_MILLIS = 300_000;

    private final Page page;

    Run(Page page) {
        this.page = page;
    }

    public void start() {
        page.locator("#run-button").click();
    }

    /** Waits until numbers of the run stand on a node. */
    public void numbersOn(String node) {
        assertThat(page.locator("#stage [data-node='" + node + "'] .nd-left:not(.quiet)"))
                .containsText("/s", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** Stops the run that is under way and waits until the button offers the next one. */
    public void cancel() {
        Locator button = page.locator("#run-button");
        assertThat(button).containsText("Cancel");
        button.click();
        assertThat(button).containsText("Run", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** Waits until the judge has spoken on this page; answers with the rows, one a requirement. */
    public Locator verdicts() {
        Locator rows = page.locator("#results-body article[data-verdict]");
        assertThat(rows.first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        return rows;
    }
}
