package dev.trestle.server.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Set;

/**
 * What stands between any request and its route: the security headers of every answer, and the refusal of unsafe
 * requests that come from another site. Unsafe methods and WebSocket upgrades must be same-origin by
 * {@code Sec-Fetch-Site} or, where a browser does not send that, by {@code Origin}; the session cookie's SameSite rule
 * is the second layer. There is no CORS at all.
 */
public final class Guard {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    private final boolean https;
    private final Hosts hosts;

    /** @param https whether people reach this server by https (TRESTLE_BASE_URL says so) */
    public Guard(boolean https, Hosts hosts) {
        this.https = https;
        this.hosts = hosts;
    }

    /** Sets the headers of every answer; a route that serves something cacheable sets its own Cache-Control later. */
    public void headers(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("X-Robots-Tag", "noindex");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        if (https) ctx.header("Strict-Transport-Security", "max-age=31536000");
    }

    /** Refuses a request to a name that this server does not go by. Throws {@link Forbidden}. */
    public void host(Context ctx) {
        Hosts.Door door = new Hosts.Door(ctx.req().getLocalAddr(), ctx.req().getLocalPort());
        if (!hosts.allow(ctx.host(), door)) {
            throw new Forbidden("This server does not go by the name in the request's Host header: "
                    + "open it at its own address, or add the name to TRESTLE_HOSTS.");
        }
    }

    /** Refuses an unsafe request from another site. Throws {@link Forbidden}. */
    public void crossSite(Context ctx) {
        if (!SAFE.contains(ctx.req().getMethod())) sameOrigin(ctx);
    }

    /** Refuses a request (any method; upgrades use it) that does not come from our own pages. */
    public void sameOrigin(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            if (!site.equals("same-origin") && !site.equals("none")) refuse();
            return;
        }
        String origin = ctx.header("Origin");
        if (origin == null || !hostOf(origin).equals(ctx.host())) refuse();
    }

    /** Refuses an upgrade whose Host or Origin is not ours: browsers always send Origin with one. */
    public void upgrade(Context ctx) {
        host(ctx);
        String origin = ctx.header("Origin");
        if (origin == null || !hostOf(origin).equals(ctx.host())) refuse();
    }

    private static void refuse() {
        throw new Forbidden("This request came from another site and was refused.");
    }

    private static String hostOf(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
