package dev.trestle.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;

/** The run button and what it leads to. */
public final class Run {

    /** A run ends by itself; the machine may be busy with other things. */
    private static final double PATIENCE_MILLIS = 120_000;

    private final Page page;

    Run(Page page) {
        this.page = page;
    }

    public void start() {
        page.locator("#run-button").click();
    }

    /** Waits until the judge has spoken on this page; answers with the rows, one a requirement. */
    public Locator verdicts() {
        Locator rows = page.locator("#results-body article[data-verdict]");
        assertThat(rows.first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        return rows;
    }
}
