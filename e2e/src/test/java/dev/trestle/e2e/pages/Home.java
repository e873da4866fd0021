package dev.trestle.e2e.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The first page: problems, recent boards, a new empty board. */
public final class Home {

    private final Page page;

    public Home(Page page) {
        this.page = page;
    }

    /** Opens a problem by its title. */
    public Workbench openProblem(String title) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open " + title))
                .click();
        return new Workbench(page).ready();
    }

    /** Starts with nothing. */
    public Workbench newBoard() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New empty board"))
                .click();
        return new Workbench(page).ready();
    }
}
