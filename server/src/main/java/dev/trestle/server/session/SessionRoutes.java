package dev.trestle.server.session;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.BadBoard;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.db.Member;
import dev.trestle.db.ShareLink;
import dev.trestle.server.web.Assets;
import dev.trestle.server.web.BadInput;
import dev.trestle.server.web.Json;
import dev.trestle.server.web.Limits;
import dev.trestle.server.web.NotFound;
import dev.trestle.server.web.Pages;
import dev.trestle.server.web.Throttle;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The pages and routes of sessions: make one, work at it, invite to it, join it. */
public final class SessionRoutes {
    private static final String BLANK = "blank";
    private static final int RECENT = 12;

    /** What the export menu offers, by file below the session's address. */
    private static final List<Map<String, String>> EXPORTS = List.of(
            Map.of("file", "report.html", "label", "Report"),
            Map.of("file", "report.md", "label", "Report, Markdown"),
            Map.of("file", "report.json", "label", "Results"),
            Map.of("file", "design.svg", "label", "Diagram"),
            Map.of("file", "board.json", "label", "Board"));

    private final Rooms rooms;
    private final Links links;
    private final Seats seats;
    private final Pages pages;
    private final Assets assets;
    private final BiFunction<String, Boolean, Optional<Board>> problems;
    private final Runs runs;
    private final Throttle boards = new Throttle(Limits.BOARDS_PER_MINUTE, System::nanoTime);
    private final Throttle joins = new Throttle(Limits.JOINS_PER_MINUTE, System::nanoTime);

    /** What these routes build on. */
    public record Parts(Rooms rooms, Links links, Seats seats, Pages pages, Assets assets) {}

    /**
     * @param problems the board that a problem begins with, by its id, with or without its reference design
     * @param lastRun the newest run of a session that has results
     */
    /**
     * What a page is told of the runs of its session.
     *
     * @param last the id of the newest one that has results
     * @param active the one that goes on or waits
     */
    public record Runs(
            Function<String, Optional<String>> last, Function<String, Optional<Map<String, Object>>> active) {}

    public SessionRoutes(Parts parts, BiFunction<String, Boolean, Optional<Board>> problems, Runs runs) {
        this.runs = runs;
        this.rooms = parts.rooms;
        this.links = parts.links;
        this.seats = parts.seats;
        this.pages = parts.pages;
        this.assets = parts.assets;
        this.problems = problems;
    }

    /** {@code POST /sessions}: a new board, for a problem or blank; its maker becomes the host. */
    public void create(Context ctx) {
        boards.take(ctx.ip(), "That was many new boards in a minute: wait a little.");
        String problem = ctx.formParam("problem");
        if (problem == null) throw new BadInput("problem", "missing", "problem: name a problem, or blank");
        boolean blank = problem.equals(BLANK);
        boolean reference = "reference".equals(ctx.formParam("design"));
        Board board = blank
                ? Board.empty("Untitled board")
                : problems.apply(problem, reference)
                        .orElseThrow(() -> new BadInput("problem", "unknown", "problem: there is no such problem"));
        ctx.redirect(open(ctx, board, blank ? null : problem), HttpStatus.SEE_OTHER);
    }

    /** {@code POST /sessions/file}: a new board from the text of a board file; answers with its address. */
    public void file(Context ctx) {
        boards.take(ctx.ip(), "That was many new boards in a minute: wait a little.");
        Board board;
        try {
            board = BoardJson.parse(ctx.body());
        } catch (BadBoard e) {
            throw new BadInput("board", "board", e.getMessage());
        }
        Json.send(ctx, Json.object().put("to", open(ctx, board, null)));
    }

    /** Makes a session of a board, with a seat for its maker; returns its address. */
    private String open(Context ctx, Board board, String problem) {
        String id = rooms.create(BoardJson.print(board), problem);
        Links.Seat seat = links.host(id, "", seats.cookie(ctx));
        seats.keep(ctx, seat.cookie());
        return "/s/" + id;
    }

