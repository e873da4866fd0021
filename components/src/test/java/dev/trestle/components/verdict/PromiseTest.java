package dev.trestle.components.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.history.Histories;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Moment;
import dev.trestle.components.history.Names;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verdicts on promises about histories, from journals written by hand (times in milliseconds). */
class PromiseTest {
    private static final Names NAMES = Names.of(List.of("Photo"), List.of("posted"), List.of("leader", "worker"))
            .withOperations(List.of("search"));
    private static final int LEADER = Journal.place(0, 0);
    private static final int WORKER = Journal.place(1, 0);

    private final Journal journal = new Journal();

    @Test
    void oneStaleReadMissesReadYourWrites() {
        row(Journal.WRITE, 7, 42, 3, 10, 20, LEADER);
        row(Journal.READ, 7, 42, 3, 30, 40, LEADER);
        row(Journal.READ, 7, 42, 2, 50, 60, LEADER);
        Verdict verdict = judge("Photo read-your-writes");
        assertEquals(Status.MISSED, verdict.status());
        assertEquals(1, verdict.measured());
        assertEquals(2, verdict.samples());
        assertEquals("leader", verdict.node());
        assertEquals(
                "1 of 2 reads of Photo by clients that had written it did not see the client's own write: "
                        + "client 7 wrote Photo 42 v3 to leader at 0.020 s; read Photo 42 v2 from leader at 0.050 s; "
                        + "leader is 97 % utilized, 35 waiting on average",
                verdict.because());
        assertEquals("seen in replication 1 of 1, seed 41", verdict.evidence().get(1));
    }

    @Test
    void freshReadsMeetReadYourWrites() {
        row(Journal.WRITE, 7, 42, 3, 10, 20, LEADER);
        row(Journal.READ, 7, 42, 3, 30, 40, LEADER);
        Verdict verdict = judge("Photo read-your-writes");
        assertEquals(Status.MET, verdict.status());
        assertEquals(0, verdict.measured());
        assertEquals(
                "all 1 reads of Photo by clients that had written it saw the client's own write or a later one",
                verdict.because());
    }

    @Test
    void promiseThatNothingExercisedIsUnsure() {
        row(Journal.WRITE, 7, 42, 3, 10, 20, LEADER);
        assertUnsure("Photo read-your-writes", "no client read a Photo that it had written");
        assertUnsure("Photo monotonic-reads", "no client read the same Photo twice");
        assertUnsure("Photo fresh within 1 s", "no Photo was read after it had been written");
        assertUnsure("posted handled within 10 s", "no posted was published");
        assertUnsure("posted handled exactly once", "no posted was published and handled");
        assertUnsure("Feed never lost", "there is no entity Feed");
        assertUnsure("posted handled in order", "no posted was published and handled");
        assertUnsure("Photo never above 3", "no reservation of Photo was acknowledged");
        assertUnsure("search at most 1/s per client", "no client got a search through");
        assertUnsure("liked handled within 10 s", "there is no event liked");
    }

    @Test
    void discardedWriteMissesNeverLost() {
        row(Journal.WRITE, 7, 42, 3, 10, 20, LEADER);
        assertEquals(Status.MET, judge("Photo never lost").status());
        row(Journal.LOST, -1, 42, 3, 90, 90, LEADER);
        Verdict verdict = judge("Photo never lost");
        assertEquals(Status.MISSED, verdict.status());
        assertTrue(verdict.because().contains("leader discarded Photo 42 v3 at 0.090 s"), verdict.because());
    }

    @Test
    void stalenessIsMeasuredAgainstItsLimit() {
        row(Journal.WRITE, 7, 42, 3, 10, 20, LEADER);
        row(Journal.READ, 8, 42, 2, 520, 530, LEADER);
        Verdict met = judge("Photo fresh within 1 s");
        assertEquals(Status.MET, met.status());
        assertEquals(0.5, met.measured(), 1e-12);
        assertEquals(0.5, met.margin(), 1e-12);
        assertEquals(Status.MISSED, judge("Photo fresh within 400 ms").status());
        assertEquals(Status.MISSED, judge("Photo linearizable").status());
    }

