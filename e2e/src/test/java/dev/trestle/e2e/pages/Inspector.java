package dev.trestle.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The panels on the right: the chosen component, the brief, the estimate, the findings. */
public final class Inspector {

    private final Page page;

    Inspector(Page page) {
        this.page = page;
    }

    /** Shows the panel behind this tab: component, brief, estimate, findings. */
    public Locator open(String tab) {
        page.locator("#tab-" + tab).click();
        Locator panel = page.locator(tab.equals("component") ? "#inspector-body" : "#" + tab + "-panel");
        assertThat(panel).isVisible();
        return panel;
    }

    /** The input that edits this field of a record, such as {@code nodes, cache, settings.capacity}. */
    public Locator field(String table, String id, String path) {
        return page.locator("[data-edit-t='" + table + "'][data-edit-id='" + id + "'][data-edit-path='" + path + "']")
                .first();
    }

    /** Types a new value and leaves the field, which is what makes it an edit. */
    public void set(String table, String id, String path, String value) {
        Locator field = field(table, id, path);
        field.fill(value);
        field.blur();
    }
}
