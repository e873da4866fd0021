package dev.trestle.e2e.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The first page: problems, recent boards, a new empty board. */
public final class Home {

    private final Page page;

    public Home(Page page) {
        this.page = page;
    }

    /** Opens a problem whose title holds this word: its brief, for a design of one's own. */
    public Workbench openProblem(String title) {
        return press(title, "Open");
    }

    /** Opens the design that meets every requirement of a problem. */
    public Workbench openReference(String title) {
        return press(title, "Reference design");
    }

    /** Starts with nothing. */
    public Workbench newBoard() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New empty board"))
                .click();
        return new Workbench(page).ready();
    }

    private Workbench press(String title, String button) {
        page.locator("article.card", new Page.LocatorOptions().setHasText(title))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button))
                .click();
        return new Workbench(page).ready();
    }
}
