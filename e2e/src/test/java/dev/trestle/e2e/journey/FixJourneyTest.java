package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A requirement is missed, a change that meets it is found by running it, looked at, made, and taken back. */
class FixJourneyTest {
    /** A search is many runs. */
    private static final LocatorAssertions.IsVisibleOptions PATIENT =
            new LocatorAssertions.IsVisibleOptions().setTimeout(120_000);

    /** 150 requests/s of 10 ms each, and one worker: two are needed. */
    private static final String OVERLOADED = """
            {"format": "trestle/1", "title": "Overloaded",
             "brief": {
               "operations": {"ask": {"api": "GET /", "rate": "150/s", "steps": []}},
               "requirements": {"r1": {"is": "ask mean latency < 80 ms"}}},
             "design": {
               "nodes": {
                 "people": {"kind": "clients", "label": "People", "x": 40, "y": 200},
                 "lb": {"kind": "load-balancer", "label": "Balancer", "x": 300, "y": 200},
                 "app": {"kind": "service", "label": "App", "x": 560, "y": 200,
                         "settings": {"instances": "1", "workers": "1", "serviceTime": "exponential(10 ms)"}}},
               "links": {"l1": {"from": "people", "to": "lb"}, "l2": {"from": "lb", "to": "app"}}},
             "script": {"p1": {"order": "a", "phase": "steady", "for": "20 s", "load": "average"}}}
            """;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aFixThatWasRunIsPreviewedAppliedAndUndone() {
        Visitor ana = stage.visitor("Ana");
        ana.home();
        ana.page()
                .locator("#file-input")
                .setInputFiles(
                        new FilePayload("board.json", "application/json", OVERLOADED.getBytes(StandardCharsets.UTF_8)));
        Workbench board = new Workbench(ana.page()).ready();
        JsonObject before = board.board();
        board.run().start();
        assertEquals("missed", board.run().verdicts().getAttribute("data-verdict"));

        Locator fixes = ana.page().locator("#fixes");
        fixes.getByText("Find a fix").click();
        Locator wanted = fixes.locator(".fix").filter(new Locator.FilterOptions().setHasText("App: Instances 1 → 2"));
        assertThat(wanted).isVisible(PATIENT);
        assertThat(wanted).containsText("USD/month");
        assertThat(fixes).not().containsText("None of them meets it");

        Locator ghost = ana.page().locator("[data-ghost=app]");
        wanted.getByText("Preview").click();
        assertThat(ghost).containsText("App: Instances 1 → 2");
        assertEquals(before, board.board(), "a preview changes nothing");
        Axe.findsNothing(ana.page());
        wanted.getByText("Preview").click();
        assertThat(ghost).hasCount(0);

        wanted.getByText("Apply").click();
        board.saved();
        assertEquals(
                "2",
                board.design("nodes")
                        .getAsJsonObject("app")
                        .getAsJsonObject("settings")
                        .get("instances")
                        .getAsString());
        ana.page().locator("#canvas").focus();
        board.press("Control+z");
        board.saved();
        assertEquals(before, board.board());

        ana.page().reload();
        assertThat(new Workbench(ana.page())
                        .ready()
                        .page()
                        .locator("#fixes .fix")
                        .first())
                .isAttached();
    }
}
