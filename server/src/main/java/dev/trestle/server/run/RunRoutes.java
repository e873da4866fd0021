package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Refused;
import dev.trestle.components.run.Run;
import dev.trestle.db.Member;
import dev.trestle.db.Run.State;
import dev.trestle.db.RunRepository;
import dev.trestle.server.report.FixesView;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.session.Reading;
import dev.trestle.server.session.Role;
import dev.trestle.server.session.Rooms;
import dev.trestle.server.session.Seats;
import dev.trestle.server.web.BadInput;
import dev.trestle.server.web.Conflict;
import dev.trestle.server.web.Json;
import dev.trestle.server.web.NotFound;
import dev.trestle.server.web.Pages;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Start a run of a session's board, cancel it, read what came of it. */
public final class RunRoutes {
    /**
     * Only a guard, as a run that it stops is not repeatable: what the events take on one core of a busy machine, with all the
     * losses that a requirement wants to be tried. Whoever waits sees how far it is and may cancel it.
     */
    private static final long WALL_NANOS = 600_000_000_000L;

    /** Seeds fit in what JavaScript counts exactly. */
    private static final long LARGEST_SEED = 1L << 53;

    private final Seats seats;
    private final Rooms rooms;
    private final Pages pages;
    private final RunRepository runs;
    private final RunDesk desk;
    private final LiveDesk live;

    /** What these routes build on. */
    public record Parts(Seats seats, Rooms rooms, Pages pages, RunRepository runs, RunDesk desk, LiveDesk live) {}

    public RunRoutes(Parts parts) {
        seats = parts.seats;
        rooms = parts.rooms;
        pages = parts.pages;
        runs = parts.runs;
        desk = parts.desk;
        live = parts.live;
    }

    /** {@code POST /s/{id}/runs}: queues a run of the board as it is stored now; answers 202 with its id. */
    public void start(Context ctx) {
        Member member = seats.member(ctx, Role::mayRun);
        long seed = seed(Json.body(ctx));
        String session = member.sessionId();
        desk.admit(session);
        if (live.of(session).isPresent()) throw new Conflict("A live run is going on: stop it first.");
        Reading reading = seats.read(session);
        Run run = compile(reading.board(), seed);
        RunRepository.Request request = new RunRepository.Request(seed, ReportJson.ENGINE, Instant.now());
        dev.trestle.db.Run row = runs.add(session, reading.seq(), reading.json(), request);
        RunJob job = new RunJob(row, run, runs, rooms);
        job.queued();
        try {
            desk.submit(session, row.id(), job);
        } catch (RuntimeException e) {
            job.dropped();
            throw e;
        }
        ctx.status(202);
        Json.send(ctx, Json.object().put("run", row.id()));
    }

    private static Run compile(Board board, long seed) {
        try {
            return Run.of(board, options(seed, WALL_NANOS));
        } catch (Refused refused) {
            throw new BadInput("board", "findings", "The board cannot be run yet: " + refused.getMessage());
        }
    }

    private static Options options(long seed, long wallNanos) {
        return new Options(seed, Options.EVENTS, wallNanos, RunDesk.cores()).deciding();
    }

    /** The seed of what is asked for; 1 where it is not said. */
    static long seed(ObjectNode body) {
        JsonNode seed = body.path("seed");
        if (seed.isMissingNode()) return 1;
        if (!seed.isIntegralNumber() || seed.longValue() < 0 || seed.longValue() > LARGEST_SEED) {
            throw new BadInput("seed", "range", "seed: must be a whole number from 0 to 2^53");
        }
        return seed.longValue();
    }

    /** {@code POST /s/{id}/runs/{run}/cancel}. */
    public void cancel(Context ctx) {
        Member member = seats.member(ctx, Role::mayRun);
        dev.trestle.db.Run row = row(ctx, member.sessionId());
        LiveJob job = live.of(member.sessionId())
                .filter(each -> each.id().equals(row.id()))
                .orElse(null);
        if (job != null) {
            job.cancel();
        } else if (!desk.cancel(member.sessionId(), row.id())) {
            throw new Conflict("The run has ended already.");
        }
        Json.send(ctx, Json.object().put("cancelled", true));
    }

