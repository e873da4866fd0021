package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows of event time, watermarks, late events, and what a crash brings back. */
class StreamProcessorTest {
    private static Part stream(String... settings) {
        Part part = part("stream", "stream-processor", settings);
        Map.of(
                        "size", "10 s",
                        "outOfOrder", "1 s",
                        "serviceTime", "0 ms",
                        "checkpointPause", "0 ms",
                        "checkpointTime", "1 s",
                        "checkpointEvery", "10 s",
                        "restartTime", "5 s")
                .forEach(part.settings()::putIfAbsent);
        part.settings().putIfAbsent("instances", "2");
        return part;
    }

    private static Part topic(String... settings) {
        Part part = part("topic", "topic", settings);
        Map.of("appendTime", "0 ms", "copyTime", "0 ms", "partitions", "4").forEach(part.settings()::putIfAbsent);
        return part;
    }

    private static Part instantWorker(String... settings) {
        Part part = worker(settings);
        part.settings().putIfAbsent("serviceTime", "0 ms");
        return part;
    }

    /** 100 clicks a second without a key for 100.005 s; each window publishes one count, which a worker takes. */
    private static Boards clicks(Part stream, Part worker, String countsIdempotent) {
        return board().operation("click", "100/s", "publish clicked")
                .handler("count", "clicked", "publish counted")
                .handler("show", "counted")
                .path(clients("arrivals", "steady"), instantService("app"), topic(), stream)
                .path(
                        stream,
                        part(
                                "counts",
                                "topic",
                                "appendTime",
                                "0 ms",
                                "copyTime",
                                "0 ms",
                                "idempotent",
                                countsIdempotent,
                                "events",
                                "counted"),
                        worker)
                .phase("busy", "100.005 s", "average", "crash stream instance 1 at 35.005 s for 1 s")
                .phase("quiet", "10 min", "0/s");
    }

    private static Playing playing(String... settings) {
        return clicks(stream(settings), instantWorker(), "yes").play(1);
    }

    @Test
    void aWindowIsFiredOnceWhenTheWatermarkHasPassedIt() {
        Playing playing = playing();
        // The window of 0 to 10 s waits for an event of 11 s; watermarks come every 200 ms.
        playing.until(10.9);
        assertEquals(0, playing.counter("stream", "windows"));
        playing.until(11.3);
        assertEquals(1, playing.counter("stream", "windows"));
        playing.until(100);
        assertEquals(9, playing.counter("stream", "windows"));
        assertEquals(9, playing.counter("worker", "messages"));
        assertEquals(0, playing.counter("stream", "late"));
        // From the end of the window to the result: 1 s and up to 200 ms until the next watermark.
        assertEquals(1.1, playing.meanLatency("count"), 0.11);
    }

    @Test
    void poisonEndsTheJobEachTimeThatItIsReadAgain() {
        // An event published after 5 s; the job begins anew 5 s later, reads it again and ends: at 10, 15... 60 s.
        Playing playing = playing()
                .until(5)
                .begin("poison clicked")
                .until(5.015)
                .end("poison clicked")
                .until(62);
        assertEquals(11, playing.counter("stream", "restarts"), 1);
        assertEquals(0, playing.counter("stream", "windows"), "nothing comes past it");
    }

    @Test
    void whatIsOpenWhenTheEventsEndStaysOpen() {
        Playing playing = playing().until(300);
        assertEquals(10_000, playing.counter("stream", "records"));
        // The last event is of 100 s, so the watermark ends at 99 s.
        assertEquals(9, playing.counter("stream", "windows"));
    }

    @Test
    void slidingWindowsOverlap() {
        // From -8 to 2, -6 to 4... 0 to 10, 2 to 12: those that end by 99 s, every 2 s from 2 s on.
        Playing playing = playing("window", "sliding", "slide", "2 s").until(100);
        assertEquals(49, playing.counter("stream", "windows"));
    }

    @Test
    void eachKeyHasItsWindows() {
        Part stream = stream();
        Playing playing = board().entity("Ad", "1 KB", "5", "uniform")
                .operation("click", "100/s", "read Ad", "publish clicked")
                .handler("count", "clicked", "write Ad")
                .path(clients("arrivals", "steady"), instantService("app"), topic("partitions", "2"), stream)
                .path(instantService("app"), instantDatabase())
                .path(stream, instantDatabase())
                .play(1)
                .until(51.5);
        // 5 windows of each of 5 keys; a write for each.
        assertEquals(25, playing.counter("stream", "windows"));
        assertEquals(25, playing.counter("db", "writes"));
        assertTrue(playing.taken("stream", 1) > 500 && playing.taken("stream", 2) > 500, "both have keys");
        assertEquals(playing.counter("stream", "records"), playing.taken("stream", 1) + playing.taken("stream", 2));
    }

