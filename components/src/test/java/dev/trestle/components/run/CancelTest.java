package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.plan.Assembly;
import org.junit.jupiter.api.Test;

/** A run that is cancelled ends at once, whatever it is doing. */
class CancelTest {
    private static Board cached() {
        return board().entity("Item", "1 KB", "300000", "uniform")
                .operation("look", "1000/s", "read Item")
                .path(clients(), instantService("app"), cache("capacity", "1 GB"))
                .path(instantService("app"), instantDatabase())
                .build();
    }

    @Test
    void replicationsThatHaveNotBegunDoNotBegin() {
        Run run = Run.of(cached(), new Options(1, Options.EVENTS, Options.WALL_NANOS, 1));
        Watcher leaves = (progress, frame) -> false;
        RunResult result = run.execute(leaves);
        assertEquals("cancel", result.report().stoppedBy());
        assertEquals(1, result.report().replications());
        assertTrue(result.report().requests() > 0, "what the first one measured is kept");
    }

    @Test
    void aRunStoppedBeforeItBeginsHasAReportAllTheSame() {
        RunResult result =
                Run.of(cached(), new Options(1, Options.EVENTS, 1, 1)).execute(Watcher.NOBODY);
        assertEquals("budget", result.report().stoppedBy());
        assertEquals(0, result.report().requests());
        assertTrue(result.report().phases().isEmpty());
    }

    @Test
    void cachesAreNotFilledOnceTheRunIsStopped() {
        Run run = Run.of(cached(), Options.seed(1));
        Assembly stopped = Assembly.of(run.plan(), 1, 0, (events, calls) -> true);
        Assembly whole = Assembly.of(run.plan(), 1, 0, Engine.Stop.NEVER);
        // Empty: of a thousand reads a few meet a key for the second time.
        assertTrue(hits(stopped) < 20);
        assertTrue(hits(whole) > 900);
    }

    private static long hits(Assembly assembly) {
        assembly.engine().runUntil(1_000_000_000L, Engine.Stop.NEVER);
        return assembly.behaviour(2).meter.counters.stream()
                .filter(counter -> counter.name.equals("hits"))
                .findFirst()
                .orElseThrow()
                .value;
    }
}
