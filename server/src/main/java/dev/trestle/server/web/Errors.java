package dev.trestle.server.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table from an exception to what a person sees: a status and one clear line. What the table does not know is
 * our mistake: 500, an id that stands in the log too, and nothing else.
 */
public final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private final Pages pages;
    private final Map<Class<? extends Exception>, Integer> table = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    public Errors(Pages pages) {
        this.pages = pages;
        table.put(BadInput.class, 422);
        table.put(NotFound.class, 404);
        table.put(Forbidden.class, 403);
        table.put(Conflict.class, 409);
        table.put(TooMuch.class, 429);
    }

    /** Adds a row: an exception of another module whose message is already one clear line for people. */
    public Errors also(Class<? extends Exception> type, int status) {
        table.put(type, status);
        return this;
    }

    /** Registers the table with the routes. */
    public void register(RoutesConfig routes) {
        routes.exception(Exception.class, this::answer);
        routes.exception(HttpResponseException.class, this::answer); // its default handler would win otherwise
    }

    /** Answers for an {@link Error} (a stack overflow in a parser, out of memory), which no exception handler sees. */
    public void fatal(jakarta.servlet.http.HttpServletResponse response, Error error) {
        LOG.error("request failed with {}", error.getClass().getSimpleName(), error);
        response.setStatus(500);
    }

    private void answer(Exception e, Context ctx) {
        Integer known = table.get(e.getClass());
        if (known != null) {
            send(ctx, known, e.getMessage(), e);
        } else if (e instanceof HttpResponseException http) {
            send(ctx, http.getStatus(), words(http.getStatus()), e);
        } else {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            LOG.error("request failed, error id {}: {} {}", id, ctx.req().getMethod(), ctx.path(), e);
            send(ctx, 500, "Something went wrong on our side (error " + id + "). Nothing you saved is lost.", e);
        }
    }

    private static String words(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take that kind of request.";
            case 413 -> "That is too large: at most 1 MiB is accepted.";
            default -> HttpStatus.forStatus(status).getMessage() + ".";
        };
    }

    private void send(Context ctx, int status, String words, Exception e) {
        ctx.status(status);
        if (status == 429) ctx.header("Retry-After", "10");
        String accept = ctx.header("Accept");
        if (ctx.header("HX-Request") != null) {
            pages.send(ctx, "fragments/error", Map.of("message", words));
        } else if (accept != null && accept.contains("text/html")) {
            String title = status == 404 ? "Not found" : status >= 500 ? "Our mistake" : "Not possible";
            pages.send(ctx, "error", Map.of("status", status, "title", title, "message", words));
        } else {
            ObjectNode json = Json.object().put("message", words);
            if (e instanceof BadInput bad) json.put("field", bad.field()).put("code", bad.code());
            Json.send(ctx, json);
        }
    }
}