    @Test
    void lateMessageMissesHandledWithinAndNamesTheWorker() {
        row(Journal.PUBLISH, 7, 1, 0, 0, 10, -1);
        row(Journal.HANDLED, -1, 1, 1, 20, 510, WORKER);
        assertEquals(Status.MET, judge("posted handled within 1 s").status());
        Verdict late = judge("posted handled within 100 ms");
        assertEquals(Status.MISSED, late.status());
        assertEquals("worker", late.node());
        assertEquals(0.5, late.measured(), 1e-12);
        assertEquals(0.1, late.bound(), 1e-12);
        assertEquals(-4, late.margin(), 1e-9);
    }

    @Test
    void messagesThatAreTooYoungAreNotJudged() {
        row(Journal.PUBLISH, 7, 1, 0, 900, 950, -1);
        Verdict verdict = judge("posted handled within 10 s");
        assertEquals(Status.UNSURE, verdict.status());
        assertEquals("every posted was younger than 10 s when the run ended", verdict.because());
    }

    @Test
    void shareInTimeHasAnInterval() {
        for (int message = 0; message < 1000; message++) {
            row(Journal.PUBLISH, 7, message, 0, 0, 10, -1);
            row(Journal.HANDLED, -1, message, 1, 20, message < 5 ? 500 : 50, WORKER);
        }
        assertEquals(Status.MISSED, judge("posted handled within 100 ms").status());
        Verdict p95 = judge("posted handled within 100 ms for p95");
        assertEquals(Status.MET, p95.status());
        assertEquals(0.995, p95.measured(), 1e-12);
        assertEquals(Unit.SHARE, p95.unit());
        assertEquals(Unit.SECONDS, judge("posted handled within 100 ms").unit());
        assertEquals(
                Status.UNSURE, judge("posted handled within 100 ms for p99.5").status());
        assertEquals(
                Status.MISSED, judge("posted handled within 100 ms for p99.99").status());
    }

    @Test
    void messageStillUnhandledAtTheEndLeavesAtLeastOnceOpen() {
        row(Journal.PUBLISH, 7, 1, 0, 0, 10, -1);
        row(Journal.HANDLED, -1, 1, 1, 11, 12, WORKER);
        assertEquals(Status.MET, judge("posted handled at least once").status());
        row(Journal.PUBLISH, 7, 2, 0, 0, 10, -1);
        Verdict open = judge("posted handled at least once");
        assertEquals(Status.UNSURE, open.status());
        assertTrue(open.because().contains("1 more were still unhandled"), open.because());
    }

    @Test
    void fullHistoryIsNoProof() {
        for (int i = 0; i <= Journal.MAX_ROWS; i++) {
            row(Journal.WRITE, 7, 42, i + 1, i, i, LEADER);
        }
        Verdict verdict = judge("Photo never lost");
        assertEquals(Status.UNSURE, verdict.status());
        assertTrue(verdict.because().contains("the history was full"), verdict.because());
    }

    @Test
    void ofMoreKeysThanAreFollowedTheShareIsSaid() {
        for (int i = 0; i < 2 * Journal.MAX_ROWS; i++) {
            row(Journal.WRITE, 7, i, i + 1, i, i, LEADER);
        }
        Verdict verdict = judge("Photo never lost");
        assertEquals(Status.MET, verdict.status());
        assertTrue(
                verdict.because()
                        .matches("all (\\d+) acknowledged writes of Photo were kept "
                                + "\\(\\1 keys were followed, one in (2|4) of all\\)"),
                verdict.because());
    }

