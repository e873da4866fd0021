package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.queue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs of maps, a shuffle and reduces: how long they take, and what is done again when something is lost. */
class BatchTest {
    /** 20 maps of 10 s and 4 reduces of 5 s on 4 machines with 2 slots each; 100 MB/s; nothing is shuffled. */
    private static Part batch(String... settings) {
        Part part = part("batch", "batch", settings);
        Map.of(
                        "input", "2 GB",
                        "split", "100 MB",
                        "mapTime", "10 s",
                        "reduceTime", "5 s",
                        "reducers", "4",
                        "shuffle", "0 %",
                        "instances", "4",
                        "slots", "2",
                        "network", "100 MB",
                        "backup", "none")
                .forEach(part.settings()::putIfAbsent);
        part.settings().putIfAbsent("lossAfter", "30 s");
        return part;
    }

    /** A job every 1,000 s, the first at 500 s. */
    private static Playing nightly(Part batch) {
        return board().entity("Report", "1 KB", "10", "uniform")
                .operation("look", "0.001/s")
                .every("report", "1000 s", "write Report")
                .path(clients(), instantService("app"))
                .path(part("clock", "scheduler", "timeout", "900 s"), batch, instantDatabase())
                .play(1);
    }

    private static double makespan(Playing playing) {
        return playing.until(999).meanLatency("report");
    }

    @Test
    void wavesFollowOneAnother() {
        // ceil(20 / 8) = 3 waves of maps, one of reduces.
        Playing playing = nightly(batch());
        assertEquals(3 * 10 + 5, makespan(playing), 1e-6);
        assertEquals(20, playing.counter("batch", "mapTasks"));
        assertEquals(4, playing.counter("batch", "reduceTasks"));
        assertEquals(1, playing.counter("db", "writes"));
        // 16 tasks fill two waves to the last slot; 17 begin a third.
        assertEquals(2 * 10 + 5, makespan(nightly(batch("input", "1600 MB"))), 1e-6);
        assertEquals(3 * 10 + 5, makespan(nightly(batch("input", "1601 MB"))), 1e-6);
        assertEquals(2 * 10 + 3 * 5, makespan(nightly(batch("input", "1600 MB", "reducers", "20"))), 1e-6);
        assertEquals(20, makespan(nightly(batch("input", "1600 MB", "reducers", "0"))), 1e-6);
    }

