package dev.trestle.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;

/** The drawing in the middle. Points are in pixels of the window. */
public final class Canvas {

    /** A point of the window. */
    public record Point(double x, double y) {}

    private final Page page;

    Canvas(Page page) {
        this.page = page;
    }

    public Locator stage() {
        return page.locator("#stage");
    }

    public Locator nodes() {
        return page.locator("#stage [data-node]");
    }

    public Locator node(String id) {
        return page.locator("#stage [data-node='" + id + "']");
    }

    public Locator links() {
        return page.locator("#stage [data-link]");
    }

    /** The pointer of another person. */
    public Locator cursors() {
        return page.locator("#stage [data-cursor-of], #canvas [data-cursor-of]");
    }

    /** The point that lies this share of the canvas to the right and down. */
    public Point at(double right, double down) {
        BoundingBox box = page.locator("#canvas").boundingBox();
        return new Point(box.x + box.width * right, box.y + box.height * down);
    }

    /** The middle of what this finds. */
    public Point middle(Locator of) {
        BoundingBox box = of.boundingBox();
        return new Point(box.x + box.width / 2, box.y + box.height / 2);
    }

    /** Drags from one point to another as a hand does: press, several moves, release. */
    public void drag(Point from, Point to) {
        page.mouse().move(from.x(), from.y());
        page.mouse().down();
        page.mouse().move((from.x() + to.x()) / 2, (from.y() + to.y()) / 2, steps(4));
        page.mouse().move(to.x(), to.y(), steps(4));
        page.mouse().up();
    }

    /** Moves a node by this many pixels. */
    public void move(String id, double dx, double dy) {
        Point from = middle(node(id));
        drag(from, new Point(from.x() + dx, from.y() + dy));
    }

    /** Draws a wire from the right side of one node onto another. */
    public void wire(String from, String to) {
        node(from).hover();
        Point start =
                middle(node(from).locator("[data-port][data-direction='out']").first());
        drag(start, middle(node(to)));
    }

    public void select(String id) {
        node(id).click();
        assertThat(node(id)).hasAttribute("aria-selected", "true");
    }

    /** Gives the drawing the keyboard, with nothing chosen. */
    public void focus() {
        stage().focus();
    }

    private static Mouse.MoveOptions steps(int number) {
        return new Mouse.MoveOptions().setSteps(number);
    }
}
