package dev.trestle.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One tab of a browser at a board: an open socket and what came on it. */
final class Tab implements WebSocket.Listener {
    private final BlockingQueue<String> came = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private int cseq;

    /** @param board the path of the board */
    Tab(Browser browser, String board) {
        String address = browser.base().toString().replace("http:", "ws:") + "/ws" + board + "?pv=1";
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", browser.cookie())
                .header("Origin", browser.base().toString())
                .buildAsync(URI.create(address), this)
                .join();
    }

    /** Says hello and waits for the board. */
    Tab hello(String clientId) throws InterruptedException {
        send("{'k':'hello','pv':1,'clientId':'" + clientId + "','lastSeq':-1}");
        await("\"k\":\"snap\"");
        return this;
    }

    /** Makes one mutation of these edits and waits until it is stored; single quotes stand for double ones. */
    String edit(String edits) throws InterruptedException {
        send("{'k':'ops','cseq':" + ++cseq + ",'base':0,'ops':[" + edits + "]}");
        return await("\"k\":\"ack\"");
    }

    /** Sends a frame; single quotes stand for double ones. */
    void send(String frame) {
        socket.sendText(frame.replace('\'', '"'), true).join();
    }

    /** The next frame that holds {@code words}. */
    String await(String words) throws InterruptedException {
        while (true) {
            String frame = came.poll(60, TimeUnit.SECONDS);
            if (frame == null) throw new AssertionError("no frame with " + words + " came");
            if (frame.contains(words)) return frame;
        }
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
