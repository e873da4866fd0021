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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
        String board = newBoard(ana);
        assertEquals(200, ana.get(board).statusCode());
        assertEquals(404, new Browser(app).get(board).statusCode());
        assertEquals(404, new Browser(app).get(board + "/board.json").statusCode());
    }

    @Test
    void theBoardIsOnTheMakersFirstPage() {
        Browser ana = new Browser(app);
        String board = newBoard(ana);
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
    void aLinkSeatsAnotherBrowserInItsRole() {
        Browser ana = new Browser(app);
        String board = newBoard(ana);
        Browser ben = new Browser(app);
        HttpResponse<String> joined = join(ben, invite(ana, board, "observer"), "Ben");
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
        String board = newBoard(ana);
        HttpResponse<String> made = ana.postJson(board + "/links", "{\"role\":\"candidate\"}");
        String token = Browser.find("#k=([A-Za-z0-9_-]{43})", made.body());
        Browser ben = new Browser(app);
        join(ben, token, "Ben");
        assertEquals(200, ben.get(board).statusCode());
        String id = Browser.find("\"id\":\"([^\"]+)\"", made.body());
        assertEquals(200, ana.postJson(board + "/links/" + id + "/revoke", "").statusCode());
        assertEquals(404, ben.get(board).statusCode());
        HttpResponse<String> revoked = join(new Browser(app), token, "Eve");
        HttpResponse<String> wrong = join(new Browser(app), "A".repeat(43), "Eve");
        assertEquals(404, wrong.statusCode());
        assertEquals(wrong.body(), revoked.body());
    }

    @Test
    void nobodyIsInvitedAsHost() {
        Browser ana = new Browser(app);
        String board = newBoard(ana);
        assertEquals(422, ana.postJson(board + "/links", "{\"role\":\"host\"}").statusCode());
        assertEquals(422, ana.postJson(board + "/links", "[]").statusCode());
        assertEquals(422, ana.postJson(board + "/links", "{\"role\":").statusCode());
    }

    @Test
    void guessingLinksIsSlowedDown() {
        HttpResponse<String> last = null;
        for (int i = 0; i < 12; i++) last = join(new Browser(app), "B".repeat(43), "Eve");
        assertEquals(429, last.statusCode());
        assertTrue(last.headers().firstValue("Retry-After").isPresent());
    }

    @Test
    void theBoardCanBeTakenAway() {
        Browser ana = new Browser(app);
        HttpResponse<String> file = ana.get(newBoard(ana) + "/board.json");
        assertTrue(
                file.body().contains("\"format\": \"trestle/1\"") || file.body().contains("\"format\":\"trestle/1\""));
        assertTrue(
                file.headers().firstValue("Content-Disposition").orElseThrow().startsWith("attachment"));
    }

    @Test
    void anEditOnTheSocketIsOnTheBoardOfBoth() throws Exception {
        Browser ana = new Browser(app);
        String board = newBoard(ana);
        Browser ben = new Browser(app);
        join(ben, invite(ana, board, "candidate"), "Ben");
        Tab anas = new Tab(ana, board);
        Tab bens = new Tab(ben, board);
        anas.send("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"tabofana\",\"lastSeq\":-1}");
        bens.send("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"tabofben\",\"lastSeq\":-1}");
        bens.await("\"k\":\"snap\"");
        anas.send("{\"k\":\"ops\",\"cseq\":1,\"base\":0,\"ops\":[{\"o\":\"set\",\"t\":\"board\",\"id\":\"board\","
                + "\"p\":{\"title\":\"Photos\"}}]}");
        assertTrue(anas.await("\"k\":\"ack\"").contains("\"r\":\"ok\""));
        assertTrue(bens.await("\"k\":\"ops\"").contains("Photos"));
        assertTrue(ben.get(board + "/board.json").body().contains("Photos"));
    }

    @Test
    void noSocketWithoutASeatOrFromAnotherSite() {
        Browser ana = new Browser(app);
        String board = newBoard(ana);
        String own = ana.base().toString();
        assertNotEquals(101, upgradeStatus(board, null, own));
        assertNotEquals(101, upgradeStatus(board, ana.cookie(), "http://elsewhere.example"));
        assertNotEquals(101, upgradeStatus(board, ana.cookie(), null));
        assertNotEquals(101, upgradeStatus(board, ana.cookie(), "null"));
        assertEquals(101, upgradeStatus(board, ana.cookie(), own));
    }

    private static String newBoard(Browser browser) {
        HttpResponse<String> made = browser.postForm("/sessions", "problem=blank");
        assertEquals(303, made.statusCode(), made.body());
        return made.headers().firstValue("Location").orElseThrow();
    }

    private static String invite(Browser host, String board, String role) {
        HttpResponse<String> made = host.postJson(board + "/links", "{\"role\":\"" + role + "\"}");
        assertEquals(200, made.statusCode(), made.body());
        return Browser.find("/join#k=([A-Za-z0-9_-]{43})", made.body());
    }

    private static HttpResponse<String> join(Browser guest, String token, String name) {
        return guest.postJson("/join", "{\"k\":\"" + token + "\",\"name\":\"" + name + "\"}");
    }

    private static int upgradeStatus(String board, String cookie, String origin) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (cookie != null) builder.header("Cookie", cookie);
        if (origin != null) builder.header("Origin", origin);
        try {
            builder.buildAsync(socket(board), new WebSocket.Listener() {})
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

    private static URI socket(String board) {
        return URI.create("ws://127.0.0.1:" + app.port() + "/ws" + board + "?pv=1");
    }

    /** One tab of a browser: an open socket and what came on it. */
    private static final class Tab implements WebSocket.Listener {
        private final BlockingQueue<String> came = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Tab(Browser browser, String board) {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Cookie", browser.cookie())
                    .header("Origin", browser.base().toString())
                    .buildAsync(socket(board), this)
                    .join();
        }

        void send(String frame) {
            socket.sendText(frame, true).join();
        }

        /** The next frame that holds {@code words}. */
        String await(String words) throws InterruptedException {
            for (String frame = poll(); ; frame = poll()) {
                if (frame.contains(words)) return frame;
            }
        }

        private String poll() throws InterruptedException {
            String frame = came.poll(20, TimeUnit.SECONDS);
            if (frame == null) throw new AssertionError("nothing came");
            return frame;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                came.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
