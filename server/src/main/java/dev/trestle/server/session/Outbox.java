package dev.trestle.server.session;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * What waits for one socket: frames that must arrive, in order, and slots where only the newest counts (live metrics,
 * presence of a moment). One send is under way at a time; a reader that lets too much pile up is cut off, because it
 * can resume from the log and the others must not pay for it. Safe for many threads.
 */
final class Outbox {
    private final Peer peer;
    private final Queue<String> frames = new ArrayDeque<>();
    private final Map<String, String> newest = new LinkedHashMap<>();
    private long waitingChars;
    private boolean sending;
    private boolean closed;

    Outbox(Peer peer) {
        this.peer = peer;
    }

    /** Queues a frame that must arrive, or cuts the reader off. */
    void send(String frame) {
        boolean slow;
        synchronized (this) {
            if (closed) {
                return;
            }
            frames.add(frame);
            waitingChars += frame.length();
            slow = frames.size() > Limits.OUTBOX_FRAMES || waitingChars > Limits.OUTBOX_CHARS;
        }
        if (slow) {
            close(Close.SLOW, "reads too slowly");
        } else {
            next();
        }
    }

    /** Replaces what waits in a slot; sent when nothing else waits. */
    void show(String slot, String frame) {
        synchronized (this) {
            if (closed) {
                return;
            }
            newest.put(slot, frame);
        }
        next();
    }

    private void next() {
        String frame;
        synchronized (this) {
            if (sending || closed) {
                return;
            }
            frame = frames.poll();
            if (frame != null) {
                waitingChars -= frame.length();
            } else {
                Iterator<String> slots = newest.values().iterator();
                if (!slots.hasNext()) {
                    return;
                }
                frame = slots.next();
                slots.remove();
            }
            sending = true;
        }
        peer.send(frame, this::sent);
    }

    private void sent() {
        synchronized (this) {
            sending = false;
        }
        next();
    }

    /** Drops what waits and closes the socket. */
    void close(Close reason, String words) {
        forget();
        peer.close(reason.code(), words);
    }

    /** Drops what waits: the socket is gone. */
    synchronized void forget() {
        closed = true;
        frames.clear();
        newest.clear();
        waitingChars = 0;
    }
}
