package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.db.Member;
import dev.trestle.db.MemberRepository;
import dev.trestle.db.Run;
import dev.trestle.db.RunRepository;
import dev.trestle.server.session.Seats;
import dev.trestle.server.web.Json;
import dev.trestle.server.web.NotFound;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A session's board on paper: Markdown, self-contained HTML, SVG, and the results as JSON. After an edit that a run would
 * notice, a report still holds the results of the newest run and says of which revision they are.
 */
public final class ReportRoutes {
    private final Seats seats;
    private final RunRepository runs;
    private final MemberRepository members;

    public ReportRoutes(Seats seats, RunRepository runs, MemberRepository members) {
        this.seats = seats;
        this.runs = runs;
        this.members = members;
    }

    /** {@code GET /s/{id}/report.md}. */
    public void markdown(Context ctx) {
        send(ctx, "report.md", "text/markdown; charset=utf-8", MarkdownReport.of(subject(ctx)));
    }

    /** {@code GET /s/{id}/report.html}: one file with everything in it. */
    public void html(Context ctx) {
        send(ctx, "report.html", "text/html; charset=utf-8", HtmlReport.of(subject(ctx)));
    }

    /** {@code GET /s/{id}/design.svg}. */
    public void svg(Context ctx) {
        Subject subject = subject(ctx);
        send(ctx, "design.svg", "image/svg+xml", DesignSvg.of(subject.board().design(), subject.current()));
    }

    /** {@code GET /s/{id}/report.json}: the newest results, whatever was edited since. */
    public void json(Context ctx) {
        Member member = seats.member(ctx);
        Run run = runs.newestDone(member.sessionId())
                .orElseThrow(() -> new NotFound("This board has no results yet: run it first."));
        send(ctx, "report.json", "application/json; charset=utf-8", run.report());
    }

    /** Downloads only: nothing of a report is ever shown as a page of ours. */
    private static void send(Context ctx, String file, String type, String text) {
        ctx.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
        ctx.header("Content-Security-Policy", "sandbox; default-src 'none'");
        ctx.contentType(type).result(text);
    }

    private Subject subject(Context ctx) {
        Member member = seats.member(ctx);
        Board board = seats.read(member.sessionId()).board();
        List<String> people = new ArrayList<>();
        members.members(member.sessionId()).forEach(seat -> people.add(seat.name()));
        String today = LocalDate.now(Clock.system(ZoneOffset.UTC)).toString();
        Subject subject = Subject.of(board).by(people, today);
        Optional<Run> newest = runs.newestDone(member.sessionId());
        if (newest.isEmpty()) return subject;
        Run run = newest.get();
        Board ran = BoardJson.parse(run.board());
        JsonNode report = Json.stored(run.report());
        if (sameRun(ran, board)) {
            return subject.with(report, "trestle run board.json --seed " + run.seed() + alone(report));
        }
        // A run by hand has made its script itself: the board may have another, and does not repeat it then.
        Board scripted = new Board(ran.title(), ran.brief(), ran.design(), board.script());
        return report.has("lanes") && sameRun(scripted, board)
                ? subject.with(report, null)
                : subject.withOlder(report, ran, run.seq());
    }

    /**
     * Whether a run of one board is a run of the other: texts for people, notes and, without areas, places do not matter.
     * The workbench says the same of the results on its screen.
     */
    static boolean sameRun(Board one, Board other) {
        boolean places =
                !one.design().areas().isEmpty() || !other.design().areas().isEmpty();
        return one.brief().entities().equals(other.brief().entities())
                && one.brief().operations().equals(other.brief().operations())
                && one.brief().requirements().equals(other.brief().requirements())
                && assumptions(one).equals(assumptions(other))
                && one.script().equals(other.script())
                && one.design().areas().equals(other.design().areas())
                && nodes(one, places).equals(nodes(other, places))
                && links(one).equals(links(other));
    }

    private static Map<String, String> assumptions(Board board) {
        Map<String, String> values = new LinkedHashMap<>();
        board.brief().assumptions().forEach((name, assumption) -> values.put(name, assumption.is()));
        return values;
    }

    private static Map<String, Node> nodes(Board board, boolean places) {
        return board.design().nodes().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            Node node = entry.getValue();
            return new Node(node.kind(), null, places ? node.x() : 0, places ? node.y() : 0, node.settings());
        }));
    }

    private static Map<String, Link> links(Board board) {
        return board.design().links().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            Link link = entry.getValue();
            return new Link(link.from(), link.to(), null, link.settings());
        }));
    }

    /** A run that was played by hand is one replication. */
    private static String alone(JsonNode report) {
        return report.path("replications").asInt(2) == 1 ? " --alone" : "";
    }
}
