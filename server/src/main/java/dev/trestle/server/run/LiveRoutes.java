package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Refused;
import dev.trestle.components.run.Run;
import dev.trestle.db.Member;
import dev.trestle.db.RunRepository;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.session.Reading;
import dev.trestle.server.session.Role;
import dev.trestle.server.session.Rooms;
import dev.trestle.server.session.Seats;
import dev.trestle.server.web.BadInput;
import dev.trestle.server.web.Conflict;
import dev.trestle.server.web.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Begin a live run of a session's board, and do things to it while it goes on. */
public final class LiveRoutes {
    /** Longer nobody waits for a click: what takes so long is done all the same. */
    private static final long PATIENCE_SECONDS = 20;
    /** What may be stepped over at once, in simulated seconds. */
    private static final double LONGEST_STEP = 60;

    private static final double LARGEST_LOAD = 1000;

    private final Parts parts;

    /** What these routes build on. */
    public record Parts(Seats seats, Rooms rooms, RunRepository runs, RunDesk desk, LiveDesk live) {}

    public LiveRoutes(Parts parts) {
        this.parts = parts;
    }

    /** {@code POST /s/{id}/live}: begins a live run of the board as it is stored now; answers 202 with its id. */
    public void begin(Context ctx) {
        Member member = parts.seats.member(ctx, Role::mayRun);
        String session = member.sessionId();
        ObjectNode body = Json.body(ctx);
        long seed = RunRoutes.seed(body);
        double pace = body.has("pace") ? number(body, "pace", LiveJob.SLOWEST, LiveJob.FASTEST) : 1;
        parts.live.admit(session);
        if (parts.desk.busy(session))
            throw new Conflict("A run of this board is under way: let it finish or cancel it.");
        Reading reading = parts.seats.read(session);
        check(reading, seed);
        RunRepository.Request request = new RunRepository.Request(seed, ReportJson.ENGINE, Instant.now());
        dev.trestle.db.Run row = parts.runs.add(session, reading.seq(), reading.json(), request);
        LiveJob job = new LiveJob(row, reading.board(), pace, parts.runs, parts.rooms);
        try {
            parts.live.begin(session, job);
        } catch (RuntimeException e) {
            parts.runs.stop(session, row.id(), dev.trestle.db.Run.State.CANCELLED, null, Instant.now());
            throw e;
        }
        ctx.status(202);
        Json.send(ctx, Json.object().put("run", row.id()));
    }

    private static void check(Reading reading, long seed) {
        try {
            Run.of(reading.board(), Options.seed(seed));
        } catch (Refused refused) {
            throw new BadInput("board", "findings", "The board cannot be run yet: " + refused.getMessage());
        }
    }

    /**
     * {@code POST /s/{id}/runs/{run}/live}: does something to it, by {@code do}: {@code pace} (value), {@code pause},
     * {@code resume}, {@code step} (value, simulated seconds), {@code load} (value, a factor), {@code inject} (line, as a
     * script has it), {@code end} (line), {@code stop}.
     */
    public void act(Context ctx) {
        Member member = parts.seats.member(ctx, Role::mayRun);
        String run = ctx.pathParam("run");
        LiveJob job = parts.live
                .of(member.sessionId())
                .filter(each -> each.id().equals(run))
                .orElseThrow(() -> new Conflict("This live run has ended."));
        carryOut(job, deed(Json.body(ctx)));
        Json.send(ctx, Json.object().put("done", true));
    }

    private static LiveJob.Deed deed(ObjectNode body) {
        String what = Json.text(body, "do", "");
        switch (what) {
            case "pace" -> {
                double pace = number(body, "value", LiveJob.SLOWEST, LiveJob.FASTEST);
                return job -> job.pace(pace);
            }
            case "pause" -> {
                return job -> job.pause(true);
            }
            case "resume" -> {
                return job -> job.pause(false);
            }
            case "step" -> {
                double seconds = number(body, "value", 0.01, LONGEST_STEP);
                return job -> job.step(seconds);
            }
            case "load" -> {
                double factor = number(body, "value", 1 / LARGEST_LOAD, LARGEST_LOAD);
                return job -> job.load(factor);
            }
            case "inject" -> {
                String line = Json.text(body, "line", "");
                return job -> job.inject(line);
            }
            case "end" -> {
                String line = Json.text(body, "line", "");
                return job -> job.end(line);
            }
            case "stop" -> {
                return LiveJob::stop;
            }
            default ->
                throw new BadInput("do", "unknown", "do: must be pace, pause, resume, step, load, inject, end or stop");
        }
    }

    private static double number(ObjectNode body, String field, double least, double most) {
        JsonNode value = body.path(field);
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw new BadInput(field, "range", field + ": must be a number from " + least + " to " + most);
        }
        return value.doubleValue();
    }

    private static void carryOut(LiveJob job, LiveJob.Deed deed) {
        try {
            job.ask(deed).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a live run was asked for something", e);
        } catch (TimeoutException e) {
            throw new Conflict("The live run is slow: it will do that when it comes to it.");
        } catch (ExecutionException e) {
            throw words(e.getCause());
        }
    }

    /** What a person did wrong, as the line that says so. */
    private static RuntimeException words(Throwable cause) {
        if (cause instanceof BadText bad) return new BadInput("line", "line", bad.getMessage());
        if (cause instanceof Refused refused) return new BadInput("line", "findings", refused.getMessage());
        if (cause instanceof RuntimeException other) return other;
        return new IllegalStateException("a live run failed", cause);
    }
}
