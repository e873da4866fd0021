package dev.trestle.db;

/**
 * A row of {@code client_cursor}: the last mutation of one browser tab that was answered.
 *
 * @param lastOutcome the answer, as it was sent; refused and empty mutations are remembered too
 */
public record Cursor(String clientId, long lastCseq, String lastOutcome) {}
