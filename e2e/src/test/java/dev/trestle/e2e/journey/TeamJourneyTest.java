package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Canvas;
import dev.trestle.e2e.pages.Canvas.Point;
import dev.trestle.e2e.pages.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several people round one board, each at a browser of their own. */
class TeamJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void undoTakesBackOnlyWhatThePersonDid() {
        Workbench hers = stage.visitor("Ana").home().newBoard();
        Workbench his = stage.visitor("Ben").join(hers.shareAs("candidate"));
        String ours = CanvasJourneyTest.add(hers, "service", 0.3, 0.3);
        assertThat(his.canvas().node(ours)).isVisible();
        CanvasJourneyTest.add(his, "cache", 0.6, 0.3);
        assertThat(hers.canvas().nodes()).hasCount(2);

        hers.press("Control+z");
        assertThat(his.canvas().node(ours)).hasCount(0);
        assertThat(his.canvas().nodes()).hasCount(1);
        hers.press("Control+z");
        assertThat(hers.announced()).containsText("Nothing to undo");
        his.press("Control+z");
        assertThat(hers.canvas().nodes()).hasCount(0);
        hers.saved();
        assertEquals(hers.board(), his.board());
    }

    @Test
    void anObserverWatchesAndChangesNothing() {
        Workbench hers = stage.visitor("Ana").home().newBoard();
        Visitor olga = stage.visitor("Olga");
        Workbench watched = olga.join(hers.shareAs("observer"));
        String app = CanvasJourneyTest.add(hers, "service", 0.4, 0.4);
        Canvas canvas = watched.canvas();
        assertThat(canvas.node(app)).isVisible();
        assertThat(olga.page().locator("#share-button")).hasCount(0);

        canvas.select(app);
        watched.press("Delete");
        canvas.move(app, 60, 60);
        Point drop = canvas.at(0.7, 0.7);
        watched.palette().drag("cache", drop.x(), drop.y());
        Locator name = watched.inspector().field("nodes", app, "label");
        assertThat(name).isDisabled();
        watched.saved();
        assertEquals(hers.board(), watched.board());
        assertThat(hers.canvas().nodes()).hasCount(1);
    }
}
