package dev.trestle.components.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random boards over the whole catalog: each is refused with findings or runs, with balanced books.
 *
 * <p>{@code mvn -Psoak -pl components -am test -Dtest=FuzzTest -Dfuzz.boards=5000 -Dfuzz.from=1} plays many; both numbers
 * may be left out. A failure prints the smallest board that still fails: mend the program and put that board into {@link
 * BadBoardsTest} under a name.
 */
class FuzzTest {
    private static final long QUICK = 150;
    private static final long QUICK_FROM = 1_000_000;
    private static final long MANY = Long.getLong("fuzz.boards", 5_000);
    private static final long FROM = Long.getLong("fuzz.from", 1);
    private static final int TRIES = 400;
    private static final int MOST_FAILURES = 5;

    @Test
    void randomBoardsAreRefusedOrRunAndTheirBooksBalance() {
        play(QUICK_FROM, QUICK);
    }

    @Test
    @Tag("soak")
    void andSoAreThousands() {
        play(FROM, MANY);
    }

    private static void play(long from, long boards) {
        List<String> failures = new ArrayList<>();
        long ran = 0;
        for (long seed = from; seed < from + boards && failures.size() < MOST_FAILURES; seed++) {
            long number = seed;
            Board board = RandomBoard.of(number);
            String wrong = Fuzz.wrong(board, number);
            if (wrong == null && Run.findings(board).stream().anyMatch(Finding::stops)) {
                // Without what is complained of it can run, mostly.
                board = Repair.of(board);
                wrong = Fuzz.wrong(board, number);
            }
            if (wrong != null) {
                String mistake = mistake(wrong);
                // A board that hangs takes a minute a try.
                int tries = wrong.startsWith("it hangs") ? 0 : TRIES;
                Board small =
                        Shrinker.shrink(board, smaller -> mistake.equals(mistake(Fuzz.wrong(smaller, number))), tries);
                failures.add("seed " + number + ": " + wrong + "\n" + BoardJson.print(small));
            } else if (Run.findings(board).stream().noneMatch(Finding::stops)) {
                ran++;
            }
        }
        if (!failures.isEmpty()) {
            fail(String.join("\n\n", failures));
        }
        assertTrue(ran > boards / 2, "only " + ran + " of " + boards + " boards could run: the others test little");
    }

    /** The kinds of exceptions and the first of our places: a board that fails in another way is another story. */
    private static String mistake(String wrong) {
        if (wrong == null) {
            return "";
        }
        String kinds = wrong.lines()
                .filter(line -> !line.startsWith("\t") && !line.startsWith("  "))
                .map(line -> line.split(":")[0].replaceAll("[0-9]", ""))
                .collect(Collectors.joining(" "));
        String place = wrong.lines()
                .filter(line -> line.contains("dev.trestle.") && !line.contains(".run.") && !line.contains(".fuzz."))
                .findFirst()
                .orElse("");
        return kinds + place;
    }
}