    @Test
    void aSessionEndsWhenNothingComesForTheGap() {
        Part stream = stream("window", "session", "gap", "3 s");
        Playing playing = board().operation("click", "100/s", "publish clicked")
                .handler("count", "clicked", "publish counted")
                .handler("show", "counted")
                .path(clients("arrivals", "steady"), instantService("app"), topic(), stream)
                .path(stream, part("counts", "queue", "events", "counted"), instantWorker())
                .phase("busy", "10 s", "average")
                .phase("pause", "5 s", "0/s")
                .phase("again", "10 s", "average")
                .phase("short", "2 s", "0/s")
                .phase("more", "20 s", "average")
                .play(1);
        playing.until(46.9);
        // One session up to 10 s; a pause of 2 s does not end the second one, which is still open.
        assertEquals(1, playing.counter("stream", "windows"));
    }

    /** Half of the clicks come by a way that takes 8 s longer. */
    private static Boards twoWays(Part stream) {
        Part topic = topic("partitions", "1");
        return board().operation("near", "100/s", "publish clicked")
                .operation("far", "100/s", "publish clicked")
                .handler("count", "clicked", "publish counted")
                .handler("show", "counted")
                .path(clients("arrivals", "steady", "timeout", "100 s"), instantService("app"), topic, stream)
                .path(part("far", "clients", "arrivals", "steady", "timeout", "100 s"), instantService("slow"), topic)
                .link("clients", "app", "only", "near")
                .link("far", "slow", "only", "far", "latency", "8 s")
                .path(stream, part("counts", "queue", "events", "counted"), instantWorker());
    }

    @Test
    void whoIsLaterThanTheBoundIsDroppedUnlessHisWindowIsStillOpen() {
        Playing playing = twoWays(stream("outOfOrder", "1 s")).play(1).until(88.1);
        // Far clicks of 0 s to 80.1 s have come, 8 s late. The watermark is then at least 7 s past them: of each 10 s
        // those
        // of the first 3 s (and up to a watermark's 200 ms more) find their window open.
        long far = playing.counter("stream", "records") - playing.completed("near");
        assertEquals(8010, far, 15);
        assertEquals(0.7 * 8000, playing.counter("stream", "late"), 8 * 25);
    }

    @Test
    void aBoundThatIsLongEnoughDropsNothing() {
        Playing playing = twoWays(stream("outOfOrder", "8.1 s")).play(1).until(88);
        assertEquals(0, playing.counter("stream", "late"));
        assertEquals(7, playing.counter("stream", "windows"));
    }

    @Test
    void allowedLatenessMakesNewResultsAndASideOutputKeepsTheRest() {
        Playing kept = twoWays(stream("lateness", "10 s")).play(1).until(88.1);
        assertEquals(0, kept.counter("stream", "late"));
        assertEquals(0.7 * 8000, kept.counter("stream", "updates"), 8 * 25);
        Playing aside = twoWays(stream("late", "side-output")).play(1).until(88.1);
        assertEquals(0, aside.counter("stream", "late"));
        assertEquals(0.7 * 8000, aside.counter("stream", "sideOutputs"), 8 * 25);
        assertEquals(
                aside.counter("stream", "sideOutputs") + aside.counter("stream", "windows"),
                aside.counter("worker", "messages"));
    }

    @Test
    void aSilentPartitionHoldsUpTheResultsUnlessItIsLeftOut() {
        // One key, so one of the four partitions has all events.
        for (String idle : List.of("none", "5 s")) {
            Part stream = stream("idleAfter", idle);
            Playing playing = board().entity("Ad", "1 KB", "1", "uniform")
                    .operation("click", "100/s", "read Ad", "publish clicked")
                    .handler("count", "clicked", "write Ad")
                    .path(clients("arrivals", "steady"), instantService("app"), topic(), stream)
                    .path(instantService("app"), instantDatabase())
                    .path(stream, instantDatabase())
                    .play(1)
                    .until(51.5);
            assertEquals(idle.equals("none") ? 0 : 5, playing.counter("stream", "windows"));
        }
    }

    /** Checkpoints at 10, 20, 30 s are complete a second later; an instance dies at 35 s and the job stands for 5 s. */
    private static Playing crashed(Part stream, Part worker, String countsIdempotent) {
        return clicks(stream, worker, countsIdempotent)
                .requires("clicked handled at least once")
                .requires("clicked handled exactly once")
                .requires("counted handled exactly once")
                .play(1)
                .until(35.005)
                .crash("stream", 1)
                .until(100);
    }