    /** {@code POST /s/{id}/runs/{run}/fixes}: queues the search for changes that meet what the run missed. */
    public void findFixes(Context ctx) {
        Member member = seats.member(ctx, Role::mayRun);
        String session = member.sessionId();
        dev.trestle.db.Run row = done(ctx);
        JsonNode report = Json.stored(row.report());
        if (ReportJson.count(report, "missed") == 0) throw new Conflict("This run missed nothing.");
        if (report.has("lanes")) throw new Conflict("A run by hand decides nothing: run the board, then search.");
        desk.admit(session);
        FixJob job = new FixJob(row, options(row.seed(), WALL_NANOS), runs, rooms);
        job.queued();
        desk.submit(session, FixJob.name(row.id()), job);
        ctx.status(202);
        Json.send(ctx, Json.object().put("run", row.id()));
    }

    /** {@code POST /s/{id}/runs/{run}/fixes/cancel}: ends the search with what it has found. */
    public void cancelFixes(Context ctx) {
        Member member = seats.member(ctx, Role::mayRun);
        dev.trestle.db.Run row = row(ctx, member.sessionId());
        if (!desk.cancel(member.sessionId(), FixJob.name(row.id())))
            throw new Conflict("The search has ended already.");
        Json.send(ctx, Json.object().put("cancelled", true));
    }

    /** {@code GET /s/{id}/runs/{run}/fixes}: what the search found. */
    public void fixes(Context ctx) {
        dev.trestle.db.Run row = done(ctx);
        pages.send(ctx, "fragments/fixes", Map.of("view", FixesView.of(row.id(), Json.stored(row.report()))));
    }

    /** {@code GET /s/{id}/runs/{run}/state}: where it stands, and why it ended where it failed. */
    public void state(Context ctx) {
        Member member = seats.member(ctx);
        dev.trestle.db.Run row = row(ctx, member.sessionId());
        ObjectNode answer = Json.object().put("run", row.id()).put("state", word(row.state()));
        if (row.message() != null) answer.put("message", row.message());
        Json.send(ctx, answer.put("seed", row.seed()));
    }

    private static String word(State state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** {@code GET /s/{id}/runs/{run}.json}: the report of a run that is done. */
    public void report(Context ctx) {
        dev.trestle.db.Run row = done(ctx);
        ctx.contentType("application/json; charset=utf-8").result(row.report());
    }

    /** {@code GET /s/{id}/runs/{run}/board.json}: the board that is or was run, with its revision. */
    public void board(Context ctx) {
        Member member = seats.member(ctx);
        dev.trestle.db.Run row = row(ctx, member.sessionId());
        ObjectNode answer = Json.object().put("revision", row.seq());
        answer.set("board", Json.stored(row.board()));
        Json.send(ctx, answer);
    }

    /** {@code GET /s/{id}/runs/{run}/results}: verdicts with their evidence, latencies, components, cost. */
    public void results(Context ctx) {
        dev.trestle.db.Run row = done(ctx);
        Map<String, String> labels = new LinkedHashMap<>();
        BoardJson.parse(row.board()).design().nodes().forEach((id, node) -> {
            if (node.label() != null) labels.put(id, node.label());
        });
        ResultsView view = ResultsView.of(row.id(), Json.stored(row.report()), labels);
        FixesView fixes = FixesView.of(row.id(), Json.stored(row.report()));
        pages.send(ctx, "fragments/results", Map.of("view", view, "fixes", fixes));
    }

    /** The id of the newest run of a session that has results. */
    public Optional<String> last(String session) {
        return runs.newestDone(session).map(dev.trestle.db.Run::id);
    }

    /** The run of a session that goes on or waits: its id, state and seed, as a page that opens now has to know. */
    public Optional<Map<String, Object>> active(String session) {
        return runs.active(session).map(run -> Map.of("run", run.id(), "state", word(run.state()), "seed", run.seed()));
    }

    private dev.trestle.db.Run done(Context ctx) {
        Member member = seats.member(ctx);
        dev.trestle.db.Run row = row(ctx, member.sessionId());
        if (row.state() != State.DONE) {
            throw new NotFound("This run has no results: it is " + word(row.state()) + ".");
        }
        return row;
    }

    private dev.trestle.db.Run row(Context ctx, String session) {
        return runs.find(session, ctx.pathParam("run"))
                .orElseThrow(() -> new NotFound("This board has no run of that name."));
    }
}
