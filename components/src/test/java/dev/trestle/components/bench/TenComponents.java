package dev.trestle.components.bench;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.measure.Report;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A design of ten components as a person composes it, through the public door: check, warm caches, eight replications with
 * meters and histories, merge and verdicts. A unit is a request of a client, with all that it sets going.
 */
final class TenComponents implements Task {
    /** What the script asks for: 100,000 requests/s for 10 s in each of eight replications. */
    private static final long REQUESTS = 8_000_000;

    private final Board board;
    private final int threads;

    private TenComponents(String text, int threads) {
        board = BoardJson.parse(text);
        this.threads = threads;
    }

    /** The whole script. */
    static TenComponents whole(int threads) {
        return new TenComponents(text(), threads);
    }

    /** All that is done before and after the script, which is left out but for a blink of an eye. */
    static TenComponents setUp() {
        return new TenComponents(text().replace("9.5 s", "1 ms").replace("0.5 s", "1 ms"), 1);
    }

    private static String text() {
        try (InputStream in = TenComponents.class.getResourceAsStream("/bench/ten-components.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public double play() {
        Options options = new Options(1, 40 * Options.EVENTS, 10 * Options.WALL_NANOS, threads);
        RunResult result = Run.of(board, options).execute(Watcher.NOBODY);
        Report report = result.report();
        System.out.println(
                report.events() + " events for " + report.requests() + " requests, digest " + report.digest());
        result.verdicts().forEach(verdict -> System.out.println(verdict.requirement() + ": " + verdict.because()));
        return 1e3 * report.operations().get("get").latency().mean().value();
    }

    @Override
    public long units() {
        return REQUESTS;
    }
}
