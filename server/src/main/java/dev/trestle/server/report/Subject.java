package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import java.util.List;

/**
 * What a report tells of.
 *
 * @param results a run, of this board or of an older one, or null when there is none
 * @param people who drew the design; empty when nobody needs to know
 * @param date the day as text, or null; a report without one is the same whenever it is written
 */
public record Subject(Board board, Results results, List<String> people, String date) {
    public Subject {
        people = List.copyOf(people);
    }

    /**
     * A run and the board that it was a run of.
     *
     * @param report as {@link ReportJson} writes it
     * @param ran the board that was run
     * @param older whether the board has changed since, so that these are not its results
     * @param revision which one was run, when it is an older one
     * @param command what repeats the run, or null
     */
    public record Results(JsonNode report, Board ran, boolean older, long revision, String command) {
        /** The line that stands wherever older results stand. */
        String line() {
            return "Results of revision " + revision + "; the board has changed since: run again.";
        }
    }

    /** A board that was not run. */
    public static Subject of(Board board) {
        return new Subject(board, null, List.of(), null);
    }

    /** The same with a run of this board and the command that repeats it (null: none). */
    public Subject with(JsonNode report, String repeat) {
        return new Subject(board, new Results(report, board, false, 0, repeat), people, date);
    }

    /** The same with a run of an older board. */
    Subject withOlder(JsonNode report, Board ran, long revision) {
        return new Subject(board, new Results(report, ran, true, revision, null), people, date);
    }

    /** The same with who was there and when. */
    public Subject by(List<String> names, String day) {
        return new Subject(board, results, names, day);
    }

    /** The run of this very board, or null. */
    JsonNode current() {
        return results == null || results.older() ? null : results.report();
    }
}
