package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import java.util.List;

/**
 * What a report tells of.
 *
 * @param run a run of this board as {@link ReportJson} writes it, or null when there is none
 * @param command what repeats the run, or null
 * @param people who drew the design; empty when nobody needs to know
 * @param date the day as text, or null; a report without one is the same whenever it is written
 */
public record Subject(Board board, JsonNode run, String command, List<String> people, String date) {
    public Subject {
        people = List.copyOf(people);
    }

    /** A board that was not run. */
    public static Subject of(Board board) {
        return new Subject(board, null, null, List.of(), null);
    }

    /** The same with a run of this board and the command that repeats it (null: none). */
    public Subject with(JsonNode report, String repeat) {
        return new Subject(board, report, repeat, people, date);
    }

    /** The same with who was there and when. */
    public Subject by(List<String> names, String day) {
        return new Subject(board, run, command, names, day);
    }
}
