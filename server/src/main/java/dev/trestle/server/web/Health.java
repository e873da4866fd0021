package dev.trestle.server.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * How the server is: {@code /livez} says that the process answers, {@code /readyz} that every check passes. Checks are
 * made at most every two seconds, whoever asks.
 */
public final class Health {
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
    private volatile boolean draining;
    private ObjectNode last;
    private long lastNanos;

    public Health() {
        checks.put("accepting", () -> !draining);
    }

    /** Adds a check; one that throws has failed. */
    public Health check(String name, BooleanSupplier check) {
        checks.put(name, check);
        return this;
    }

    /** From now on not ready: the first step of a graceful stop. */
    public void drain() {
        draining = true;
    }

    public void live(Context ctx) {
        Json.send(ctx, Json.object().put("live", true));
    }

    public void ready(Context ctx) {
        ObjectNode answer = answer();
        ctx.status(answer.get("ready").booleanValue() ? 200 : 503);
        Json.send(ctx, answer);
    }

    private synchronized ObjectNode answer() {
        if (last != null && System.nanoTime() - lastNanos < FRESH_NANOS && !draining) return last;
        ObjectNode results = Json.object();
        boolean ready = true;
        for (Map.Entry<String, BooleanSupplier> check : checks.entrySet()) {
            boolean passed = passes(check.getValue());
            results.put(check.getKey(), passed);
            ready &= passed;
        }
        ObjectNode answer = Json.object().put("ready", ready);
        answer.set("checks", results);
        last = answer;
        lastNanos = System.nanoTime();
        return answer;
    }

    private static boolean passes(BooleanSupplier check) {
        try {
            return check.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
