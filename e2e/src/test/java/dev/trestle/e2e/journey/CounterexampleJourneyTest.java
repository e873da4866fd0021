package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A promise that is broken shows how, and where. */
class CounterexampleJourneyTest {

    /** Followers are 500 ms behind, and people look at what they have just written. */
    private static final String BOARD = """
            {"format": "trestle/1", "title": "Stale",
             "brief": {
               "entities": {"Item": {"size": "1 KB", "count": "1000", "popularity": "uniform"}},
               "operations": {
                 "look": {"rate": "200/s", "steps": ["read Item"]},
                 "change": {"rate": "20/s", "steps": ["write Item"]}},
               "requirements": {"seen": {"is": "Item read-your-writes"}}},
             "design": {
               "nodes": {
                 "phones": {"kind": "clients", "x": 40, "y": 200, "settings": {}},
                 "app": {"kind": "service", "x": 340, "y": 200, "settings": {}},
                 "db": {"kind": "sql-database", "label": "Items", "x": 640, "y": 200,
                        "settings": {"followers": "1", "readFrom": "any", "lag": "500 ms"}}},
               "links": {"l1": {"from": "phones", "to": "app"}, "l2": {"from": "app", "to": "db"}}},
             "script": {"p1": {"order": "a", "phase": "steady", "for": "20 s", "load": "average"}}}
            """;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aMomentOfACounterexampleLeadsToItsComponentAndToItsLink() {
        Visitor ana = stage.visitor("Ana");
        ana.home();
        byte[] file = BOARD.getBytes(StandardCharsets.UTF_8);
        ana.page().locator("#file-input").setInputFiles(new FilePayload("stale.json", "application/json", file));
        Workbench board = new Workbench(ana.page()).ready();
        board.run().start();
        Locator verdict = board.run().verdicts().first();
        assertThat(verdict).hasAttribute("data-verdict", "missed");
        verdict.locator("summary").click();
        Locator moments = verdict.locator("table.moments tbody tr");
        assertThat(moments).hasCount(2);
        assertThat(moments.nth(0)).containsText("wrote Item");
        assertThat(moments.nth(1)).containsText("read Item");
        Axe.findsNothing(ana.page());

        Locator component = moments.nth(1).locator("[data-goto=db]");
        assertThat(component).hasText("Items");
        component.click();
        assertThat(board.canvas().node("db")).hasAttribute("aria-selected", "true");
        moments.nth(1).locator("[data-goto=l2]").click();
        assertThat(board.canvas().node("db")).not().hasAttribute("aria-selected", "true");

        theReportHasItAsData(board);
    }

    @Test
    void anOrderThatAFailoverLostIsFollowedToTheDatabase() {
        Visitor ana = stage.visitor("Ana");
        ana.home();
        ana.page()
                .locator("#file-input")
                .setInputFiles(Checkout.ROOT.resolve("e2e/src/test/resources/demonstrations/failover.json"));
        Workbench board = new Workbench(ana.page()).ready();
        board.run().start();
        Locator verdict = board.run().verdicts().first();
        assertThat(verdict).hasAttribute("data-verdict", "missed");
        assertThat(verdict.locator(".because")).containsText("acknowledged writes of Order were discarded by a store");
        verdict.locator("summary").click();
        Locator moments = verdict.locator("table.moments tbody tr");
        assertThat(moments).hasCount(2);
        assertThat(moments.nth(0)).containsText("wrote Order");
        assertThat(moments.nth(1)).containsText("discarded Order");
        moments.nth(1).locator("[data-goto=db]").click();
        assertThat(board.canvas().node("db")).hasAttribute("aria-selected", "true");
    }

    private static void theReportHasItAsData(Workbench board) {
        JsonObject report = JsonParser.parseString(
                        Checkout.read(board.export("report.json").path()))
                .getAsJsonObject();
        JsonArray moments =
                report.getAsJsonArray("verdicts").get(0).getAsJsonObject().getAsJsonArray("counterexample");
        JsonObject wrote = moments.get(0).getAsJsonObject();
        JsonObject read = moments.get(1).getAsJsonObject();
        assertEquals(wrote.get("key").getAsLong(), read.get("key").getAsLong());
        assertEquals(wrote.get("who").getAsString(), read.get("who").getAsString());
        assertTrue(read.get("version").getAsLong() < wrote.get("version").getAsLong());
        assertEquals("l2", read.get("link").getAsString());
        assertTrue(Checkout.read(board.export("report.md").path()).contains("The smallest counter"));
    }
}
