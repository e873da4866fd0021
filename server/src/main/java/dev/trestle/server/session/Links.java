package dev.trestle.server.session;

import dev.trestle.db.Member;
import dev.trestle.db.MemberRepository;
import dev.trestle.db.Session;
import dev.trestle.db.SessionRepository;
import dev.trestle.db.ShareLink;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may come in: links that carry a secret token, and the seats that people take by them. A browser is known by one
 * cookie, also a secret, and may sit in many sessions. Safe for many threads.
 */
public final class Links {
    private static final int LONGEST_SECRET = 100;

    private final SessionRepository sessions;
    private final MemberRepository members;
    private final Rooms rooms;
    private final Clock clock;

    public Links(SessionRepository sessions, MemberRepository members, Rooms rooms) {
        this(sessions, members, rooms, Clock.systemUTC());
    }

    Links(SessionRepository sessions, MemberRepository members, Rooms rooms, Clock clock) {
        this.sessions = sessions;
        this.members = members;
        this.rooms = rooms;
        this.clock = clock;
    }

    /**
     * A seat taken.
     *
     * @param cookie the secret that the browser must keep from now on
     */
    public record Seat(Member member, String cookie) {}

    /** A link just made: the only moment when its token is known. */
    public record Invitation(ShareLink link, String token) {}

    /** Makes a link by which somebody may join in this role; {@code name} is the maker's note, it may be empty. */
    public Invitation create(String sessionId, Role role, String name) {
        String token = Tokens.secret();
        Instant now = clock.instant();
        ShareLink link = new ShareLink(
                Tokens.id(),
                sessionId,
                Tokens.sha256(token),
                role.word(),
                Names.clean(name),
                now,
                now.plus(Limits.LINK),
                null);
        members.addLink(link);
        return new Invitation(link, token);
    }

    /** The links of a session, oldest first, ended ones included. */
    public List<ShareLink> of(String sessionId) {
        return members.links(sessionId);
    }

    /**
     * Ends a link and the seats taken by it; all sockets of those members close at once, also those that were opened
     * when the member still sat there by an older link. False when there is no such link.
     */
    public boolean revoke(String sessionId, String linkId) {
        boolean revoked = members.revokeLink(sessionId, linkId, clock.instant());
        Set<String> ended = members.members(sessionId).stream()
                .filter(member -> linkId.equals(member.linkId()))
                .map(Member::id)
                .collect(Collectors.toSet());
        rooms.expel(sessionId, member -> ended.contains(member.id()));
        return revoked;
    }

    /**
     * Takes a seat by a link's token. Empty when the token is unknown, ended or too old: all three look alike outside.
     *
     * @param cookie the browser's cookie, or null
     */
    public Optional<Seat> join(String token, String name, String cookie) {
        if (token == null || token.length() > LONGEST_SECRET) {
            return Optional.empty();
        }
        String hash = Tokens.sha256(token);
        Instant now = clock.instant();
        return members.linkByToken(hash)
                .filter(link -> Tokens.same(link.tokenSha256(), hash))
                .filter(link -> link.revokedAt() == null && now.isBefore(link.expiresAt()))
                .map(link -> sit(link, name, cookie, now));
    }

    private Seat sit(ShareLink link, String name, String cookie, Instant now) {
        Optional<Member> old = member(cookie, link.sessionId());
        Role role = Role.named(link.role()).orElseThrow();
        if (old.isPresent() && stronger(old.get(), role)) {
            // Somebody tries the link that they hand out: they keep what they may do.
            return new Seat(old.get(), cookie);
        }
        String kept = cookie;
        if (old.isPresent() && !old.get().role().equals(role.word())) {
            // Other rights, other cookie: what was stolen before does not grow.
            kept = Tokens.secret();
            members.replaceCookie(Tokens.sha256(cookie), Tokens.sha256(kept));
        }
        Instant until = now.plus(Limits.SEAT);
        return store(link.sessionId(), link.id(), role, new Person(name, kept, until));
    }

    private static boolean stronger(Member old, Role role) {
        return Role.named(old.role()).map(r -> r.compareTo(role) <= 0).orElse(false);
    }

    /** Seats the one who made a session. */
    public Seat host(String sessionId, String name, String cookie) {
        return store(
                sessionId,
                null,
                Role.HOST,
                new Person(name, cookie, clock.instant().plus(Limits.HOST_SEAT)));
    }

    private record Person(String name, String cookie, Instant until) {}

    private Seat store(String sessionId, String linkId, Role role, Person person) {
        boolean known = usable(person.cookie()) && members.knows(Tokens.sha256(person.cookie()));
        String cookie = known ? person.cookie() : Tokens.secret();
        int number = members.members(sessionId).size();
        String name = Names.clean(person.name() == null ? "" : person.name());
        Instant now = clock.instant();
        members.put(new Member(
                Tokens.id(),
                sessionId,
                linkId,
                Tokens.sha256(cookie),
                role.word(),
                name.isEmpty() ? "Guest " + (number + 1) : name,
                number,
                now,
                now,
                person.until(),
                null));
        return new Seat(members.find(Tokens.sha256(cookie), sessionId).orElseThrow(), cookie);
    }

    /** The seat of a browser in a session, if it is still good. */
    public Optional<Member> member(String cookie, String sessionId) {
        if (!usable(cookie)) {
            return Optional.empty();
        }
        String hash = Tokens.sha256(cookie);
        Instant now = clock.instant();
        Optional<Member> seat = members.find(hash, sessionId)
                .filter(member -> Tokens.same(member.cookieSha256(), hash))
                .filter(member -> member.revokedAt() == null && now.isBefore(member.expiresAt()))
                .filter(member -> isHost(member) || now.isBefore(member.seenAt().plus(Limits.SEAT_IDLE)));
        seat.filter(member -> now.isAfter(member.seenAt().plus(Limits.SEEN_EVERY)))
                .ifPresent(member -> members.seen(member.id(), now));
        return seat;
    }

    private static boolean isHost(Member member) {
        return member.role().equals(Role.HOST.word());
    }

    /** The sessions that a browser sits in, last changed first. */
    public List<Session> sessions(String cookie, int limit) {
        return usable(cookie) ? sessions.ofBrowser(Tokens.sha256(cookie), limit) : List.of();
    }

    private static boolean usable(String cookie) {
        return cookie != null && !cookie.isEmpty() && cookie.length() <= LONGEST_SECRET;
    }
}
