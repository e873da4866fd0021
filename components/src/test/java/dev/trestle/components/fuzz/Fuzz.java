package dev.trestle.components.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Audited;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Refused;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What must hold for any board at all: it is refused with findings, or it runs, ends, and its books balance. */
final class Fuzz {
    /** How a board came out. */
    enum Outcome {
        REFUSED,
        RAN
    }

    private static final int EVENTS_EACH = 2_048;
    /** Audits look at every station: of large fleets, fewer events. */
    private static final int STATION_AUDITS = 1_000_000;

    private static final long WALL_NANOS = 30_000_000_000L;
    private static final long HUNG_MILLIS = 60_000;

    private Fuzz() {}

    /** What goes wrong with a board, as text with a stack; null when nothing does. */
    static String wrong(Board board, long seed) {
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread thread = new Thread(() -> wrong.set(tried(board, seed)), "fuzz");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(HUNG_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            return wrong.get();
        }
        StringBuilder text = new StringBuilder("it hangs\n");
        Thread.getAllStackTraces().forEach((other, stack) -> {
            if (other == thread || other.getName().equals("run")) {
                List.of(stack)
                        .subList(0, Math.min(12, stack.length))
                        .forEach(at -> text.append("  ").append(at).append('\n'));
            }
        });
        return text.toString();
    }

    private static String tried(Board board, long seed) {
        try {
            check(board, seed);
            return null;
        } catch (Throwable thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }

    static Outcome check(Board board, long seed) {
        assertEquals(board, BoardJson.parse(BoardJson.print(board)), "as JSON and back");
        List<Finding> findings = Run.findings(board);
        boolean stops = findings.stream().anyMatch(Finding::stops);
        Run run;
        Options options = options(seed, 2);
        try {
            run = Run.of(board, options);
        } catch (Refused refused) {
            assertTrue(stops, "refused without a finding that says why");
            return Outcome.REFUSED;
        }
        assertTrue(!stops, "runs although a finding forbids it");
        long began = System.nanoTime();
        RunResult result = run.execute(Watcher.NOBODY);
        assertTrue(System.nanoTime() - began < WALL_NANOS, "only the wall clock ended it");
        Books.sound(result.report());
        assertTrue(
                result.report().events() <= (long) Options.REPLICATIONS * (EVENTS_EACH / 10 * 11 + 1_024),
                "beyond its budget");
        assertTrue(result.verdicts().size() == board.brief().requirements().size(), "a verdict for each requirement");
        if ((seed & 3) != 0) { // every board would only take longer
            audit(run, seed);
            return Outcome.RAN;
        }
        RunResult alone = Run.of(board, options(seed, 1)).execute(Watcher.NOBODY);
        assertEquals(result.report().digest(), alone.report().digest(), "same seed, same digest");
        assertEquals(result.verdicts(), alone.verdicts(), "same seed, same verdicts");
        audit(run, seed);
        return Outcome.RAN;
    }

    /** Every other board is played until all is decided, as people play it: a setting may matter to that alone. */
    private static Options options(long seed, int threads) {
        Options script = new Options(seed, (long) Options.REPLICATIONS * EVENTS_EACH, WALL_NANOS, threads);
        return (seed & 4) == 0 ? script : script.deciding();
    }

    private static void audit(Run run, long seed) {
        Audited free = Audited.play(run.plan(), seed, EVENTS_EACH, false);
        Books.balance(run.plan(), free.assembly());
        int stations = 1;
        for (int i = 0; i < run.plan().nodes().size(); i++) {
            stations += 1 + free.assembly().behaviour(i).meter.stations.size();
        }
        if (stations * 1_024L > STATION_AUDITS) {
            return;
        }
        Audited audited = Audited.play(run.plan(), seed, Math.min(EVENTS_EACH, STATION_AUDITS / stations), true);
        Books.balance(run.plan(), audited.assembly());
        if (audited.replication().events() == free.replication().events()) {
            assertEquals(free.replication().digest(), audited.replication().digest(), "an audit changes nothing");
        }
    }
}
