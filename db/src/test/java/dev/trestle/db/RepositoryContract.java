package dev.trestle.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the repositories promise, whichever database is below. The subclasses say which one it is. */
abstract class RepositoryContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final AtomicInteger IDS = new AtomicInteger();

    abstract Database database();

    private final String session =
            "s" + IDS.incrementAndGet() + "-" + getClass().getSimpleName();

    private LogRepository log() {
        return new LogRepository(database());
    }

    private SessionRepository sessions() {
        return new SessionRepository(database());
    }

    private MemberRepository members() {
        return new MemberRepository(database());
    }

    private void addSession(String id) {
        sessions().add(new Session(id, "Photos", "instagram", 0, NOON, NOON), new Snapshot(0, "00", "{}"));
    }

    private static LogEntry entry(long seq, String client, long cseq) {
        return new LogEntry(seq, client, cseq, "m1", 1, NOON, "[{\"o\":\"del\"}]");
    }

    private Group group(long head, LogEntry... entries) {
        List<Cursor> cursors = new ArrayList<>();
        for (LogEntry entry : entries) {
            cursors.add(new Cursor(entry.clientId(), entry.cseq(), "{\"r\":\"ok\",\"seq\":" + entry.seq() + "}"));
        }
        return new Group(session, head, List.of(entries), cursors);
    }

    @Test
    void findsASessionAsItWasStored() {
        addSession(session);
        assertEquals(
                Optional.of(new Session(session, "Photos", "instagram", 0, NOON, NOON)),
                sessions().find(session));
        assertEquals(Optional.empty(), sessions().find("nowhere"));
    }

    @Test
    void appendMovesTheHeadByTheNumberOfEntries() {
        addSession(session);
        Instant later = NOON.plusSeconds(5);
        assertEquals(
                List.of(Group.Outcome.STORED),
                log().append(List.of(group(0, entry(1, "tab", 1), entry(2, "tab", 2))), later));
        assertEquals(
                new Session(session, "Photos", "instagram", 2, NOON, later),
                sessions().find(session).orElseThrow());
        assertEquals(List.of(entry(1, "tab", 1), entry(2, "tab", 2)), log().after(session, 0, 10));
        assertEquals(List.of(entry(2, "tab", 2)), log().after(session, 1, 10));
        assertEquals(List.of(entry(1, "tab", 1)), log().after(session, 0, 1));
    }

    @Test
    void anEntryIsFoundByItsClientsNumber() {
        addSession(session);
        log().append(List.of(group(0, entry(1, "tab", 7))), NOON);
        assertEquals(Optional.of(entry(1, "tab", 7)), log().find(session, "tab", 7));
        assertEquals(Optional.empty(), log().find(session, "tab", 8));
        assertEquals(Optional.empty(), log().find(session, "other", 7));
    }

    @Test
    void aGroupOnAnOldHeadStoresNothing() {
        addSession(session);
        log().append(List.of(group(0, entry(1, "a", 1))), NOON);
        assertEquals(List.of(Group.Outcome.STALE), log().append(List.of(group(0, entry(1, "b", 1))), NOON));
        assertEquals(List.of(entry(1, "a", 1)), log().after(session, 0, 10));
        assertEquals(Optional.empty(), log().cursor(session, "b"));
    }

    @Test
    void aRepeatedMutationStoresNothingAndLeavesTheOthersOfItsTransactionAlone() {
        String other = session + "-other";
        addSession(session);
        addSession(other);
        log().append(List.of(group(0, entry(1, "tab", 1))), NOON);
        Group good = new Group(other, 0, List.of(entry(1, "tab", 1)), List.of(new Cursor("tab", 1, "{}")));
        assertEquals(
                List.of(Group.Outcome.DUPLICATE, Group.Outcome.STORED),
                log().append(List.of(group(1, entry(2, "tab", 1)), good), NOON));
        assertEquals(1, sessions().find(session).orElseThrow().head());
        assertEquals(1, sessions().find(other).orElseThrow().head());
        assertEquals(List.of(), database().verify());
    }

    @Test
    void cursorsRememberMutationsThatChangedNothing() {
        addSession(session);
        Cursor refused = new Cursor("tab", 1, "{\"r\":\"rej\"}");
        Cursor empty = new Cursor("tab", 2, "{\"r\":\"noop\"}");
        assertEquals(
                List.of(Group.Outcome.STORED),
                log().append(List.of(new Group(session, 0, List.of(), List.of(refused))), NOON));
        assertEquals(Optional.of(refused), log().cursor(session, "tab"));
        log().append(List.of(new Group(session, 0, List.of(), List.of(empty))), NOON);
        assertEquals(Optional.of(empty), log().cursor(session, "tab"));
        assertEquals(0, sessions().find(session).orElseThrow().head());
    }

    @Test
    void entriesMustContinueTheHeadWithoutAGap() {
        assertThrows(IllegalStateException.class, () -> group(3, entry(5, "tab", 1)));
    }

    @Test
    void writersOnOneSessionNeverLeaveAGapOrADouble() throws Exception {
        addSession(session);
        int writers = 4;
        int each = 25;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String client = "tab" + writer;
                all.add(threads.submit(() -> appendUntilStored(client, each)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        List<LogEntry> stored = log().after(session, 0, 1000);
        assertEquals(writers * each, stored.size());
        assertEquals(List.of(), database().verify());
    }

    private void appendUntilStored(String client, int count) {
        for (int cseq = 1; cseq <= count; ) {
            long head = sessions().find(session).orElseThrow().head();
            Group.Outcome outcome = log().append(List.of(group(head, entry(head + 1, client, cseq))), NOON)
                    .get(0);
            cseq += outcome == Group.Outcome.STORED ? 1 : 0;
        }
    }

    @Test
    void ofTheSnapshotsTheFirstAndTheNewestAreKept() {
        addSession(session);
        for (int seq = 1; seq <= 30; seq++) {
            log().append(List.of(group(seq - 1, entry(seq, "tab", seq))), NOON);
        }
        log().saveSnapshot(session, new Snapshot(10, "0a", "{\"a\":1}"));
        log().saveSnapshot(session, new Snapshot(20, "0b", "{\"a\":2}"));
        log().saveSnapshot(session, new Snapshot(20, "0b", "{\"a\":2}"));
        assertEquals(Optional.of(new Snapshot(20, "0b", "{\"a\":2}")), log().newestSnapshot(session));
        assertEquals(Optional.of(new Snapshot(0, "00", "{}")), log().beginning(session));
    }

    @Test
    void aMegabyteOfBoardComesBackWhole() {
        addSession(session);
        String board = "\"" + String.join("", Collections.nCopies(100_000, "0123456789é")) + "\"";
        log().append(List.of(group(0, entry(1, "tab", 1))), NOON);
        log().saveSnapshot(session, new Snapshot(1, "0c", board));
        assertEquals(board, log().newestSnapshot(session).orElseThrow().body());
    }

    @Test
    void deletingASessionLeavesNothingOfIt() {
        addSession(session);
        log().append(List.of(group(0, entry(1, "tab", 1))), NOON);
        assertTrue(sessions().delete(session));
        assertFalse(sessions().delete(session));
        assertEquals(List.of(), log().after(session, 0, 10));
        assertEquals(Optional.empty(), log().beginning(session));
    }

    private ShareLink link(String id) {
        return new ShareLink(id, session, "token-" + id, "candidate", "Ana's link", NOON, NOON.plusSeconds(60), null);
    }

    private Member member(String id, String cookie, String linkId) {
        return new Member(id, session, linkId, cookie, "candidate", "Ana", 3, NOON, NOON, NOON.plusSeconds(60), null);
    }

    @Test
    void revokingALinkEndsTheSeatsThatCameByIt() {
        addSession(session);
        members().addLink(link(session + "-l1"));
        members().addLink(link(session + "-l2"));
        members().put(member(session + "-m1", session + "-c1", session + "-l1"));
        members().put(member(session + "-m2", session + "-c2", session + "-l2"));
        Instant later = NOON.plusSeconds(9);
        assertTrue(members().revokeLink(session, session + "-l1", later));
        assertFalse(members().revokeLink(session, session + "-l1", later));
        assertFalse(members().revokeLink("another", session + "-l2", later));
        assertEquals(
                later,
                members().linkByToken("token-" + session + "-l1").orElseThrow().revokedAt());
        assertEquals(
                later, members().find(session + "-c1", session).orElseThrow().revokedAt());
        assertEquals(
                member(session + "-m2", session + "-c2", session + "-l2"),
                members().find(session + "-c2", session).orElseThrow());
    }

    @Test
    void aBrowserHasOneSeatInASession() {
        addSession(session);
        members().put(member(session + "-m1", session + "-c", null));
        members()
                .put(new Member(
                        session + "-m9", session, null, session + "-c", "observer", "Ben", 5, NOON, NOON, NOON, null));
        List<Member> seats = members().members(session);
        assertEquals(1, seats.size());
        assertEquals(session + "-m1", seats.get(0).id());
        assertEquals("observer", seats.get(0).role());
        assertEquals("Ben", seats.get(0).name());
    }

    @Test
    void aNewCookieTakesTheSeatsOfTheOldOne() {
        addSession(session);
        members().put(member(session + "-m1", session + "-old", null));
        members().replaceCookie(session + "-old", session + "-new");
        assertFalse(members().knows(session + "-old"));
        assertTrue(members().knows(session + "-new"));
        assertEquals(
                List.of(session),
                sessions().ofBrowser(session + "-new", 10).stream()
                        .map(Session::id)
                        .toList());
        assertEquals(List.of(), sessions().ofBrowser(session + "-old", 10));
    }

    @Test
    void aRunGoesForwardOnly() {
        addSession(session);
        RunRepository runs = new RunRepository(database());
        Run first = runs.add(session, 4, "{}", new RunRepository.Request(41, "0.1.0", NOON));
        Run second = runs.add(session, 5, "{}", new RunRepository.Request(42, "0.1.0", NOON.plusSeconds(1)));
        assertEquals(List.of("r1", "r2"), List.of(first.id(), second.id()));
        assertTrue(runs.start(session, "r1", NOON));
        assertFalse(runs.start(session, "r1", NOON));
        assertTrue(runs.finish(session, "r1", "{\"seed\":41}", NOON));
        assertFalse(runs.finish(session, "r1", "{\"late\":true}", NOON));
        assertFalse(runs.stop(session, "r1", Run.State.CANCELLED, "late", NOON));
        assertEquals("{\"seed\":41}", runs.find(session, "r1").orElseThrow().report());
        assertTrue(runs.stop(session, "r2", Run.State.CANCELLED, "cancelled by Ana", NOON));
        assertFalse(runs.start(session, "r2", NOON));
        assertEquals(
                List.of(Run.State.CANCELLED, Run.State.DONE),
                runs.newest(session, 10).stream().map(Run::state).toList());
    }

    @Test
    void runsThatAStoppedProcessLeftAreFailed() {
        addSession(session);
        RunRepository runs = new RunRepository(database());
        runs.add(session, 0, "{}", new RunRepository.Request(1, "0.1.0", NOON));
        runs.add(session, 0, "{}", new RunRepository.Request(2, "0.1.0", NOON));
        runs.start(session, "r1", NOON);
        assertEquals(2, runs.failUnfinished("the server stopped", NOON));
        assertEquals(Run.State.FAILED, runs.find(session, "r1").orElseThrow().state());
        assertEquals(
                "the server stopped", runs.find(session, "r2").orElseThrow().message());
    }

    @Test
    void theProbeWritesAgainAndAgain() {
        database().probe();
        database().probe();
    }
}
