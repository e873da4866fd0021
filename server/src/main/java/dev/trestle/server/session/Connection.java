package dev.trestle.server.session;

import dev.trestle.db.Member;

/** One socket in a room: the web server calls {@link #onText} for each frame and {@link #onClose} at its end. */
public final class Connection {
    /** Null when the socket was refused at once. */
    private final Room room;

    private final String id;
    private final Outbox outbox;
    private final Bucket frames;
    private final Bucket mutations;

    // What follows belongs to the room's thread.
    private Member member;
    private String key;
    private String resumeToken;
    private boolean hasSpoken;
    private boolean open = true;

    Connection(Room room, String id, Member member, Peer peer) {
        this.room = room;
        this.id = id;
        this.member = member;
        this.outbox = new Outbox(peer);
        long now = System.nanoTime();
        this.frames = new Bucket(Limits.FRAMES_PER_SECOND, Limits.FRAMES_BURST, now);
        this.mutations = new Bucket(Limits.MUTATIONS_PER_SECOND, Limits.MUTATIONS_BURST, now);
    }

    /** A text frame has come. Returns at once; frames of one socket must be handed in in order. */
    public void onText(String text) {
        if (room != null) {
            room.received(this, text);
        }
    }

    /** The socket is closed or broken. Safe to call more than once. */
    public void onClose() {
        outbox.forget();
        if (room != null) {
            room.left(this);
        }
    }

    String id() {
        return id;
    }

    Outbox outbox() {
        return outbox;
    }

    Member member() {
        return member;
    }

    void rename(Member renamed) {
        member = renamed;
    }

    /** The stored name of its tab; null until it has said hello. */
    String key() {
        return key;
    }

    boolean greeted() {
        return key != null;
    }

    void greet(String tab, String token) {
        key = tab;
        resumeToken = token;
    }

    /** Whether who says this token is the page behind this connection, back on another one. */
    boolean isResumedBy(String token) {
        return token.equals(resumeToken);
    }

    boolean mayTalk() {
        return frames.take(System.nanoTime());
    }

    boolean mayEditNow() {
        return mutations.take(System.nanoTime());
    }

    /** Whether a mutation has come on this connection. */
    boolean hasSpoken() {
        return hasSpoken;
    }

    void spoke() {
        hasSpoken = true;
    }

    boolean isOpen() {
        return open;
    }

    void end() {
        open = false;
    }
}
