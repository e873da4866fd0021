package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.BadBoard;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Comparison;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.db.Member;
import dev.trestle.db.RunRepository;
import dev.trestle.server.session.Role;
import dev.trestle.server.session.Seats;
import dev.trestle.server.web.BadInput;
import dev.trestle.server.web.Conflict;
import dev.trestle.server.web.Json;
import dev.trestle.server.web.NotFound;
import dev.trestle.server.web.Pages;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Two runs of a session, or a board file and this board, side by side: both run under one script and one seed. */
public final class CompareRoutes {
    /** Runs that are listed. */
    private static final int LISTED = 12;
    /** Comparisons of all sessions that are kept. */
    private static final int KEPT = 64;

    private final Seats seats;
    private final Pages pages;
    private final RunRepository runs;
    private final RunDesk desk;
    private final AtomicLong numbers = new AtomicLong();
    /** By session and id, the oldest first; guarded by itself. */
    private final Map<String, CompareJob> kept = new LinkedHashMap<>();

    public CompareRoutes(RunRoutes.Parts parts) {
        seats = parts.seats();
        pages = parts.pages();
        runs = parts.runs();
        desk = parts.desk();
    }

    /** {@code GET /s/{id}/compare}: the session's runs, to choose two of. */
    public void choose(Context ctx) {
        Member member = seats.member(ctx);
        long revision = seats.read(member.sessionId()).seq();
        CompareView.Choice view = CompareView.Choice.of(runs.newest(member.sessionId(), LISTED), revision);
        pages.send(ctx, "fragments/compare", Map.of("view", view));
    }

    /**
     * {@code POST /s/{id}/comparisons} with {@code a}, {@code b} and {@code seed}: a side is the id of a run, {@code board}
     * for the board as it stands, or a whole board. Answers 202 with the id.
     */
    public void start(Context ctx) {
        Member member = seats.member(ctx, Role::mayRun);
        String session = member.sessionId();
        ObjectNode body = Json.body(ctx);
        desk.admit(session);
        CompareJob.Side first = side(session, "a", body.path("a"));
        CompareJob.Side second = side(session, "b", body.path("b"));
        runs("a", first.name(), first.board());
        runs("b", second.name(), Comparison.underScriptOf(first.board(), second.board()));
        Options options = new Options(RunRoutes.seed(body), Options.EVENTS, Options.WALL_NANOS, RunDesk.cores());
        CompareJob job = new CompareJob("c" + numbers.incrementAndGet(), first, second, options);
        keep(session, job);
        desk.submit(session, job.id(), job);
        ctx.status(202);
        Json.send(ctx, Json.object().put("comparison", job.id()));
    }

    private CompareJob.Side side(String session, String field, JsonNode said) {
        try {
            if (said.isObject()) {
                Board board = BoardJson.parse(said.toString());
                return new CompareJob.Side(
                        board.title() == null || board.title().isBlank() ? "the file" : board.title(), board);
            }
            if (said.asText().equals("board")) {
                return new CompareJob.Side("this board", seats.read(session).board());
            }
            dev.trestle.db.Run row = runs.find(session, said.asText())
                    .orElseThrow(() -> new NotFound("This board has no run of that name."));
            return new CompareJob.Side("run " + row.id(), BoardJson.parse(row.board()));
        } catch (BadBoard bad) {
            throw new BadInput(field, "board", "This is no board: " + bad.getMessage());
        }
    }

    private static void runs(String field, String name, Board board) {
        Run.findings(board).stream().filter(Finding::stops).findFirst().ifPresent(finding -> {
            throw new BadInput(field, "findings", name + " cannot be run: " + finding.says());
        });
    }

    private void keep(String session, CompareJob job) {
        synchronized (kept) {
            kept.put(session + "/" + job.id(), job);
            if (kept.size() > KEPT) kept.remove(kept.keySet().iterator().next());
        }
    }

    /** {@code POST /s/{id}/comparisons/{comparison}/cancel}. */
    public void cancel(Context ctx) {
        Member member = seats.member(ctx, Role::mayRun);
        CompareJob job = job(ctx, member.sessionId());
        if (!desk.cancel(member.sessionId(), job.id())) throw new Conflict("The comparison has ended already.");
        Json.send(ctx, Json.object().put("cancelled", true));
    }

    /** {@code GET /s/{id}/comparisons/{comparison}}: how far it is. */
    public void state(Context ctx) {
        CompareJob job = job(ctx, seats.member(ctx).sessionId());
        Json.send(
                ctx,
                Json.object()
                        .put("state", job.state().name().toLowerCase(Locale.ROOT))
                        .put("progress", job.progress()));
    }

    /** {@code GET /s/{id}/comparisons/{comparison}/results}: verdicts that change first, then the figures of both. */
    public void results(Context ctx) {
        CompareJob job = job(ctx, seats.member(ctx).sessionId());
        if (job.state() != CompareJob.State.DONE) {
            throw new NotFound("This comparison has no results: it is "
                    + job.state().name().toLowerCase(Locale.ROOT) + ".");
        }
        pages.send(ctx, "fragments/comparison", Map.of("view", CompareView.of(job)));
    }

    private CompareJob job(Context ctx, String session) {
        synchronized (kept) {
            CompareJob job = kept.get(session + "/" + ctx.pathParam("comparison"));
            if (job == null) throw new NotFound("This comparison is not kept any more: compare again.");
            return job;
        }
    }
}
