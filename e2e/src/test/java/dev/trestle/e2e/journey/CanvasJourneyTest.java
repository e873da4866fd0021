package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Canvas;
import dev.trestle.e2e.pages.Canvas.Point;
import dev.trestle.e2e.pages.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one person does to a drawing, by hand and by keyboard. */
class CanvasJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aComponentStandsWhereItWasDropped() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Point drop = board.canvas().at(0.5, 0.4);
        board.palette().drag("cache", drop.x(), drop.y());
        Locator node = board.canvas().nodes();
        assertThat(node).hasCount(1);
        Point middle = board.canvas().middle(node);
        assertTrue(Math.hypot(middle.x() - drop.x(), middle.y() - drop.y()) <= 12, middle + " for " + drop);
        assertThat(node).hasAttribute("aria-selected", "true");
        String id = node.getAttribute("data-node");
        assertThat(board.inspector().field("nodes", id, "label")).isVisible();
        board.saved();
    }

    @Test
    void aWireCanBeDrawnOnlyWhereThePortsAllowIt() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Canvas canvas = board.canvas();
        String clients = add(board, "clients", 0.2, 0.3);
        String service = add(board, "service", 0.6, 0.3);
        String store = add(board, "sql-database", 0.6, 0.6);
        canvas.wire(clients, service);
        assertThat(canvas.links()).hasCount(1);
        canvas.wire(clients, store);
        assertThat(canvas.links()).hasCount(1);
        canvas.wire(service, store);
        assertThat(canvas.links()).hasCount(2);
        board.saved();
        assertEquals(2, board.design("links").size());
    }

    @Test
    void undoTakesBackOneGestureAtATime() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Canvas canvas = board.canvas();
        String clients = add(board, "clients", 0.2, 0.3);
        String service = add(board, "service", 0.6, 0.3);
        canvas.wire(clients, service);
        assertThat(canvas.links()).hasCount(1);
        canvas.move(service, 0, 160);
        JsonObject built = board.board();
        canvas.select(service);
        board.press("Delete");
        assertThat(canvas.nodes()).hasCount(1);
        assertThat(canvas.links()).hasCount(0);

        board.press("Control+z");
        assertThat(canvas.nodes()).hasCount(2);
        assertThat(canvas.links()).hasCount(1);
        assertEquals(built, board.board());
        board.press("Control+z", "Control+z");
        assertThat(canvas.links()).hasCount(0);
        board.press("Control+z", "Control+z");
        assertThat(canvas.nodes()).hasCount(0);

        board.press("Control+Shift+z", "Control+Shift+z", "Control+Shift+z", "Control+Shift+z");
        assertThat(canvas.links()).hasCount(1);
        assertEquals(built, board.board());
        board.saved();
    }

    @Test
    void severalComponentsMoveTogether() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Canvas canvas = board.canvas();
        String one = add(board, "service", 0.3, 0.3);
        String two = add(board, "cache", 0.6, 0.3);
        board.press("Escape");
        board.press("Control+a");
        assertThat(canvas.stage().locator("[data-node][aria-selected=true]")).hasCount(2);
        JsonObject before = board.design("nodes");
        canvas.move(one, 80, 120);
        JsonObject after = board.design("nodes");
        assertEquals(apart(before, one, two, "x"), apart(after, one, two, "x"));
        assertEquals(apart(before, one, two, "y"), apart(after, one, two, "y"));
        assertTrue(number(after, one, "y") > number(before, one, "y"));
        board.saved();
    }

    @Test
    void theKeyboardAloneBuildsADesign() {
        Workbench board = stage.visitor("Ana").home().newBoard();
        Canvas canvas = board.canvas();
        canvas.focus();
        addByKeys(board, "clients", 1);
        addByKeys(board, "load", 2);
        addByKeys(board, "service", 3);
        addByKeys(board, "sql", 4);
        JsonObject nodes = board.design("nodes");
        String[] chain = {"clients", "load-balancer", "service", "sql-database"};
        for (int i = 0; i + 1 < chain.length; i++) {
            canvas.node(idOf(nodes, chain[i])).focus();
            board.press("c");
            board.page()
                    .keyboard()
                    .type(canvas.node(idOf(nodes, chain[i + 1]))
                            .getAttribute("aria-label")
                            .split(",")[0]);
            board.press("Enter");
            assertThat(canvas.links()).hasCount(i + 1);
        }
        canvas.node(idOf(nodes, "service")).focus();
        board.press("c", "Escape");
        assertThat(canvas.links()).hasCount(3);
        board.saved();
    }

    @Test
    void aReloadInTheMiddleKeepsEveryEdit() {
        Visitor ana = stage.visitor("Ana");
        Workbench board = ana.home().newBoard();
        String cache = add(board, "cache", 0.5, 0.4);
        board.canvas().select(cache);
        board.inspector().set("nodes", cache, "label", "Hot photos");
        board.canvas().select(cache);
        board.press("Shift+ArrowDown", "Shift+ArrowDown");
        JsonObject drawn = board.board();
        ana.page().reload();
        board.ready();
        assertThat(board.canvas().nodes()).hasCount(1);
        assertEquals(drawn, board.board());
        assertThat(board.canvas().node(cache))
                .hasAttribute("aria-label", java.util.regex.Pattern.compile("Hot photos.*"));
    }

    @Test
    void editsMadeWithoutANetworkArriveOnceWhenItIsBack() {
        Visitor ana = stage.visitor("Ana");
        Workbench board = ana.home().newBoard();
        String link = board.shareAs("candidate");
        Workbench other = stage.visitor("Ben").join(link);

        ana.offline(true);
        for (int i = 0; i < 5; i++) {
            add(board, "service", 0.2 + 0.15 * i, 0.3 + 0.1 * i);
        }
        assertThat(board.saveState()).hasAttribute("data-state", "offline");
        assertThat(other.canvas().nodes()).hasCount(0);
        ana.offline(false);
        board.saved();
        ana.settled();
        assertThat(board.canvas().nodes()).hasCount(5);
        assertThat(other.canvas().nodes()).hasCount(5);
        assertEquals(board.board(), other.board());
        ana.page().reload();
        board.ready();
        assertThat(board.canvas().nodes()).hasCount(5);
    }

    /** Drags a kind from the palette; answers with the id of the new node. */
    static String add(Workbench board, String kind, double right, double down) {
        java.util.Set<String> before = board.design("nodes").keySet();
        Point drop = board.canvas().at(right, down);
        board.palette().drag(kind, drop.x(), drop.y());
        assertThat(board.canvas().nodes()).hasCount(before.size() + 1);
        return board.design("nodes").keySet().stream()
                .filter(id -> !before.contains(id))
                .findFirst()
                .orElseThrow();
    }

    private static void addByKeys(Workbench board, String words, int count) {
        board.press("n");
        board.page().keyboard().type(words);
        board.press("Enter");
        assertThat(board.canvas().nodes()).hasCount(count);
    }

    private static String idOf(JsonObject nodes, String kind) {
        return nodes.keySet().stream()
                .filter(id ->
                        nodes.getAsJsonObject(id).get("kind").getAsString().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + nodes));
    }

    private static double apart(JsonObject nodes, String one, String two, String axis) {
        return number(nodes, two, axis) - number(nodes, one, axis);
    }

    private static double number(JsonObject nodes, String id, String field) {
        return nodes.getAsJsonObject(id).get(field).getAsDouble();
    }
}
