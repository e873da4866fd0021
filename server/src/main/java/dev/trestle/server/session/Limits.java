package dev.trestle.server.session;

import java.time.Duration;

/** The limits of a session, each with its reason. What is beyond one is refused, never silently cut. */
final class Limits {
    /** Edits in one mutation: a paste of a big selection, sent in several. */
    static final int MUTATION_EDITS = 64;

    /** Mutations a second that one browser may send on; a drag is one. */
    static final double MUTATIONS_PER_SECOND = 20;

    /** Mutations at once after a pause: what was edited offline. */
    static final double MUTATIONS_BURST = 60;

    /** Frames of all kinds a second, presence and pings included; a socket beyond it is closed. */
    static final double FRAMES_PER_SECOND = 60;

    static final double FRAMES_BURST = 300;

    /** Mutations of a room that may wait for the database before senders are asked to wait. */
    static final int WAITING_MUTATIONS = 2_000;

    /** Mutations of one room in one transaction. */
    static final int GROUP_MUTATIONS = 500;

    /** Stored edits of one session: twenty interviews; beyond it opening would become slow. */
    static final long SESSION_MUTATIONS = 100_000;

    /** Edits that a returning browser is sent one by one; beyond it the whole board is shorter. */
    static final int TAIL = 2_000;

    /** Edits between two snapshots: opening replays at most so many. */
    static final int SNAPSHOT_EVERY = 500;

    /** Edits between two state hashes, by which browsers notice that they went astray. */
    static final int HASH_EVERY = 100;

    /** Sockets of one session: a class room. */
    static final int SOCKETS = 200;

    /** Frames that may wait for one slow reader; then it is cut off and resumes from the log. */
    static final int OUTBOX_FRAMES = 256;

    /** Characters that may wait for one slow reader: the largest board and some. */
    static final int OUTBOX_CHARS = 3 << 20;

    /** Characters of one presence message. */
    static final int PRESENCE_CHARS = 2_048;

    /** Selected things that presence shows. */
    static final int PRESENCE_SELECTION = 64;

    /** Pause between two presence frames: 20 a second look smooth. */
    static final Duration PRESENCE_TICK = Duration.ofMillis(50);

    /** Quiet time after the last edit before the board is checked: nobody reads findings while dragging. */
    static final Duration FINDINGS_PAUSE = Duration.ofMillis(150);

    /** A new socket says hello within this time. */
    static final Duration HELLO = Duration.ofSeconds(5);

    /** How long an empty room stays in memory: a reload finds it open. */
    static final Duration ROOM_IDLE = Duration.ofSeconds(30);

    /** How often seats that ran out are looked for. */
    static final Duration SEAT_CHECK = Duration.ofSeconds(10);

    /** A link that was not revoked ends after this time. */
    static final Duration LINK = Duration.ofDays(7);

    /** A guest's seat ends after this time, whatever happens... */
    static final Duration SEAT = Duration.ofDays(7);

    /** ...or when it was not used for so long. */
    static final Duration SEAT_IDLE = Duration.ofHours(12);

    /** The seat of the one who made the session: it is the only way back to the own boards. */
    static final Duration HOST_SEAT = Duration.ofDays(365);

    /** A seat's last use is written down this often at most. */
    static final Duration SEEN_EVERY = Duration.ofMinutes(10);

    /** Characters of a person's name. */
    static final int NAME = 40;

    /** How long a page waits for a room's thread, and a stopping server for the last commit. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Limits() {}
}
