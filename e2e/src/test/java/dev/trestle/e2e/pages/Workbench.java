package dev.trestle.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The page of one board: palette, canvas, inspector, runs and results. */
public final class Workbench {

    private static final Gson GSON = new Gson();
    private final Page page;

    public Workbench(Page page) {
        this.page = page;
    }

    public Page page() {
        return page;
    }

    /** Waits until the board is here and everything is saved. */
    public Workbench ready() {
        page.waitForURL("**/s/*");
        saved();
        return this;
    }

    /** The address below the server. */
    public String path() {
        return page.url().replaceFirst("^https?://[^/]+", "");
    }

    public Palette palette() {
        return new Palette(page);
    }

    public Canvas canvas() {
        return new Canvas(page);
    }

    public Inspector inspector() {
        return new Inspector(page);
    }

    public Run run() {
        return new Run(page);
    }

    /** Waits until the server has confirmed every edit made here. */
    public void saved() {
        assertThat(page.locator("#save-state")).hasAttribute("data-state", "saved");
        page.waitForFunction("() => window.__trestle && window.__trestle.pending === 0");
    }

    public Locator saveState() {
        return page.locator("#save-state");
    }

    /** The board as this page holds it, in the document's format. */
    public JsonObject board() {
        return GSON.fromJson((String) page.evaluate("() => JSON.stringify(window.__trestle.doc())"), JsonObject.class);
    }

    /** The records of one collection of the design: nodes, links, areas, notes. */
    public JsonObject design(String collection) {
        JsonObject design = board().getAsJsonObject("design");
        return design == null || !design.has(collection) ? new JsonObject() : design.getAsJsonObject(collection);
    }

    /** Asks for a link for this role and answers with its whole address. */
    public String shareAs(String role) {
        page.locator("#share-button").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.locator("input[value='" + role + "']").check();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make a link"))
                .click();
        Locator link = dialog.getByLabel("Invitation link");
        assertThat(link).hasValue(Pattern.compile("/join#k=.+"));
        String address = link.inputValue();
        page.keyboard().press("Escape");
        assertThat(dialog).isHidden();
        return address;
    }

    /** One avatar for each person whom this page shows as present. */
    public Locator members() {
        return page.locator("#members .avatar");
    }

    /** Presses keys as they are written in the list of shortcuts, such as {@code Control+Z}, one after the other. */
    public void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    /** The sentence that a screen reader was given last. */
    public Locator announced() {
        return page.locator("#announcer");
    }

    /** Downloads one of the exports by the name of its file. */
    public Download export(String file) {
        Locator menu = page.locator("#export-menu");
        if (menu.getAttribute("open") == null) {
            menu.locator("summary").click();
        }
        Download download = page.waitForDownload(
                () -> menu.locator("a[href$='/" + file + "']").click());
        return download;
    }
}
