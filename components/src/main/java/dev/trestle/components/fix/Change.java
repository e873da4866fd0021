package dev.trestle.components.fix;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import java.util.List;

/**
 * One step from a board to another one.
 *
 * @param edits what makes it, in order; they go back as one
 * @param says the step in words for people: {@code Read service: Instances 3 -> 4}
 * @param node the id of the node that it is about, which the board may not have yet
 */
public record Change(List<Edit> edits, String says, String node) {
    /** Keeps its own copy. */
    public Change {
        edits = List.copyOf(edits);
    }

    /** The board after the step. */
    Board of(Board board) {
        Document document = Document.parse(BoardJson.print(board));
        edits.forEach(document::apply);
        return document.board();
    }
}
