package dev.trestle.components.bench;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
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
    private final Board board;
    private final int threads;
    private long requests;

    TenComponents(int threads) {
        this.threads = threads;
        try (InputStream in = TenComponents.class.getResourceAsStream("/bench/ten-components.json")) {
            board = BoardJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public double play() {
        Options options = new Options(1, 40 * Options.EVENTS, 10 * Options.WALL_NANOS, threads);
        RunResult result = Run.of(board, options).execute(Watcher.NOBODY);
        requests = result.report().requests();
        System.out.println(result.report().events() + " events for " + requests + " requests");
        result.verdicts().forEach(verdict -> System.out.println(verdict.requirement() + ": " + verdict.because()));
        return 1e3 * result.report().operations().get("get").latency().mean().value();
    }

    @Override
    public long units() {
        return requests;
    }
}
