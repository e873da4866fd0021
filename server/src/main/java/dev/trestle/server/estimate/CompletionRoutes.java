package dev.trestle.server.estimate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import dev.trestle.components.board.Step;
import dev.trestle.components.check.Finding;
import dev.trestle.components.load.Fault;
import dev.trestle.components.verdict.Completion;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.server.session.Reading;
import dev.trestle.server.session.Seats;
import dev.trestle.server.web.BadInput;
import dev.trestle.server.web.Json;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What may come next in a line of the brief or the script that somebody types, and what is wrong with it so far. */
public final class CompletionRoutes {
    /** Longer than any line that a board may hold has to be. */
    private static final int MOST_CHARS = 2_000;

    private final Seats seats;
    private final Function<Board, List<Finding>> check;

    /** @param check the flaws of a board: a line that is being typed is judged as if it stood there */
    public CompletionRoutes(Seats seats, Function<Board, List<Finding>> check) {
        this.seats = seats;
        this.check = check;
    }

    /**
     * {@code GET /s/{id}/complete?line=requirement&record=r1&text=..&caret=9}: {@code from} and {@code options} for the text
     * up to the caret, and {@code error} for the whole of it, in the words of the board's check.
     */
    public void complete(Context ctx) {
        Reading reading = seats.board(ctx);
        Board board = reading.board();
        Completion.Line line = line(ctx.queryParam("line"));
        String text = text(ctx.queryParam("text"));
        String record = text(ctx.queryParam("record"));
        int caret = Math.max(0, Math.min(text.length(), number(ctx.queryParam("caret"), text.length())));
        Completion completion = Completion.of(line, text.substring(0, caret), board);
        ObjectNode json = Json.object().put("from", completion.from());
        ArrayNode options = json.putArray("options");
        completion
                .options()
                .forEach(
                        option -> options.addObject().put("text", option.text()).put("means", option.means()));
        boolean typing = caret == text.length() && (goesOn(completion, text) || unfinished(line, text, board));
        String error = typing ? null : error(reading, line, record, text);
        if (error != null) json.put("error", error);
        Json.send(ctx, json);
    }

    private static Completion.Line line(String name) {
        for (Completion.Line line : Completion.Line.values()) {
            if (line.name().toLowerCase(Locale.ROOT).equals(name)) return line;
        }
        throw new BadInput("line", "unknown", "line: must be requirement, fault or step");
    }

    private static String text(String text) {
        if (text == null || text.length() > MOST_CHARS) {
            throw new BadInput("text", "length", "text: must be given, in at most " + MOST_CHARS + " characters");
        }
        return text;
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    /** Whether the last word may become a longer one. */
    private static boolean goesOn(Completion completion, String text) {
        String partial = text.substring(completion.from());
        return completion.options().stream()
                .anyMatch(option -> option.text().length() > partial.length()
                        && option.text().startsWith(partial));
    }

    /** Whether it cannot be read because more has to come: that is no mistake yet. */
    private static boolean unfinished(Completion.Line line, String text, Board board) {
        try {
            switch (line) {
                case REQUIREMENT -> Requirement.parse(text);
                case FAULT -> Fault.parse(text);
                case STEP -> Step.parse(text);
            }
            return false;
        } catch (BadText bad) {
            return !Completion.of(line, text + " ", board).options().isEmpty();
        }
    }

    /** What the check would say of the line if it stood there as it is; null where it says nothing. */
    private String error(Reading reading, Completion.Line line, String record, String text) {
        if (text.isBlank()) return null;
        Document document = Document.parse(reading.json());
        Object one = List.of(text.trim());
        String path = switch (line) {
            case REQUIREMENT -> "brief.requirements." + record + ".is";
            case FAULT -> "script." + record + ".faults";
            case STEP -> "brief.operations." + record + ".steps";
        };
        document.apply(
                switch (line) {
                    case REQUIREMENT -> Edit.set("requirements", record, Map.of("is", text.trim()));
                    case FAULT -> Edit.set("phases", record, Map.of("faults", one));
                    case STEP -> Edit.set("operations", record, Map.of("steps", one));
                });
        return check.apply(document.board()).stream()
                .filter(finding -> finding.stops() && finding.path() != null)
                .filter(finding -> finding.path().equals(path) || finding.path().equals(path + "[0]"))
                .map(Finding::says)
                .findFirst()
                .orElse(null);
    }
}
