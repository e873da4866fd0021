package dev.trestle.server.session;

import dev.trestle.db.Member;

/** People's names: what may stand in one. */
final class Names {
    private Names() {}

    /** One line of at most 40 characters without control or invisible characters; empty when nothing is left. */
    static String clean(String name) {
        StringBuilder clean = new StringBuilder();
        name.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : c)
                .filter(c -> Character.getType(c) != Character.CONTROL
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE
                        && Character.getType(c) != Character.UNASSIGNED
                        && Character.getType(c) != Character.PRIVATE_USE)
                .forEach(clean::appendCodePoint);
        String stripped = clean.toString().strip();
        int end = stripped.offsetByCodePoints(0, Math.min(Limits.NAME, stripped.codePointCount(0, stripped.length())));
        return stripped.substring(0, end).strip();
    }

    static Member renamed(Member member, String name) {
        return new Member(
                member.id(),
                member.sessionId(),
                member.linkId(),
                member.cookieSha256(),
                member.role(),
                name,
                member.color(),
                member.createdAt(),
                member.seenAt(),
                member.expiresAt(),
                member.revokedAt());
    }
}
