package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.history.Checked;
import dev.trestle.components.history.Durability;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Messages;
import dev.trestle.components.history.Names;
import dev.trestle.components.history.Register;
import dev.trestle.components.run.Boards.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fault corrupt of what is kept as a log: topics, servers that agree, and the windows of a stream. */
class CorruptLogsTest {
    private static final Names NAMES = Names.of(List.of("Item"), List.of(), List.of("clients", "app", "db"));

    /** Mean and 4 standard deviations of those hit, a tenth of so many. */
    private static void assertTenth(double of, double count) {
        assertEquals(0.1 * of, count, 4 * StrictMath.sqrt(of * 0.1 * 0.9));
    }

    private static Part topic(String brokers, String copies) {
        return part(
                "topic",
                "topic",
                "partitions",
                "1",
                "brokers",
                brokers,
                "replicationFactor",
                copies,
                "minInSync",
                "1",
                "appendTime",
                "0 ms",
                "copyTime",
                "1 ms",
                "failoverTime",
                "1 s",
                "sessionTimeout",
                "2 s",
                "rebalanceTime",
                "1 s",
                "commitInterval",
                "1 s");
    }

    /** 100 messages a second for 10 s, which the worker cannot take until it recovers. */
    private static Playing unread(Part topic) {
        Part worker = worker("instances", "1", "workers", "1", "serviceTime", "0 ms");
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("work", "posted", "write Item")
                .requires("posted handled at least once")
                .path(clients("arrivals", "steady", "timeout", "100 s"), instantService("app"), topic, worker)
                .path(worker, instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s")
                .play(1)
                .crash("worker", 1);
    }

    @Test
    void aRecordThatIsDamagedAtTheLeaderComesFromAnotherCopy() {
        Playing playing = unread(topic("2", "2")).until(11).begin("corrupt 10% of topic instance 1");
        playing.recover("worker", 1).until(60);
        assertTenth(1000, playing.counter("topic", "repairedRecords"));
        assertEquals(playing.counter("topic", "repairedRecords"), playing.counter("topic", "damagedReads"));
        assertEquals(1000, playing.counter("topic", "acknowledged"));
        assertEquals(0, playing.counter("topic", "lostMessages"));
    }

    @Test
    void nobodyReadsTheDamagedRecordsOfAFollowerUntilItLeads() {
        Playing playing = unread(topic("2", "2")).until(11).begin("corrupt 10% of topic instance 2");
        playing.recover("worker", 1).until(60);
        assertEquals(0, playing.counter("topic", "damagedReads"));
        playing = unread(topic("2", "2")).until(11).begin("corrupt 10% of topic instance 2");
        playing.crash("topic", 1).until(15).recover("topic", 1).recover("worker", 1);
        assertTenth(1000, playing.until(60).counter("topic", "repairedRecords"));
        assertEquals(1000, playing.counter("topic", "acknowledged"));
    }

    @Test
    void aRecordWithoutAnyWholeCopyIsLostAndReadersGoOn() {
        Playing playing = unread(topic("1", "1")).until(11).begin("corrupt 10% of topic");
        double lost = playing.recover("worker", 1).until(300).counter("topic", "lostMessages");
        assertTenth(1000, lost);
        assertEquals(1000 - lost, playing.counter("topic", "acknowledged"));
        assertEquals(0, playing.node("topic").meter.backlog, "nobody waits for them");
        Names names = Names.of(List.of("Item"), List.of("posted"), List.of("clients", "app", "topic", "worker", "db"));
        History history = new History(playing.journal(), playing.engine().now());
        assertEquals(lost, Messages.handledAtLeastOnce(history, 0, names).violations());
        // A tenth of a tenth, where two have it.
        playing = unread(topic("2", "2")).until(11).begin("corrupt 10% of topic");
        playing.recover("worker", 1).until(60);
        assertEquals(10, playing.counter("topic", "lostMessages"), 4 * StrictMath.sqrt(10));
    }

    @Test
    void readersWaitForABrokerThatIsDownAndAloneHasARecord() {
        Playing playing = unread(topic("2", "2")).until(11).crash("topic", 2).begin("corrupt topic instance 1");
        playing.recover("worker", 1).until(30);
        assertEquals(0, playing.counter("topic", "acknowledged"));
        assertEquals(0, playing.counter("topic", "lostMessages"));
        playing.recover("topic", 2).until(60);
        assertEquals(1000, playing.counter("topic", "acknowledged"));
        assertEquals(0, playing.counter("topic", "lostMessages"));
    }

    @Test
    void aFollowerThatCatchesUpFindsWhatTheLeaderHasDamaged() {
        // The follower has the first 200; of the 800 since it gets what is whole at the leader.
        Playing playing = unread(topic("2", "2")).until(2.005).crash("topic", 2).until(11);
        playing.begin("corrupt 10% of topic instance 1").recover("topic", 2).until(12);
        double lost = playing.counter("topic", "lostMessages");
        assertTenth(800, lost);
        playing.recover("worker", 1).until(60);
        assertTenth(200, playing.counter("topic", "repairedRecords"));
        assertEquals(1000 - lost, playing.counter("topic", "acknowledged"));
        assertEquals(lost, playing.counter("topic", "lostMessages"));
    }

    private static Playing agreed() {
        Part group = part(
                "db",
                "coordinator",
                "readTime",
                "0 ms",
                "writeTime",
                "0 ms",
                "syncTime",
                "0 ms",
                "delay",
                "1 ms",
                "workers",
                "1000",
                "electionTimeout",
                "1 s",
                "heartbeat",
                "100 ms");
        return board().entity("Item", "1 KB", "10", "uniform")
                .operation("change", "100/s", "write Item")
                .operation("look", "100/s", "read Item")
                .requires("Item linearizable")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), group)
                .play(1)
                .until(10.005);
    }

    private static long lostUpdates(Playing playing) {
        History history = new History(playing.journal(), playing.engine().now());
        Checked checked = Register.linearizable(history, 0, NAMES);
        assertTrue(checked.checked() > 500, checked.checked() + " checked");
        assertEquals(0, checked.violations());
        return Durability.neverLost(history, 0, NAMES).violations();
    }

    @Test
    void aFollowerFetchesItsDamagedEntriesFromTheLeader() {
        Playing playing = agreed().begin("corrupt 10% of db instance 2");
        // 1,000 writes and the leader's first entry.
        assertTenth(1001, playing.counter("db", "damagedEntries"));
        assertEquals(0, playing.counter("db", "repairedEntries"));
        playing.until(10.2);
        assertEquals(playing.counter("db", "damagedEntries"), playing.counter("db", "repairedEntries"));
        assertEquals(0, playing.until(20).failed("change") + playing.failed("look"));
        assertEquals(0, lostUpdates(playing));
    }

    @Test
    void aLeaderWithADamagedLogIsReplacedAndMended() {
        Playing playing = agreed().begin("corrupt 10% of db instance 1").until(20.005);
        assertEquals("follower", playing.node("db").role(0));
        // The others elect within twice the election timeout, or have a split vote more.
        long failed = playing.failed("change");
        assertTrue(failed >= 90 && failed <= 410, failed + " writes failed");
        assertEquals(playing.counter("db", "damagedEntries"), playing.counter("db", "repairedEntries"));
        assertEquals(0, lostUpdates(playing));
    }

    @Test
    void aDamagedServerIsNoPartOfAMajority() {
        Playing playing =
                agreed().begin("corrupt 10% of db instance 2").crash("db", 3).until(10.06);
        // Two of three would do; with the leader's next message the second is mended, and then they do.
        playing.until(20.005);
        assertEquals(playing.counter("db", "damagedEntries"), playing.counter("db", "repairedEntries"));
        assertTrue(playing.completed("change") > 1900, playing.completed("change") + " written");
        playing = agreed().crash("db", 1).begin("corrupt 10% of db instance 2").until(20.005);
        assertEquals(0, playing.counter("db", "repairedEntries"), "nobody leads, so nobody has it");
        long completed = playing.completed("change");
        assertEquals(1000, completed, 2);
        playing.recover("db", 1).until(30.005);
        assertTrue(playing.completed("change") > completed + 500, "with two whole ones they go on");
        assertEquals(playing.counter("db", "damagedEntries"), playing.counter("db", "repairedEntries"));
        assertEquals(0, lostUpdates(playing));
    }

    @Test
    void withAMajorityDamagedNothingGoesOnAndWithAllItIsLost() {
        Playing playing = agreed().begin("corrupt 50% of db instance 1").begin("corrupt 50% of db instance 2");
        assertEquals(1000, playing.until(20.005).failed("change"), 2);
        assertEquals(0, playing.counter("db", "lostWrites"), "the third has all of it");
        playing.begin("corrupt db");
        assertEquals(10, playing.counter("db", "lostWrites"), "the newest of each of ten keys");
        assertEquals(10, lostUpdates(playing));
    }

    /** 100 clicks a second without a key, counted in windows of 10 s. */
    private static Playing clicks(String... settings) {
        Part stream = part(
                "stream",
                "stream-processor",
                "size",
                "10 s",
                "outOfOrder",
                "1 s",
                "serviceTime",
                "0 ms",
                "checkpointPause",
                "0 ms",
                "checkpointTime",
                "1 s",
                "checkpointEvery",
                "10 s",
                "restartTime",
                "5 s",
                "instances",
                "2");
        for (int i = 0; i < settings.length; i += 2) {
            stream.settings().put(settings[i], settings[i + 1]);
        }
        Part worker = worker("serviceTime", "0 ms");
        return board().operation("click", "100/s", "publish clicked")
                .handler("count", "clicked", "publish counted")
                .handler("show", "counted")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        part("topic", "topic", "appendTime", "0 ms", "copyTime", "0 ms", "partitions", "4"),
                        stream)
                .path(
                        stream,
                        part("counts", "topic", "appendTime", "0 ms", "copyTime", "0 ms", "events", "counted"),
                        worker)
                .phase("busy", "100.005 s", "average")
                .phase("quiet", "10 min", "0/s")
                .play(1);
    }

    @Test
    void aStreamGoesBackToItsCheckpointWhenAWindowIsDamaged() {
        Playing playing = clicks().until(35.002).begin("corrupt stream").until(90);
        assertEquals(1, playing.counter("stream", "damagedReads"));
        assertEquals(1, playing.counter("stream", "restarts"));
        // The checkpoint was begun at 30 s, and 5 s of clicks come again.
        assertEquals(500, playing.counter("stream", "replayed"), 5);
        playing.until(130);
        assertEquals(10_000, playing.counter("stream", "records") - playing.counter("stream", "replayed"), 1);
    }

    @Test
    void windowsOfAnotherInstanceAreNotHit() {
        // What has no key is counted at the first instance.
        Playing playing =
                clicks().until(35.002).begin("corrupt stream instance 2").until(60);
        assertEquals(0, playing.counter("stream", "damagedReads"));
        playing.begin("corrupt stream instance 1").until(70);
        assertEquals(1, playing.counter("stream", "restarts"));
    }

    @Test
    void withoutCheckpointsWhatWasCountedIsLost() {
        Playing playing = clicks("checkpointEvery", "none").until(35.002).begin("corrupt stream");
        playing.until(130);
        assertEquals(1, playing.counter("stream", "restarts"));
        assertEquals(0, playing.counter("stream", "replayed"), 510);
    }
}
