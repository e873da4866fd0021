package dev.trestle.server.estimate;

import dev.trestle.components.board.Board;
import dev.trestle.components.check.Finding;
import dev.trestle.server.session.Seats;
import dev.trestle.server.web.FieldErrors;
import dev.trestle.server.web.NotFound;
import dev.trestle.server.web.Pages;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The brief's form and the estimate that follows from it. */
public final class BriefRoutes {
    private final Seats seats;
    private final Pages pages;
    private final Function<Board, List<Finding>> check;
    private final Estimates estimates = new Estimates();

    /** @param check the flaws of a board; those with a path stand at their field */
    public BriefRoutes(Seats seats, Pages pages, Function<Board, List<Finding>> check) {
        this.seats = seats;
        this.pages = pages;
        this.check = check;
    }

    /** {@code GET /s/{id}/brief}: prompt, requirements, operations, entities, assumptions and the script. */
    public void brief(Context ctx) {
        Board board = seats.board(ctx).board();
        BriefView view = BriefView.of(board, errors(board), seats.locked(ctx));
        pages.send(ctx, "fragments/brief", Map.of("view", view));
    }

    /** {@code GET /s/{id}/estimate}: every number that follows from the brief. */
    public void estimate(Context ctx) {
        EstimateView view = estimates.of(seats.board(ctx).board());
        pages.send(ctx, "fragments/estimate", Map.of("view", view, "session", Seats.session(ctx)));
    }

    /** {@code GET /s/{id}/estimate/{cell}}: why one number is what it is, down to the inputs. */
    public void derivation(Context ctx) {
        EstimateView.CellView cell = estimates.of(seats.board(ctx).board()).cell(ctx.pathParam("cell"));
        if (cell == null) throw new NotFound("The estimate has no such number any more.");
        pages.send(ctx, "fragments/derivation", Map.of("cell", cell));
    }

    /** What makes a field of the brief or the script wrong: of its rules and of its numbers, the first of each field. */
    private FieldErrors errors(Board board) {
        Map<String, String> byPath = new LinkedHashMap<>();
        for (EstimateView.Notice notice : estimates.of(board).findings()) {
            if (notice.isError()) byPath.putIfAbsent(notice.path(), notice.says());
        }
        for (Finding finding : check.apply(board)) {
            if (finding.path() != null && finding.stops()) byPath.putIfAbsent(finding.path(), finding.says());
        }
        return new FieldErrors(byPath);
    }
}