    @Test
    void aCrashGoesBackToTheLastCheckpoint() {
        Playing playing = crashed(stream(), instantWorker(), "no");
        assertEquals(1, playing.counter("stream", "restarts"));
        // What came from 30 s to 35 s comes again.
        assertEquals(500, playing.counter("stream", "replayed"), 2);
        assertEquals(10_000 + 500, playing.counter("stream", "records"), 5);
        // The window up to 30 s was fired at 31 s, and again: it was open in the checkpoint of 30 s.
        assertEquals(1, playing.counter("stream", "duplicates"));
        assertEquals(9, playing.counter("worker", "messages"));
        assertEquals(1, playing.counter("worker", "duplicates"));
    }

    @Test
    void aReceiverThatKnowsWhatItHasGetsEachResultOnce() {
        Playing broker = crashed(stream(), instantWorker(), "yes");
        assertEquals(1, broker.counter("stream", "duplicates"));
        assertEquals(1, broker.counter("counts", "deduplicated"));
        assertEquals(0, broker.counter("worker", "duplicates"));
        Playing consumer = crashed(stream(), instantWorker("idempotent", "yes"), "no");
        assertEquals(1, consumer.counter("worker", "skipped"));
        assertEquals(9, consumer.counter("worker", "messages"));
    }

    @Test
    void aTransactionalSinkSendsWithTheCheckpointAndNothingTwice() {
        Playing playing = crashed(stream("sink", "transactional"), instantWorker(), "no");
        // The window up to 30 s had been fired at 31 s, and waited for the checkpoint of 40 s.
        assertEquals(1, playing.counter("stream", "aborted"));
        assertEquals(0, playing.counter("stream", "duplicates"));
        assertEquals(0, playing.counter("worker", "duplicates"));
        // Restarted at 40.005 s, so checkpoints are of 50.005 s... 90.005 s: the window up to 80 s is out, that up to
        // 90 s waits.
        assertEquals(8, playing.counter("worker", "messages"));
    }

    @Test
    void historiesTellWhatWasHandledTwice() {
        for (String sink : List.of("at-least-once", "transactional")) {
            Boards story = clicks(stream("sink", sink), instantWorker(), "no")
                    .requires("clicked handled at least once")
                    .requires("clicked handled exactly once")
                    .requires("counted handled exactly once");
            for (Verdict verdict : story.run(1).verdicts()) {
                boolean broken = verdict.requirement().contains("exactly once") && sink.equals("at-least-once");
                assertEquals(
                        broken ? Verdict.Status.MISSED : Verdict.Status.MET, verdict.status(), sink + ": " + verdict);
            }
        }
    }

    @Test
    void withoutCheckpointsOpenWindowsAreLost() {
        Playing playing = crashed(stream("checkpointEvery", "none"), instantWorker(), "no");
        assertEquals(0, playing.counter("stream", "replayed"));
        // What the topic had committed by its own clock goes on; the window of 30 s to 40 s lacks what came before 35
        // s.
        assertEquals(9, playing.counter("stream", "windows"));
        assertEquals(0, playing.counter("stream", "duplicates"));
    }

    @Test
    void aCheckpointIsCompleteAfterItsTime() {
        Playing playing = playing().until(10.9);
        assertEquals(0, playing.counter("stream", "checkpoints"));
        playing.until(11.1);
        assertEquals(1, playing.counter("stream", "checkpoints"));
        // With 12 s to store, every other one is left out.
        Playing slow = playing("checkpointTime", "12 s").until(99);
        assertEquals(4, slow.counter("stream", "checkpoints"));
    }

    @Test
    void instancesStandStillForTheBarrier() {
        Part stream = stream("checkpointPause", "500 ms", "checkpointEvery", "10 s", "serviceTime", "1 ms");
        Playing playing = clicks(stream, instantWorker(), "yes").play(1).until(10.2);
        long before = playing.counter("stream", "records");
        playing.until(10.49);
        assertEquals(before, playing.counter("stream", "records"));
        playing.until(11);
        assertTrue(playing.counter("stream", "records") > before + 50, "it has caught up");
    }

    @Test
    void whatCannotWorkIsSaid() {
        StreamProcessor kind = new StreamProcessor();
        assertEquals(
                1,
                kind.check(new Settings(Map.of("window", "sliding", "slide", "2 min")))
                        .size());
        assertEquals(
                1,
                kind.check(new Settings(Map.of("sink", "transactional", "checkpointEvery", "none")))
                        .size());
    }
}
