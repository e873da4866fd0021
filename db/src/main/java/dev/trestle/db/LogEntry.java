package dev.trestle.db;

import java.time.Instant;

/**
 * A row of {@code op_log}: one mutation that changed a board, with its full effect.
 *
 * @param seq 1, 2, 3... without a gap within a session
 * @param clientId the browser tab that made it
 * @param cseq the tab's own number of it; (session, clientId, cseq) occurs once
 * @param actor id of the member
 * @param editFormat version of the edit format that {@code ops} is written in
 * @param ops JSON array of the effective edits
 */
public record LogEntry(
        long seq, String clientId, long cseq, String actor, int editFormat, Instant madeAt, String ops) {}
