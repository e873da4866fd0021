package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A single point of failure is found by losing it, and the page leads to it. */
class SurvivalJourneyTest {
    private static final String BOARD = """
            {"format": "trestle/1", "title": "One balancer",
             "brief": {"operations": {"get": {"api": "GET /", "rate": "100/s", "steps": []}},
                       "requirements": {"up": {"is": "get availability >= 50 %"},
                                        "loss": {"is": "survives loss of any instance"}}},
             "design": {"nodes": {"users": {"kind": "clients", "x": 0, "y": 0,
                                            "settings": {"timeout": "500 ms", "retries": "3"}},
                                  "lb": {"kind": "load-balancer", "label": "Balancer", "x": 240, "y": 0,
                                         "settings": {"instances": "1"}},
                                  "app": {"kind": "service", "x": 480, "y": 0, "settings": {"instances": "2"}}},
                        "links": {"l1": {"from": "users", "to": "lb"}, "l2": {"from": "lb", "to": "app"}}},
             "script": {"p1": {"order": "a", "phase": "steady", "for": "5 s", "load": "average"}}}
            """;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aSinglePointOfFailureIsNamedAndShown() {
        Visitor ana = stage.visitor("Ana");
        ana.home();
        FilePayload file = new FilePayload("board.json", "application/json", BOARD.getBytes(StandardCharsets.UTF_8));
        ana.page().locator("#file-input").setInputFiles(file);
        Workbench board = new Workbench(ana.page()).ready();
        board.run().start();
        assertThat(board.run().verdicts()).hasCount(2);
        Locator verdict = ana.page().locator("#results-body article[data-requirement=loss]");
        assertThat(verdict).hasAttribute("data-verdict", "missed");
        assertThat(verdict.locator(".because")).containsText("single points of failure: Balancer");
        Locator losses = verdict.locator("table.tried tbody tr");
        assertThat(losses).hasCount(2);
        assertThat(losses.first()).containsText("up get availability >= 50 %: 100 % -> 0 %");
        assertThat(losses.nth(1)).containsText("nothing");
        Axe.findsNothing(ana.page());
        losses.first().locator("[data-goto]").click();
        assertThat(board.canvas().node("lb")).hasAttribute("aria-selected", "true");
    }
}
