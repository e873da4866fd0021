package dev.trestle.components.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A seed fixes a run to the last bit. */
class RepeatableRunTest {
    private static final long BUDGET = 1_600_000;

    @Test
    void twoThreadsMeasureAndJudgeExactlyWhatOneThreadDoes() throws IOException {
        Board board = instagram();
        RunResult alone = run(board, 7, 1);
        RunResult together = run(board, 7, 2);
        assertEquals(alone.report().digest(), together.report().digest());
        assertEquals(alone.report().events(), together.report().events());
        assertEquals(alone.report().nodes(), together.report().nodes());
        assertEquals(alone.report().links(), together.report().links());
        assertEquals(alone.report().bill(), together.report().bill());
        assertEquals(latencies(alone), latencies(together));
        assertEquals(frames(alone), frames(together));
        assertEquals(alone.verdicts(), together.verdicts());
    }

    @Test
    void anotherSeedIsAnotherRun() throws IOException {
        Board board = instagram();
        assertNotEquals(
                run(board, 7, 2).report().digest(), run(board, 8, 2).report().digest());
    }

    private static RunResult run(Board board, long seed, int threads) {
        return Run.of(board, new Options(seed, BUDGET, Options.WALL_NANOS, threads))
                .execute(Watcher.NOBODY);
    }

    private static String latencies(RunResult result) {
        StringBuilder text = new StringBuilder();
        result.report()
                .operations()
                .forEach((name, operation) -> text.append(name)
                        .append(operation.counts())
                        .append(operation.latency().mean())
                        .append(operation.latency().quantile(0.99))
                        .append('\n'));
        return text.toString();
    }

    private static String frames(RunResult result) {
        StringBuilder text = new StringBuilder();
        result.report()
                .timeline()
                .forEach(frame -> text.append(frame.simulatedSeconds())
                        .append(Arrays.toString(frame.rate()))
                        .append(Arrays.toString(frame.utilization()))
                        .append(Arrays.toString(frame.queue()))
                        .append(Arrays.toString(frame.p99()))
                        .append(frame.users())
                        .append('\n'));
        return text.toString();
    }

    private static Board instagram() throws IOException {
        try (InputStream in = RepeatableRunTest.class.getResourceAsStream("/problems/instagram/reference.json")) {
            return BoardJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
