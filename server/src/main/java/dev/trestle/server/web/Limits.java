package dev.trestle.server.web;

import java.time.Duration;

/** The limits of the web side, each with its reason; a request beyond one is refused with one clear line. */
public final class Limits {
    /** A board document is at most 1 MiB; no other request body is larger. */
    public static final int BODY_BYTES = 1 << 20;

    /** A frame holds at most 64 edits; 64 KiB is ample, and bounds what one socket can make us buffer. */
    public static final int FRAME_BYTES = 64 << 10;

    /** A socket that says nothing for this long is dead: clients ping every 10 s. */
    public static final Duration SOCKET_IDLE = Duration.ofSeconds(35);

    /** Wrong join links a minute and address: guessing is hopeless anyway, this keeps the noise down. */
    public static final int JOINS_PER_MINUTE = 10;

    /** New boards a minute and address, so that one script cannot fill the disk. */
    public static final int BOARDS_PER_MINUTE = 60;

    /** A person's name on avatars and in the log. */
    public static final int NAME_CHARS = 40;

    /** JSON nesting: the board document needs 6. */
    public static final int JSON_DEPTH = 32;

    /** Longest single text in a JSON body. */
    public static final int JSON_STRING = 64 << 10;

    /** How long a stop waits for requests in flight. */
    public static final Duration STOP = Duration.ofSeconds(10);

    private Limits() {}
}
