package dev.trestle.e2e.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Listens to all that one person's pages do and keeps what no journey may show: errors, failed requests, other hosts. */
final class Watch {

    private final String host;
    private final List<String> faults = new ArrayList<>();
    private final List<String> console = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();
    private boolean cut;

    Watch(BrowserContext context, URI server) {
        host = server.getAuthority();
        context.onConsoleMessage(this::onConsole);
        context.onWebError(error -> add("script error: " + error.error()));
        context.onRequest(this::onRequest);
        context.onRequestFailed(this::onFailure);
        context.onResponse(this::onResponse);
    }

    /** Faults of this kind are what the journey is about. */
    void expect(String pattern) {
        expected.add(Pattern.compile(pattern));
    }

    /** While the network is cut on purpose, requests fail and the browser says so. */
    void cut(boolean off) {
        cut = off;
    }

    List<String> faults() {
        return faults.stream()
                .filter(fault -> expected.stream()
                        .noneMatch(pattern -> pattern.matcher(fault).find()))
                .toList();
    }

    /** All that was printed to the console, for the story of a failed journey. */
    List<String> console() {
        return console;
    }

    private void onConsole(ConsoleMessage message) {
        console.add(message.type() + ": " + message.text());
        if (message.type().equals("error") || message.type().equals("warning")) {
            add("console " + message.type() + ": " + message.text() + " at " + message.location());
        }
    }

    private void onRequest(Request request) {
        URI address = URI.create(request.url().replaceAll("[|\\s\"<>^`{}\\\\]", "_"));
        boolean local = List.of("data", "blob", "about").contains(address.getScheme());
        if (!local && !host.equals(address.getAuthority())) {
            add("request to another host: " + request.url());
        }
    }

    private void onFailure(Request request) {
        // A page that is left while it loads, and a download, are reported as aborted: neither is a failure.
        if (!String.valueOf(request.failure()).contains("ERR_ABORTED")) {
            add("failed request: " + request.method() + " " + request.url() + " " + request.failure());
        }
    }

    private void onResponse(Response response) {
        if (response.status() >= 400) {
            Page page = response.frame().page();
            add("status " + response.status() + ": " + response.request().method() + " " + response.url() + " on "
                    + page.url());
        }
    }

    private void add(String fault) {
        if (!cut) {
            faults.add(fault);
        }
    }
}