    @Test
    void aJobOnPoisonFailsHoweverOftenItIsStarted() {
        // A job of 35 s every 100 s; the first two are poison and are started three times each.
        Playing playing = board().operation("ask", "0.01/s", "publish asked")
                .handler("report", "asked")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        queue("maxReceives", "3", "retryDelay", "1 s", "visibilityTimeout", "10 min"),
                        batch())
                .phase("long", "1 day", "average")
                .play(1)
                .begin("poison asked")
                .until(220)
                .end("poison asked")
                .until(2_000);
        long poisoned = playing.counter("queue", "deadLettered");
        assertEquals(2, poisoned, 1);
        assertEquals(3 * poisoned, playing.failed("report", Call.FAILED));
        assertTrue(playing.completed("report") > 10);
    }

    @Test
    void theShuffleGoesOverTheNetworkOfEachMachine() {
        // 800 MB for 4 reduces on 4 machines: 200 MB each, 150 MB of it from others, at 100 MB/s.
        Playing playing = nightly(batch("input", "1600 MB", "shuffle", "50 %"));
        assertEquals(20 + 1.5 + 5, makespan(playing), 1e-6);
        assertEquals(600_000_000, playing.counter("batch", "shuffledBytes"));
        // 8 reduces: half as much each, but two share a machine's network.
        assertEquals(
                20 + 1.5 + 5, makespan(nightly(batch("input", "1600 MB", "shuffle", "50 %", "reducers", "8"))), 1e-6);
    }

    @Test
    void jobsWaitForOneAnother() {
        Playing playing = board().operation("report", "1/s")
                .path(clients("arrivals", "steady", "timeout", "1000 s"), batch("input", "1600 MB"))
                .phase("two", "2.2 s", "average")
                .phase("rest", "600 s", "0/s")
                .play(1)
                .until(200);
        // Jobs come a second apart and take 25 s each: 25, 49 (and 73) from their arrival.
        long jobs = playing.completed("report");
        assertTrue(jobs == 2 || jobs == 3, jobs + " jobs");
        assertEquals(25 + 12 * (jobs - 1), playing.meanLatency("report"), 1e-6);
    }

    @Test
    void anEventStartsAJobToo() {
        Part batch = batch("input", "1600 MB");
        Playing playing = board().operation("ask", "0.001/s", "publish asked")
                .handler("report", "asked")
                .path(clients("arrivals", "steady"), instantService("app"), queue("visibilityTimeout", "10 min"), batch)
                .play(1)
                .until(3000);
        assertEquals(playing.completed("ask"), playing.completed("report"));
        assertEquals(25, playing.meanLatency("report"), 1e-6);
    }

    @Test
    void aStragglerHoldsUpTheJobAndABackupCutsItShort() {
        // Machine 1 (instance 2) is ten times slower: its two tasks of the first wave take 100 s.
        Playing without = nightly(batch("input", "800 MB", "reducers", "0")).slow("batch", 2, 10);
        assertEquals(100, makespan(without), 1e-6);
        Playing with = nightly(batch("input", "800 MB", "reducers", "0", "backup", "25 %"))
                .slow("batch", 2, 10);
        // The others are done after 10 s and do the two again in 10 s.
        assertEquals(20, makespan(with), 1e-6);
        assertEquals(2, with.counter("batch", "backups"));
        assertEquals(2, with.counter("batch", "backupsWon"));
        assertEquals(8, with.counter("batch", "mapTasks"));
        Playing less = nightly(batch("input", "800 MB", "reducers", "0", "backup", "10 %"))
                .slow("batch", 2, 10);
        // Two of eight are more than the last tenth (rounded up to one): no backup.
        assertEquals(100, makespan(less), 1e-6);
    }

    @Test
    void backupTasksSaveMuchForLittle() {
        // The shape of the paper's figure 3: a few per cent more tasks, and much less time.
        String[] stragglers = {
            "input",
            "150 GB",
            "mapTime",
            "99%: lognormal(10 s, cv 0.2); 1%: lognormal(100 s, cv 0.2)",
            "instances",
            "50",
            "slots",
            "4",
            "reducers",
            "100",
            "reduceTime",
            "99%: 20 s; 1%: 200 s"
        };
        Part without = batch(stragglers);
        Part with = batch(stragglers);
        with.settings().put("backup", "5 %");
        Playing slow = nightly(without);
        Playing fast = nightly(with);
        assertTrue(makespan(slow) > 1.3 * makespan(fast), makespan(slow) + " and " + makespan(fast));
        assertTrue(fast.counter("batch", "backups") <= 0.06 * 1600, fast.counter("batch", "backups") + " backups");
    }

    @Test
    void aLostMachineIsMissedAndItsMapsAreDoneAgain() {
        // 16 maps, two waves. Machine 1 dies in the second one: its two running and its two finished maps are done
        // again.
        Playing playing = nightly(batch("input", "1600 MB")).until(515).crash("batch", 2);
        // Noticed 30 s later, at 45 s of the job; six slots are free: 4 maps in 10 s, then the reduces.
        assertEquals(45 + 10 + 5, makespan(playing), 1e-6);
        assertEquals(4, playing.counter("batch", "tasksAgain"));
        assertEquals(16 + 2, playing.counter("batch", "mapTasks"));
    }

    @Test
    void aMachineThatComesBackIsMissedAtOnce() {
        Playing playing = nightly(batch("input", "1600 MB"))
                .until(515)
                .crash("batch", 2)
                .until(517)
                .recover("batch", 2);
        // Two of the four begin at 17 s on the machine itself, the others when slots are free at 20 s.
        assertEquals(20 + 10 + 5, makespan(playing), 1e-6);
        assertEquals(4, playing.counter("batch", "tasksAgain"));
    }

    @Test
    void whatReducesHaveFetchedIsNotNeededAgain() {
        // At 22 s the three reduces compute, on machines 1 to 3. Machine 4 has nothing that anybody still needs.
        Playing idle = nightly(batch("input", "1600 MB", "reducers", "3"))
                .until(522)
                .crash("batch", 5)
                .until(523)
                .recover("batch", 5);
        assertEquals(20 + 5, makespan(idle), 1e-6);
        assertEquals(0, idle.counter("batch", "tasksAgain"));
        // The reduce of machine 1 begins anew, and needs the outputs of its four maps too.
        Playing busy = nightly(batch("input", "1600 MB", "reducers", "3"))
                .until(522)
                .crash("batch", 2)
                .until(523)
                .recover("batch", 2);
        assertEquals(23 + 10 + 5, makespan(busy), 1e-6);
        assertEquals(5, busy.counter("batch", "tasksAgain"));
        Playing mapsOnly =
                nightly(batch("input", "1600 MB", "reducers", "0")).until(515).crash("batch", 2);
        // Without reduces nobody wants the outputs: only what ran is done again.
        assertEquals(45 + 10, makespan(mapsOnly), 1e-6);
        assertEquals(2, mapsOnly.counter("batch", "tasksAgain"));
    }

    @Test
    void aMasterWithAJournalGoesOnWhereItWas() {
        // Back after 5 s: the first wave was written down; the second begins anew at 20 s.
        Playing playing = nightly(batch("input", "1600 MB", "masterCheckpoint", "0 s"))
                .until(515)
                .crash("batch", 1)
                .until(520)
                .recover("batch", 1);
        assertEquals(20 + 10 + 5, makespan(playing), 1e-6);
        assertEquals(0, playing.counter("batch", "tasksAgain"));
        // Written down every 100 s, so not since the job began: all maps are done again.
        Playing seldom = nightly(batch("input", "1600 MB", "masterCheckpoint", "100 s"))
                .until(515)
                .crash("batch", 1)
                .until(520)
                .recover("batch", 1);
        assertEquals(20 + 20 + 5, makespan(seldom), 1e-6);
        assertEquals(8, seldom.counter("batch", "tasksAgain"));
    }

    @Test
    void withoutAJournalTheMasterTakesTheJobWithIt() {
        Playing playing = nightly(batch("masterCheckpoint", "none"))
                .until(515)
                .crash("batch", 1)
                .until(520)
                .recover("batch", 1)
                .until(999);
        assertEquals(1, playing.failed("report", Call.CRASHED));
        assertEquals(1, playing.until(1600).completed("report"));
    }

    @Test
    void whatCannotWorkIsSaid() {
        Batch kind = new Batch();
        assertEquals(
                1,
                kind.check(new Settings(Map.of("input", "1 PB", "split", "1 MB")))
                        .size());
        assertEquals(1, kind.check(new Settings(Map.of("instances", "1"))).size());
        // 100 GB in blocks of 134,217,728 bytes.
        assertEquals(746, Batch.maps(new Settings(Map.of())));
    }
}
