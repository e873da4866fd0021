package dev.trestle.e2e.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The page behind a share link: asks for a name. */
public final class Join {

    private final Page page;

    public Join(Page page) {
        this.page = page;
    }

    /** Joins under this name. */
    public Workbench as(String name) {
        page.getByLabel("Your name").fill(name);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Join"))
                .click();
        return new Workbench(page).ready();
    }
}
