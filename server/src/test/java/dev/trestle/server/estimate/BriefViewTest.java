package dev.trestle.server.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.server.Browser;
import dev.trestle.server.web.Assets;
import dev.trestle.server.web.FieldErrors;
import dev.trestle.server.web.Pages;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BriefViewTest {
    private static final Pages PAGES = new Pages(new Assets(false, Map.of()), false);
    private static final Board BOARD = BoardJson.parse("""
            {"format": "trestle/1", "title": "Photos", "brief": {
              "text": "Share <b>photos</b>",
              "assumptions": {"users": {"is": "10 Muser", "says": "\\"monthly\\" <script>"}},
              "entities": {"Photo": {"size": "5 MB", "count": "1 M"}},
              "operations": {"feed": {"api": "GET /feed", "rate": "users * 3/user/day", "steps": ["read Photo x10"]}},
              "requirements": {"r1": {"is": "feed p99 latency < 300 ms"}}},
             "design": {"nodes": {}, "links": {}, "areas": {}, "notes": {}},
             "script": {"p1": {"order": "a", "phase": "steady", "for": "60 s", "load": "peak"}}}
            """);

    @Test
    void everyFieldKnowsItsPlaceOnTheBoard() {
        String page = page(Map.of(), false);
        String input = Browser.find("(<input[^>]*id=\"b-brief-operations-feed-rate\"[^>]*>)", page);
        assertTrue(input.contains("value=\"users * 3/user/day\""), input);
        assertTrue(input.contains("data-edit-t=\"operations\""), input);
        assertTrue(input.contains("data-edit-id=\"feed\""), input);
        assertTrue(input.contains("data-edit-path=\"rate\""), input);
        String steps = Browser.find("(<textarea[^>]*id=\"b-brief-operations-feed-steps\"[^>]*>)", page);
        assertTrue(steps.contains("data-edit-type=\"list\""), steps);
        String length = Browser.find("(<input[^>]*id=\"b-script-p1-for\"[^>]*>)", page);
        assertTrue(length.contains("data-edit-t=\"phases\"") && length.contains("value=\"60 s\""), length);
    }

    @Test
    void textOfPeopleIsEscaped() {
        String page = page(Map.of(), false);
        assertFalse(page.contains("<script"), page);
        assertFalse(page.contains("<b>photos"), page);
        assertTrue(page.contains("Share &lt;b&gt;photos&lt;/b&gt;"), page);
    }

    @Test
    void anErrorStandsAtItsField() {
        String page = page(Map.of("brief.operations.feed.steps[0]", "must begin with read, write or call"), false);
        String steps = Browser.find("(<textarea[^>]*id=\"b-brief-operations-feed-steps\"[^>]*>)", page);
        assertTrue(steps.contains("aria-invalid=\"true\""), steps);
        String described = Browser.find("aria-describedby=\"([^\"]*)\"", steps);
        assertEquals(
                "must begin with read, write or call", Browser.find("id=\"" + described + "\"[^>]*>([^<]*)<", page));
        String rate = Browser.find("(<input[^>]*id=\"b-brief-operations-feed-rate\"[^>]*>)", page);
        assertFalse(rate.contains("aria-invalid"), rate);
    }

    @Test
    void whoMayOnlyLookGetsNoWayToEdit() {
        String page = page(Map.of(), true);
        assertFalse(page.contains("data-action"), page);
        assertEquals(count(page, "data-edit-path"), count(page, "disabled="));
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private static String page(Map<String, String> errors, boolean locked) {
        return PAGES.text("fragments/brief", Map.of("view", BriefView.of(BOARD, new FieldErrors(errors), locked)));
    }
}
