package dev.trestle.e2e.jar;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A person without a browser: makes a board and speaks the protocol of edits directly, as fast as the server answers. */
final class Member {

    private static final Gson GSON = new Gson();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final BlockingQueue<JsonObject> inbox = new LinkedBlockingQueue<>();
    private WebSocket socket;

    Member(URI server) {
        this.server = server;
    }

    /** Makes an empty board and answers with its path, {@code /s/...}. */
    String newBoard() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.resolve("/sessions"))
                .header("Origin", server.toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("problem=blank")));
        return answer.headers()
                .firstValue("Location")
                .map(URI::create)
                .map(URI::getPath)
                .orElseThrow(() ->
                        new IllegalStateException("POST /sessions: " + answer.statusCode() + " " + answer.body()));
    }

    /** The board as the server stores it. */
    JsonObject board(String path) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.resolve(path + "/board.json")));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + "/board.json: " + answer.statusCode() + " " + answer.body());
        }
        return GSON.fromJson(answer.body(), JsonObject.class);
    }

    /** Opens the board's socket and waits for the welcome. */
    void connect(String path, String clientId) {
        URI address = URI.create(server.toString().replaceFirst("^http", "ws") + "/ws" + path + "?pv=1");
        String cookie = cookies.getCookieStore().get(server).stream()
                .map(HttpCookie::toString)
                .map(text -> text.replace("\"", ""))
                .collect(Collectors.joining("; "));
        socket = http.newWebSocketBuilder()
                .header("Origin", server.toString())
                .header("Cookie", cookie)
                .buildAsync(address, new Inbox())
                .join();
        say("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"" + clientId + "\",\"lastSeq\":-1}");
        hear("welcome");
    }

    /** Sends one edit and does not wait. */
    void edit(int cseq, String edit) {
        say("{\"k\":\"ops\",\"cseq\":" + cseq + ",\"base\":0,\"ops\":[" + edit + "]}");
    }

    /** Waits for the next frame of this kind; null when the connection ended first. */
    JsonObject hear(String kind) {
        try {
            while (true) {
                JsonObject frame = inbox.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (frame == null) {
                    throw new IllegalStateException("no frame " + kind + " in " + PATIENCE);
                }
                if (frame.get("k").getAsString().equals("closed")) {
                    return null;
                }
                if (frame.get("k").getAsString().equals(kind)) {
                    return frame;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void say(String frame) {
        socket.sendText(frame, true).join();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Puts whole frames into the inbox, and a last one when the connection ends. */
    private final class Inbox implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                inbox.add(GSON.fromJson(text.toString(), JsonObject.class));
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end();
        }

        private void end() {
            JsonObject closed = new JsonObject();
            closed.addProperty("k", "closed");
            inbox.add(closed);
        }
    }
}
