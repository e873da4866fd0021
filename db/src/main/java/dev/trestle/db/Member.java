package dev.trestle.db;

import java.time.Instant;

/**
 * A row of {@code member}: one person's seat in one session.
 *
 * @param linkId the share link that it came by, or null for the one who made the session
 * @param cookieSha256 64 hex digits over the browser's cookie; one browser may sit in many sessions
 * @param color index into the palette of people
 * @param seenAt when the person was last there, some minutes coarse
 */
public record Member(
        String id,
        String sessionId,
        String linkId,
        String cookieSha256,
        String role,
        String name,
        int color,
        Instant createdAt,
        Instant seenAt,
        Instant expiresAt,
        Instant revokedAt) {}
