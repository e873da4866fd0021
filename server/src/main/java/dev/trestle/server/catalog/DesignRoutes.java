package dev.trestle.server.catalog;

import dev.trestle.components.board.Board;
import dev.trestle.components.check.Finding;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.server.session.Seats;
import dev.trestle.server.web.Json;
import dev.trestle.server.web.NotFound;
import dev.trestle.server.web.Pages;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the workbench asks about a design: the catalog, the form of one component or link, the findings. */
public final class DesignRoutes {
    private final Seats seats;
    private final Pages pages;
    private final Function<Board, List<Finding>> check;
    private final Catalog kinds;
    private final Inspector inspector;
    private final String catalog;

    /** @param check the flaws of a board */
    public DesignRoutes(Seats seats, Pages pages, Catalog catalog, Function<Board, List<Finding>> check) {
        this.seats = seats;
        this.pages = pages;
        this.check = check;
        this.kinds = catalog;
        this.inspector = new Inspector(catalog);
        this.catalog = Json.print(CatalogJson.of(catalog));
    }

    /** {@code GET /catalog.json}: every kind; the same for everybody. */
    public void catalog(Context ctx) {
        ctx.header("Cache-Control", "no-cache")
                .contentType("application/json; charset=utf-8")
                .result(catalog);
    }

    /** {@code GET /kinds/{kind}}: what there is to say about a kind. */
    public void essay(Context ctx) {
        Kind kind = kinds.kind(ctx.pathParam("kind"))
                .orElseThrow(() -> new NotFound("There is no such kind of component."));
        pages.send(ctx, "fragments/essay", Map.of("essay", Essay.of(kind.id())));
    }

    /** {@code GET /s/{id}/inspector/{record}}: the form of a component or link. */
    public void inspector(Context ctx) {
        Board board = seats.board(ctx).board();
        InspectorView view = inspector.view(board, ctx.pathParam("record"), findings(board), seats.locked(ctx));
        pages.send(ctx, "fragments/inspector", Map.of("view", view));
    }

    /** {@code GET /s/{id}/findings}: the flaws of the board, the worst first. */
    public void findings(Context ctx) {
        Board board = seats.board(ctx).board();
        pages.send(ctx, "fragments/findings", Map.of("findings", FindingView.sorted(findings(board))));
    }

    private List<FindingView> findings(Board board) {
        return check.apply(board).stream()
                .map(finding -> FindingView.of(board, finding))
                .toList();
    }
}