    @Test
    void theSmallestCounterExampleIsThereAsData() {
        row(Journal.WRITE, 7, 42, 3, 10, 20, LEADER);
        row(Journal.READ, 7, 42, 2, 50, 60, LEADER);
        row(Journal.READ, 7, 42, 2, 30, 40, LEADER);
        Detail.CounterExample example =
                (Detail.CounterExample) judge("Photo read-your-writes").detail();
        assertEquals(1, example.replication());
        Moment read = example.timeline().moments().get(1);
        assertEquals(30_000_000, read.timeNanos());
        assertEquals(new Moment.Facts("read", "Photo", 42, 2, "leader", 0, null, 30_000_000, 40_000_000), read.facts());
    }

    @Test
    void keyThatIsGivenTwiceMissesUnique() {
        row(Journal.CREATED, 7, 42, 3, 10, 20, LEADER);
        assertEquals(Status.MET, judge("Photo unique").status());
        row(Journal.CREATED, 8, 42, 4, 10, 30, LEADER);
        Verdict verdict = judge("Photo unique");
        assertEquals(Status.MISSED, verdict.status());
        assertTrue(
                verdict.because()
                        .startsWith(
                                "1 of 2 acknowledged creations of Photo have a key that was given before: client 7 "),
                verdict.because());
    }

    @Test
    void overtakenMessageMissesInOrder() {
        row(Journal.PUBLISH, 7, 1, 0, 0, 10, -1);
        row(Journal.PUBLISH, 7, 2, 0, 11, 12, -1);
        row(Journal.HANDLED, -1, 2, 1, 20, 30, WORKER);
        row(Journal.HANDLED, -1, 1, 1, 20, 40, WORKER);
        Verdict verdict = judge("posted handled in order");
        assertEquals(Status.MISSED, verdict.status());
        assertEquals("worker", verdict.node());
        assertTrue(
                verdict.because()
                        .startsWith("1 of 2 posted that were handled were overtaken by one that was published later: "),
                verdict.because());
        assertEquals(
                "all 2 posted that were handled were overtaken by none about the same key that was published later",
                judge("posted handled in order per key").because());
    }

    @Test
    void oversoldKeyMissesNeverAbove() {
        for (int version = 1; version <= 3; version++) {
            row(Journal.TOOK, 7, 42, version, 10 * version, 10 * version, LEADER);
            row(Journal.WRITE, 7, 42, version, 10 * version, 10 * version + 5, LEADER);
        }
        assertEquals(Status.MET, judge("Photo never above 3").status());
        Verdict verdict = judge("Photo never above 2");
        assertEquals(Status.MISSED, verdict.status());
        assertTrue(
                verdict.because()
                        .startsWith("1 of 3 acknowledged reservations of Photo were above 2 under their key: "),
                verdict.because());
    }

    @Test
    void windowOfARateIsTheTimeThatItIsPer() {
        for (int i = 0; i < 4; i++) {
            row(Journal.ASKED, 7, i, 1, 100 * i, 100 * i + 10, LEADER);
        }
        assertEquals(
                "all 4 search that clients got through were at most 10 of a client's within any 1 s",
                judge("search at most 10/s per client").because());
        assertEquals(Status.MISSED, judge("search at most 3/min per client").status());
        assertTrue(
                judge("search at most 0.5/s per client").because().contains("at most 1 of a client's within any 2 s"));
    }

    private void assertUnsure(String line, String because) {
        Verdict verdict = judge(line);
        assertEquals(Status.UNSURE, verdict.status(), line);
        assertEquals(because, verdict.because());
    }

    private void row(byte kind, long who, long key, long version, long start, long end, int place) {
        journal.append(kind, 0, who, key, version, start * 1_000_000, end * 1_000_000, Call.OK, place);
    }

    private Verdict judge(String line) {
        Histories histories = new Histories(List.of(new History(journal, 1_000_000_000)), NAMES);
        Results results = new Results()
                .steady("feed", 10)
                .node("leader", 0.97, 35, Map.of())
                .node("worker", 0.99, 900, Map.of());
        return Judge.judge(Map.of("r1", Requirement.parse(line)), results.report(), histories)
                .get(0);
    }
}
