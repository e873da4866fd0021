package dev.trestle.components.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random boards over the whole catalog: each is refused with findings or runs, with balanced books.
 *
 * <p>{@code -Dfuzz.boards} says how many, {@code -Dfuzz.from} the first seed. A failure prints the smallest board that still
 * fails: put it into {@link BadBoardsTest} under a name.
 */
class FuzzTest {
    private static final long BOARDS = Long.getLong("fuzz.boards", 200);
    private static final long FROM = Long.getLong("fuzz.from", 1);
    private static final int TRIES = 400;
    private static final int MOST_FAILURES = 5;

    @Test
    void randomBoardsAreRefusedOrRunAndTheirBooksBalance() {
        List<String> failures = new ArrayList<>();
        long ran = 0;
        for (long seed = FROM; seed < FROM + BOARDS && failures.size() < MOST_FAILURES; seed++) {
            long number = seed;
            Board board = RandomBoard.of(seed);
            String wrong = wrong(board, number);
            if (wrong != null) {
                Board small = Shrinker.shrink(board, smaller -> sameMistake(wrong, wrong(smaller, number)), TRIES);
                failures.add("seed " + seed + ": " + wrong + "\n" + BoardJson.print(small));
            } else if (dev.trestle.components.run.Run.findings(Repair.of(board)).stream()
                    .noneMatch(dev.trestle.components.check.Finding::stops)) {
                ran++;
            }
        }
        if (!failures.isEmpty()) {
            fail(String.join("\n\n", failures));
        }
        assertTrue(ran > BOARDS / 2, "only " + ran + " of " + BOARDS + " boards could run: the others test little");
    }

    /** As it is, it may be refused; without what is complained of it must run. */
    private static String wrong(Board board, long seed) {
        String wrong = Fuzz.wrong(board, seed);
        return wrong != null ? wrong : Fuzz.wrong(Repair.of(board), seed);
    }

    /** The same exception at the same place: a board that fails in another way is another story. */
    private static boolean sameMistake(String one, String other) {
        return other != null && kind(one).equals(kind(other));
    }

    private static String kind(String wrong) {
        return LongStream.of(0)
                .boxed()
                .map(any -> wrong.lines()
                        .filter(line ->
                                line.contains("Exception") || line.contains("Error") || line.startsWith("it hangs"))
                        .map(line -> line.split(":")[0])
                        .reduce("", String::concat))
                .findFirst()
                .orElse("");
    }
}
