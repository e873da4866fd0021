package dev.trestle.db;

import static dev.trestle.db.gen.Tables.MEMBER;
import static dev.trestle.db.gen.Tables.SHARE_LINK;

import dev.trestle.db.gen.tables.records.MemberRecord;
import dev.trestle.db.gen.tables.records.ShareLinkRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who may be in which session: share links and the members that came by them. Holds hashes, never a token. */
public final class MemberRepository {
    private final Database database;

    public MemberRepository(Database database) {
        this.database = database;
    }

    public void addLink(ShareLink link) {
        database.dsl()
                .insertInto(SHARE_LINK)
                .set(SHARE_LINK.ID, link.id())
                .set(SHARE_LINK.SESSION_ID, link.sessionId())
                .set(SHARE_LINK.TOKEN_SHA256, link.tokenSha256())
                .set(SHARE_LINK.MEMBER_ROLE, link.role())
                .set(SHARE_LINK.NAME, link.name())
                .set(SHARE_LINK.CREATED_AT, link.createdAt())
                .set(SHARE_LINK.EXPIRES_AT, link.expiresAt())
                .execute();
        database.sync();
    }

    /** The link of a token, good or not. */
    public Optional<ShareLink> linkByToken(String tokenSha256) {
        return database.dsl()
                .selectFrom(SHARE_LINK)
                .where(SHARE_LINK.TOKEN_SHA256.eq(tokenSha256))
                .fetchOptional(MemberRepository::link);
    }

    public List<ShareLink> links(String sessionId) {
        return database.dsl()
                .selectFrom(SHARE_LINK)
                .where(SHARE_LINK.SESSION_ID.eq(sessionId))
                .orderBy(SHARE_LINK.CREATED_AT, SHARE_LINK.ID)
                .fetch(MemberRepository::link);
    }

    /** Ends a link and the seats of all who came by it. False when the session has no such link in force. */
    public boolean revokeLink(String sessionId, String linkId, Instant now) {
        boolean revoked = database.dsl().transactionResult(tx -> {
            int links = tx.dsl()
                    .update(SHARE_LINK)
                    .set(SHARE_LINK.REVOKED_AT, now)
                    .where(SHARE_LINK.ID.eq(linkId))
                    .and(SHARE_LINK.SESSION_ID.eq(sessionId))
                    .and(SHARE_LINK.REVOKED_AT.isNull())
                    .execute();
            tx.dsl()
                    .update(MEMBER)
                    .set(MEMBER.REVOKED_AT, now)
                    .where(MEMBER.LINK_ID.eq(linkId))
                    .and(MEMBER.SESSION_ID.eq(sessionId))
                    .and(MEMBER.REVOKED_AT.isNull())
                    .execute();
            return links == 1;
        });
        database.sync();
        return revoked;
    }

    /** Stores a seat; a browser that already has one in the session gets this one instead, under the same id. */
    public void put(Member member) {
        database.dsl()
                .insertInto(MEMBER)
                .set(MEMBER.ID, member.id())
                .set(MEMBER.SESSION_ID, member.sessionId())
                .set(MEMBER.COOKIE_SHA256, member.cookieSha256())
                .set(MEMBER.LINK_ID, member.linkId())
                .set(MEMBER.MEMBER_ROLE, member.role())
                .set(MEMBER.NAME, member.name())
                .set(MEMBER.COLOR, member.color())
                .set(MEMBER.CREATED_AT, member.createdAt())
                .set(MEMBER.SEEN_AT, member.seenAt())
                .set(MEMBER.EXPIRES_AT, member.expiresAt())
                .onConflict(MEMBER.COOKIE_SHA256, MEMBER.SESSION_ID)
                .doUpdate()
                .set(MEMBER.LINK_ID, member.linkId())
                .set(MEMBER.MEMBER_ROLE, member.role())
                .set(MEMBER.NAME, member.name())
                .set(MEMBER.SEEN_AT, member.seenAt())
                .set(MEMBER.EXPIRES_AT, member.expiresAt())
                .setNull(MEMBER.REVOKED_AT)
                .execute();
        database.sync();
    }

    /** The seat of a browser in a session, good or not. */
    public Optional<Member> find(String cookieSha256, String sessionId) {
        return database.dsl()
                .selectFrom(MEMBER)
                .where(MEMBER.COOKIE_SHA256.eq(cookieSha256))
                .and(MEMBER.SESSION_ID.eq(sessionId))
                .fetchOptional(MemberRepository::member);
    }

    /** Whether a seat was taken back. */
    public boolean isRevoked(String memberId) {
        return database.dsl().fetchExists(MEMBER, MEMBER.ID.eq(memberId).and(MEMBER.REVOKED_AT.isNotNull()));
    }

    /** All seats ever taken in a session, in order of joining. */
    public List<Member> members(String sessionId) {
        return database.dsl()
                .selectFrom(MEMBER)
                .where(MEMBER.SESSION_ID.eq(sessionId))
                .orderBy(MEMBER.CREATED_AT, MEMBER.ID)
                .fetch(MemberRepository::member);
    }

    /** Whether any seat hangs on this cookie: a browser keeps the cookie that we once gave it, and only such a one. */
    public boolean knows(String cookieSha256) {
        return database.dsl().fetchExists(MEMBER, MEMBER.COOKIE_SHA256.eq(cookieSha256));
    }

    /** Moves all seats of a browser to its new cookie. */
    public void replaceCookie(String oldSha256, String newSha256) {
        database.dsl()
                .update(MEMBER)
                .set(MEMBER.COOKIE_SHA256, newSha256)
                .where(MEMBER.COOKIE_SHA256.eq(oldSha256))
                .execute();
        database.sync();
    }

    public void rename(String memberId, String name) {
        database.dsl()
                .update(MEMBER)
                .set(MEMBER.NAME, name)
                .where(MEMBER.ID.eq(memberId))
                .execute();
    }

    public void seen(String memberId, Instant now) {
        database.dsl()
                .update(MEMBER)
                .set(MEMBER.SEEN_AT, now)
                .where(MEMBER.ID.eq(memberId))
                .execute();
    }

    private static ShareLink link(ShareLinkRecord row) {
        return new ShareLink(
                row.getId(),
                row.getSessionId(),
                row.getTokenSha256(),
                row.getMemberRole(),
                row.getName(),
                row.getCreatedAt(),
                row.getExpiresAt(),
                row.getRevokedAt());
    }

    private static Member member(MemberRecord row) {
        return new Member(
                row.getId(),
                row.getSessionId(),
                row.getLinkId(),
                row.getCookieSha256(),
                row.getMemberRole(),
                row.getName(),
                row.getColor(),
                row.getCreatedAt(),
                row.getSeenAt(),
                row.getExpiresAt(),
                row.getRevokedAt());
    }
}