    /** {@code GET /s/{id}}: the workbench. */
    public void workbench(Context ctx) {
        Member member = seats.member(ctx);
        Reading reading = seats.read(member.sessionId());
        Map<String, Object> boot = new LinkedHashMap<>();
        boot.put("session", member.sessionId());
        boot.put("title", reading.board().title());
        boot.put("me", ServerFrames.person(member));
        boot.put("static", assets.base());
        boot.put("catalogUrl", "/catalog.json");
        runs.last().apply(member.sessionId()).ifPresent(run -> boot.put("run", run));
        runs.active().apply(member.sessionId()).ifPresent(run -> boot.put("running", run));
        pages.send(
                ctx,
                "workbench",
                Map.of(
                        "session", member.sessionId(),
                        "title", reading.board().title(),
                        "role", member.role(),
                        "mayShare", Seats.role(member).mayShare(),
                        "exports", EXPORTS,
                        "boot", boot));
    }

    /** {@code GET /s/{id}/board.json}: the board as a file. */
    public void board(Context ctx) {
        Reading reading = seats.board(ctx);
        ctx.header("Content-Disposition", "attachment; filename=\"board.json\"")
                .contentType("application/json; charset=utf-8")
                .result(BoardJson.print(reading.board()));
    }

    /** {@code GET /join}: asks for a name; the secret of the link stays in the browser until it is posted. */
    public void joinPage(Context ctx) {
        pages.send(ctx, "join", Map.of());
    }

    /** {@code POST /join}: takes a seat by a link's secret. An unknown, an ended and an old link are answered alike. */
    public void join(Context ctx) {
        ObjectNode body = Json.body(ctx);
        String name = Json.text(body, "name", "").strip();
        if (name.length() > Limits.NAME_CHARS) {
            throw new BadInput("name", "long", "name: at most " + Limits.NAME_CHARS + " characters");
        }
        Links.Seat seat =
                links.join(Json.text(body, "k", null), name, seats.cookie(ctx)).orElseThrow(() -> unknown(ctx));
        seats.keep(ctx, seat.cookie());
        Json.send(ctx, Json.object().put("to", "/s/" + seat.member().sessionId()));
    }

    /** Only what fails counts against the limit: a class room behind one address joins at once. */
    private NotFound unknown(Context ctx) {
        joins.take(ctx.ip(), "Too many tries: wait a minute.");
        return new NotFound("This link is unknown or no longer good: ask for a new one.");
    }

    /** {@code POST /s/{id}/links}: a new link for a role. */
    public void invite(Context ctx) {
        Member member = seats.member(ctx, Role::mayShare);
        ObjectNode body = Json.body(ctx);
        Role role = Role.named(Json.text(body, "role", ""))
                .filter(asked -> asked != Role.HOST)
                .orElseThrow(() -> new BadInput("role", "unknown", "role: must be interviewer, candidate or observer"));
        Links.Invitation made = links.create(member.sessionId(), role, Json.text(body, "name", ""));
        Json.send(
                ctx,
                Json.object()
                        .put("link", "/join#k=" + made.token())
                        .put("id", made.link().id()));
    }

    /** {@code GET /s/{id}/links}: the links there are, without their secrets. */
    public void links(Context ctx) {
        Member member = seats.member(ctx, Role::mayShare);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("links");
        for (ShareLink link : links.of(member.sessionId())) {
            list.addObject()
                    .put("id", link.id())
                    .put("role", link.role())
                    .put("name", link.name())
                    .put("expires", link.expiresAt().toString())
                    .put("revoked", link.revokedAt() != null);
        }
        Json.send(ctx, answer);
    }

    /** {@code POST /s/{id}/links/{link}/revoke}: ends a link and the seats taken by it. */
    public void revoke(Context ctx) {
        Member member = seats.member(ctx, Role::mayShare);
        if (!links.revoke(member.sessionId(), ctx.pathParam("link"))) {
            throw new NotFound("There is no such link, or it has ended already.");
        }
        Json.send(ctx, Json.object().put("revoked", true));
    }

    /** The boards that this browser sits at, last changed first: for the first page. */
    public List<Recent> recent(Context ctx) {
        Instant now = Instant.now();
        return links.sessions(seats.cookie(ctx), RECENT).stream()
                .map(session -> new Recent(
                        session.id(),
                        session.title(),
                        session.changedAt().toString(),
                        ago(Duration.between(session.changedAt(), now))))
                .toList();
    }

    /** A line of the list of boards. */
    public record Recent(String id, String title, String at, String ago) {}

    private static String ago(Duration age) {
        if (age.toMinutes() < 1) return "just now";
        if (age.toHours() < 1) return count(age.toMinutes(), "minute");
        if (age.toDays() < 1) return count(age.toHours(), "hour");
        return count(age.toDays(), "day");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s") + " ago";
    }
}
