package dev.trestle.db;

import java.time.Instant;

/**
 * A row of {@code run}: one run of a session's board, asked for, going on or finished.
 *
 * @param id {@code r1}, {@code r2}... within its session
 * @param seq the edit after which the board was taken
 * @param board the board's JSON as it was run
 * @param engine version of the engine
 * @param message one line when it failed or was cancelled, else null
 * @param report the report's JSON when done, else null
 */
public record Run(
        String sessionId,
        String id,
        long seq,
        String board,
        long seed,
        String engine,
        State state,
        String message,
        String report,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    /** Where a run stands. The last three are final. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }
}
