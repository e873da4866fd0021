package dev.trestle.db;

/**
 * A row of {@code snapshot}: a board as it was after {@code seq} edits.
 *
 * @param sha256 64 hex digits over the canonical form of the board
 * @param body the board's JSON
 */
public record Snapshot(long seq, String sha256, String body) {}
