package dev.trestle.e2e.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;

/** The list of components on the left. */
public final class Palette {

    private final Page page;

    Palette(Page page) {
        this.page = page;
    }

    /** The row of a kind, by its id in the catalog. */
    public Locator row(String kind) {
        return page.locator("#palette [data-kind='" + kind + "']");
    }

    /** Drags a kind to this point of the window. */
    public void drag(String kind, double x, double y) {
        Locator row = row(kind);
        row.scrollIntoViewIfNeeded();
        BoundingBox from = row.boundingBox();
        page.mouse().move(from.x + from.width / 2, from.y + from.height / 2);
        page.mouse().down();
        page.mouse().move(x - 40, y - 20, new com.microsoft.playwright.Mouse.MoveOptions().setSteps(6));
        page.mouse().move(x, y, new com.microsoft.playwright.Mouse.MoveOptions().setSteps(3));
        page.mouse().up();
    }
}
