package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.kind.Catalog;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server on a free port, asked by a real client. */
class AppTest {
    @TempDir
    static Path data;

    private static App app;
    private static Browser browser;

    @BeforeAll
    static void start() {
        app = App.start(Config.local(data, 0));
        browser = new Browser(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void everyFileThatTheHomePageNamesIsThere() {
        String home = browser.get("/").body();
        var names = java.util.regex.Pattern.compile("(?:href|src)=\"(/[^\"#]*\\.[a-z0-9]+)")
                .matcher(home);
        int found = 0;
        for (; names.find(); found++)
            assertEquals(200, browser.get(names.group(1)).statusCode(), names.group(1));
        assertTrue(found >= 4, home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/join", "/livez", "/readyz", "/favicon.ico", "/catalog.json", "/nothing", "/s/nothing"})
    void everyAnswerCarriesTheSecurityHeaders(String path) {
        var headers = browser.get(path, "Accept", "text/html").headers();
        String policy = headers.firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals("no-referrer", headers.firstValue("Referrer-Policy").orElseThrow());
        assertEquals(
                "same-origin", headers.firstValue("Cross-Origin-Opener-Policy").orElseThrow());
        assertTrue(headers.firstValue("Server").isEmpty());
    }

    @Test
    void anUnsafeRequestFromAnotherSiteIsRefused() {
        assertEquals(
                403,
                browser.postRaw("/sessions", "problem=blank", "Sec-Fetch-Site", "cross-site")
                        .statusCode());
        assertEquals(
                403,
                browser.postRaw("/sessions", "problem=blank", "Sec-Fetch-Site", "same-site")
                        .statusCode());
        assertEquals(
                403,
                browser.postRaw("/sessions", "", "Origin", "http://elsewhere.example")
                        .statusCode());
        assertEquals(403, browser.postRaw("/sessions", "", "Origin", "null").statusCode());
        assertEquals(403, browser.postRaw("/sessions", "").statusCode());
        String suffixed = browser.base() + ".elsewhere.example";
        assertEquals(403, browser.postRaw("/sessions", "", "Origin", suffixed).statusCode());
    }

    @Test
    void aRequestToAnotherNameIsRefused() throws IOException {
        int port = app.port();
        for (String own : List.of("127.0.0.1:" + port, "localhost:" + port, "LOCALHOST:" + port, "[::1]:" + port)) {
            assertTrue(rawTo("/livez", own).startsWith("HTTP/1.1 200"), own);
        }
        List<String> foreign = List.of(
                "rebound.example:" + port,
                "rebound.example",
                "127.0.0.1",
                "127.0.0.1:" + (port - 1),
                "localhost.rebound.example:" + port);
        for (String host : foreign) {
            String answer = rawTo("/livez", host);
            assertTrue(answer.startsWith("HTTP/1.1 403"), host + ": " + answer);
            assertTrue(answer.contains("TRESTLE_HOSTS"), answer);
            String upgrade = rawTo(
                    "/ws/s/x",
                    host + "\r\nOrigin: http://" + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade"
                            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertTrue(upgrade.startsWith("HTTP/1.1 403"), host + ": " + upgrade);
        }
    }

    @Test
    void anUnknownAddressIsOneClearLine() {
        HttpResponse<String> page = browser.get("/nothing", "Accept", "text/html");
        assertEquals(404, page.statusCode());
        assertTrue(page.body().contains("There is nothing at this address."), page.body());
        HttpResponse<String> json = browser.get("/nothing");
        assertEquals("{\"message\":\"There is nothing at this address.\"}", json.body());
    }

    @Test
    void staticFilesNeverChangeUnderTheirAddress() {
        String home = browser.get("/").body();
        String sheet = Browser.find("href=\"(/static/[0-9a-f]{12}/css/tokens.css)\"", home);
        HttpResponse<String> file = browser.get(sheet);
        assertEquals(200, file.statusCode());
        assertEquals(
                "text/css; charset=utf-8",
                file.headers().firstValue("Content-Type").orElseThrow());
        String cache = file.headers().firstValue("Cache-Control").orElseThrow();
        assertEquals("public, max-age=31536000, immutable", cache);
        assertEquals(404, browser.get("/static/000000000000/css/tokens.css").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/%s/../../../../etc/passwd",
                "/static/%s/..%%2f..%%2fetc/passwd",
                "/static/%s/%%2e%%2e/%%2e%%2e/etc/passwd",
                "/static/%s//etc/passwd",
                "/static/%s/css/..;/tokens.css",
                "/webjars/../dev/trestle/server/App.class",
                "/_static/inter/../../dev/trestle/server/App.class"
            })
    void noPathLeavesTheStaticFolder(String path) throws IOException {
        String hash = Browser.find("/static/([0-9a-f]{12})/", browser.get("/").body());
        String answer = raw(path.formatted(hash));
        assertTrue(answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"), answer);
        assertFalse(answer.contains("root:"), answer);
    }

    @Test
    void aBrokenRequestLineGetsNoStackTrace() throws IOException {
        String answer = raw("/%zz");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertFalse(answer.contains("at org."), answer);
        assertFalse(answer.contains("Exception"), answer);
    }

    @Test
    void everyKindCanBeReadAbout() {
        Catalog.standard().kinds().forEach(kind -> {
            HttpResponse<String> essay = browser.get("/kinds/" + kind.id());
            assertEquals(200, essay.statusCode(), kind.id());
            assertTrue(essay.body().contains("<h4>"), kind.id());
        });
        assertEquals(404, browser.get("/kinds/nothing").statusCode());
    }

    @Test
    void theProbesAnswer() {
        assertEquals("{\"live\":true}", browser.get("/livez").body());
        HttpResponse<String> ready = browser.get("/readyz");
        assertEquals(200, ready.statusCode());
        assertTrue(ready.body().startsWith("{\"ready\":true"), ready.body());
    }

    /** Sends a request line that no client library would let through. */
    private static String raw(String path) throws IOException {
        return rawTo(path, "127.0.0.1:" + app.port());
    }

    /** @param host the Host header, to which more headers may be added */
    private static String rawTo(String path, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", app.port())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
