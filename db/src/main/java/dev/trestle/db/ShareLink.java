package dev.trestle.db;

import java.time.Instant;

/**
 * A row of {@code share_link}: whoever holds the token may join the session in this role.
 *
 * @param tokenSha256 64 hex digits; the token itself is never stored
 * @param revokedAt null while it is good
 */
public record ShareLink(
        String id,
        String sessionId,
        String tokenSha256,
        String role,
        String name,
        Instant createdAt,
        Instant expiresAt,
        Instant revokedAt) {}
