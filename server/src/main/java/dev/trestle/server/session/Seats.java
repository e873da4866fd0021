package dev.trestle.server.session;

import dev.trestle.db.Member;
import dev.trestle.server.web.Forbidden;
import dev.trestle.server.web.NotFound;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.function.Predicate;

/**
 * Who is asking: the cookie of a browser and the seat that it has in the session of the path {@code /s/{id}/...}. A
 * browser without a seat gets the same answer as for a session that does not exist.
 */
public final class Seats {
    private static final int A_YEAR = 365 * 24 * 3600;

    private final Links links;
    private final Rooms rooms;
    private final boolean https;

    public Seats(Links links, Rooms rooms, boolean https) {
        this.links = links;
        this.rooms = rooms;
        this.https = https;
    }

    /** The member who asks. Throws {@link NotFound} without a good seat in the session. */
    public Member member(Context ctx) {
        String session = session(ctx);
        return links.member(cookie(ctx), session)
                .orElseThrow(() -> new NotFound(
                        "There is no such board, or you have no seat at it. Open the link that you were sent."));
    }

    /** The member who asks, when the role allows it. Throws {@link NotFound} and {@link Forbidden}. */
    public Member member(Context ctx, Predicate<Role> may) {
        Member member = member(ctx);
        if (!may.test(role(member))) {
            throw new Forbidden("As " + member.role() + " you may look at this board, but not do that.");
        }
        return member;
    }

    /** The board that the request is about, for a member of its session. Throws {@link NotFound}. */
    public Reading board(Context ctx) {
        member(ctx);
        return read(session(ctx));
    }

    /** The stored board of a session. Throws {@link NotFound}. */
    public Reading read(String session) {
        return rooms.read(session).orElseThrow(() -> new NotFound("There is no such board."));
    }

    /** Whether the one who asks may only look. */
    public boolean locked(Context ctx) {
        return !role(member(ctx)).mayEdit();
    }

    /** The id of the session in the path. */
    public static String session(Context ctx) {
        return ctx.pathParam("id");
    }

    static Role role(Member member) {
        return Role.named(member.role())
                .orElseThrow(() -> new IllegalStateException("member " + member.id() + " has no role"));
    }

    String cookie(Context ctx) {
        return ctx.cookie(name());
    }

    void keep(Context ctx, String cookie) {
        ctx.cookie(new Cookie(name(), cookie, "/", A_YEAR, https, true, null, SameSite.LAX));
    }

    /** The prefix makes browsers refuse the cookie from anywhere but this host over https. */
    private String name() {
        return https ? "__Host-trestle" : "trestle";
    }
}
