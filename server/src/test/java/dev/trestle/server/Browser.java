package dev.trestle.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real HTTP client that behaves like one browser on our own pages: it sends Origin and keeps its session cookie. */
public final class Browser {
    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private String cookie;

    public Browser(App app) {
        base = URI.create("http://127.0.0.1:" + app.port());
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    public HttpResponse<String> postJson(String path, String json) {
        return send(request(path, "Content-Type", "application/json", "Origin", base.toString())
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    public HttpResponse<String> postForm(String path, String form) {
        return send(request(path, "Content-Type", "application/x-www-form-urlencoded", "Origin", base.toString())
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    /** Posts with exactly these headers: how another site would. */
    public HttpResponse<String> postRaw(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    /** Makes an empty board; returns its path. */
    public String newBoard() {
        return postForm("/sessions", "problem=blank")
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    /** Makes a link to a board for a role; returns its secret. */
    public String invite(String board, String role) {
        return find(
                "/join#k=([A-Za-z0-9_-]{43})",
                postJson(board + "/links", "{\"role\":\"" + role + "\"}").body());
    }

    /** Takes a seat by a link's secret. */
    public HttpResponse<String> join(String secret, String name) {
        return postJson("/join", "{\"k\":\"" + secret + "\",\"name\":\"" + name + "\"}");
    }

    public URI base() {
        return base;
    }

    /** The Cookie header that this browser sends, or null. */
    public String cookie() {
        return cookie;
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        if (cookie != null) request.header("Cookie", cookie);
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            response.headers().firstValue("Set-Cookie").ifPresent(line -> cookie = line.split(";", 2)[0]);
            return response;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first group of {@code pattern} in {@code text}; fails when there is none. */
    public static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) throw new AssertionError("no " + pattern + " in\n" + text);
        return matcher.group(1);
    }
}
