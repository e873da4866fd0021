package dev.trestle.db;

import java.time.Instant;

/**
 * A row of {@code session}: one board that people work on together.
 *
 * @param title a copy of the board's title for lists; at most 400 characters
 * @param problem id of the interview problem that it began with, or null
 * @param head sequence number of its last stored edit, 0 when nothing was edited yet
 * @param changedAt when the last edit was stored
 */
public record Session(String id, String title, String problem, long head, Instant createdAt, Instant changedAt) {}
