package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards, seats, links and sockets, over real HTTP. */
class SessionTest {
    @TempDir
    static Path data;

    private static App app;

    @BeforeAll
    static void start() {
        app = App.start(Config.local(data, 0));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void aNewBoardBelongsToItsMakerAlone() {
        Browser ana = new Browser(app);
        String board = ana.newBoard();
        assertEquals(200, ana.get(board).statusCode());
        assertEquals(404, new Browser(app).get(board).statusCode());
        assertEquals(404, new Browser(app).get(board + "/board.json").statusCode());
    }

    @Test
    void theBoardIsOnTheMakersFirstPage() {
        Browser ana = new Browser(app);
        String board = ana.newBoard();
        assertTrue(ana.get("/").body().contains("href=\"" + board + "\""));
        assertFalse(new Browser(app).get("/").body().contains(board));
    }

    @Test
    void theCookieIsForThisServerOnly() {
        HttpResponse<String> made = new Browser(app).postForm("/sessions", "problem=blank");
        String cookie = made.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.contains("; HttpOnly"), cookie);
        assertTrue(cookie.contains("; SameSite=Lax"), cookie);
        assertTrue(cookie.contains("; Path=/"), cookie);
    }

    @Test
    void anUnknownProblemIsOneClearLine() {
        HttpResponse<String> refused = new Browser(app).postForm("/sessions", "problem=nonsense");
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("problem: there is no such problem"), refused.body());
    }

    @Test
    void aProblemOpensAsItsBriefOrAsItsReferenceDesign() {
        Browser ana = new Browser(app);
        String title = Browser.find("aria-label=\"Open ([^\"]+)\"", ana.get("/").body());
        String brief = opened(ana, "problem=instagram");
        String reference = opened(ana, "problem=instagram&design=reference");
        assertTrue(ana.get(brief + "/brief").body().contains("upload"), title);
        assertEquals(0, nodes(ana, brief));
        assertTrue(nodes(ana, reference) > 5);
    }

    private static String opened(Browser browser, String form) {
        return browser.postForm("/sessions", form)
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static int nodes(Browser browser, String board) {
        return browser.get(board + "/board.json").body().split("\"kind\"", -1).length - 1;
    }

    @Test
    void aLinkSeatsAnotherBrowserInItsRole() {
        Browser ana = new Browser(app);
        String board = ana.newBoard();
        Browser ben = new Browser(app);
        HttpResponse<String> joined = ben.join(ana.invite(board, "observer"), "Ben");
        assertEquals("{\"to\":\"" + board + "\"}", joined.body());
        String page = ben.get(board).body();
        assertTrue(page.contains("data-role=\"observer\""), page);
        assertTrue(page.contains("\"name\":\"Ben\""), page);
        assertFalse(page.contains("id=\"share-button\""), page);
        assertEquals(
                403, ben.postJson(board + "/links", "{\"role\":\"candidate\"}").statusCode());
    }

    @Test
    void aWrongLinkAndARevokedLinkAreAnsweredAlike() {
        Browser ana = new Browser(app);
        String board = ana.newBoard();
        HttpResponse<String> made = ana.postJson(board + "/links", "{\"role\":\"candidate\"}");
        String token = Browser.find("#k=([A-Za-z0-9_-]{43})", made.body());
        Browser ben = new Browser(app);
        ben.join(token, "Ben");
        assertEquals(200, ben.get(board).statusCode());
        String id = Browser.find("\"id\":\"([^\"]+)\"", made.body());
        assertEquals(200, ana.postJson(board + "/links/" + id + "/revoke", "").statusCode());
        assertEquals(404, ben.get(board).statusCode());
        HttpResponse<String> revoked = new Browser(app).join(token, "Eve");
        HttpResponse<String> wrong = new Browser(app).join("A".repeat(43), "Eve");
        assertEquals(404, wrong.statusCode());
        assertEquals(wrong.body(), revoked.body());
    }

    @Test
    void nobodyIsInvitedAsHost() {
        Browser ana = new Browser(app);
        String board = ana.newBoard();
        assertEquals(422, ana.postJson(board + "/links", "{\"role\":\"host\"}").statusCode());
        assertEquals(422, ana.postJson(board + "/links", "[]").statusCode());
        assertEquals(422, ana.postJson(board + "/links", "{\"role\":").statusCode());
    }

    @Test
    void guessingLinksIsSlowedDown() {
        HttpResponse<String> last = null;
        for (int i = 0; i < 12; i++) last = new Browser(app).join("B".repeat(43), "Eve");
        assertEquals(429, last.statusCode());
        assertTrue(last.headers().firstValue("Retry-After").isPresent());
    }

    @Test
    void aBoardFileBecomesABoardOfItsOwn() {
        Browser ana = new Browser(app);
        String file = ana.get(ana.newBoard() + "/board.json").body().replace("Untitled board", "Photo sharing");
        HttpResponse<String> made = ana.postJson("/sessions/file", file);
        assertEquals(200, made.statusCode(), made.body());
        String board = Browser.find("\"to\":\"(/s/[^\"]+)\"", made.body());
        assertTrue(ana.get(board).body().contains("Photo sharing"));
        assertEquals(404, new Browser(app).get(board).statusCode());
    }

    @Test
    void aFileThatIsNoBoardIsOneClearLine() {
        Browser ana = new Browser(app);
        HttpResponse<String> image = ana.postJson("/sessions/file", "\u0089PNG");
        assertEquals(422, image.statusCode());
        assertTrue(image.body().contains("line 1, column ") && image.body().contains("is not JSON"), image.body());
        HttpResponse<String> report = ana.postJson("/sessions/file", "{\"format\": \"trestle-report/1\"}");
        assertEquals(422, report.statusCode());
        assertTrue(report.body().contains("format: must be \\\"trestle/1\\\""), report.body());
    }

    @Test
    void theBoardCanBeTakenAway() {
        Browser ana = new Browser(app);
        HttpResponse<String> file = ana.get(ana.newBoard() + "/board.json");
        assertTrue(
                file.body().contains("\"format\": \"trestle/1\"") || file.body().contains("\"format\":\"trestle/1\""));
        assertTrue(
                file.headers().firstValue("Content-Disposition").orElseThrow().startsWith("attachment"));
    }

    @Test
    void anEditOnTheSocketIsOnTheBoardOfBoth() throws Exception {
        Browser ana = new Browser(app);
        String board = ana.newBoard();
        Browser ben = new Browser(app);
        ben.join(ana.invite(board, "candidate"), "Ben");
        Tab anas = new Tab(ana, board).hello("tabofana");
        Tab bens = new Tab(ben, board).hello("tabofben");
        String ack = anas.edit("{'o':'set','t':'board','id':'board','p':{'title':'Photos'}}");
        assertTrue(ack.contains("\"r\":\"ok\""), ack);
        assertTrue(bens.await("\"k\":\"ops\"").contains("Photos"));
        assertTrue(ben.get(board + "/board.json").body().contains("Photos"));
    }

    @Test
    void noSocketWithoutASeatOrFromAnotherSite() {
        Browser ana = new Browser(app);
        String board = ana.newBoard();
        String own = ana.base().toString();
        assertNotEquals(101, upgradeStatus(board, null, own));
        assertNotEquals(101, upgradeStatus(board, ana.cookie(), "http://elsewhere.example"));
        assertNotEquals(101, upgradeStatus(board, ana.cookie(), null));
        assertNotEquals(101, upgradeStatus(board, ana.cookie(), "null"));
        assertEquals(101, upgradeStatus(board, ana.cookie(), own));
    }

    private static int upgradeStatus(String board, String cookie, String origin) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (cookie != null) builder.header("Cookie", cookie);
        if (origin != null) builder.header("Origin", origin);
        try {
            builder.buildAsync(
                            URI.create("ws://127.0.0.1:" + app.port() + "/ws" + board + "?pv=1"),
                            new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            WebSocketHandshakeException refused = assertThrows(WebSocketHandshakeException.class, () -> {
                throw e.getCause();
            });
            return refused.getResponse().statusCode();
        }
    }
}
