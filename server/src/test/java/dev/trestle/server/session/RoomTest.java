package dev.trestle.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.db.Database;
import dev.trestle.db.Group;
import dev.trestle.db.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a room answers and tells, seen from browsers. */
final class RoomTest {
    private static final String APP =
            "{\"o\":\"put\",\"t\":\"nodes\",\"id\":\"app\",\"p\":{\"kind\":\"service\",\"x\":0,\"y\":0}}";
    private static final String DB =
            "{\"o\":\"put\",\"t\":\"nodes\",\"id\":\"db\",\"p\":{\"kind\":\"sql-database\",\"x\":9,\"y\":0}}";
    private static final String WIRE =
            "{\"o\":\"put\",\"t\":\"links\",\"id\":\"l1\",\"p\":{\"from\":\"app\",\"to\":\"db\"}}";

    private static Database database;

    private final Bench bench = new Bench(database);
    private final String session = bench.session();

    @BeforeAll
    static void open(@TempDir Path folder) {
        database = Database.h2(folder);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static String move(String node, int x) {
        return "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"" + node + "\",\"p\":{\"x\":" + x + "}}";
    }

    @Test
    void aNewcomerIsWelcomedWithTheWholeBoard() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        JsonNode welcome = ana.last("welcome");
        assertEquals("snap", welcome.get("mode").textValue());
        assertEquals(0, welcome.get("head").intValue());
        assertEquals(ana.member.id(), welcome.at("/me/actor").textValue());
        assertEquals("host", welcome.at("/me/role").textValue());
        assertTrue(welcome.at("/me/color").textValue().matches("#[0-9a-f]{6}"));
        assertEquals("Photos", ana.last("snap").at("/body/title").textValue());
    }

    @Test
    void anEditIsAnsweredOnlyAfterItIsStored() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        while (bench.runOne()) {
            ana.read(10);
        }
        assertEquals(List.of(), ana.of("ack"));
        assertTrue(bench.commit());
        ana.quiet();
        assertEquals("ok", ana.last("ack").get("r").textValue());
        assertEquals(1, ana.last("ack").get("seq").intValue());
        assertEquals(1, bench.sessions.find(session).orElseThrow().head());
    }

    @Test
    void theOthersAreToldInTheSameOrder() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = bench.browser(session, Role.CANDIDATE).quiet();
        ana.edit(APP);
        ben.edit(DB);
        ana.edit(WIRE);
        ana.quiet();
        ben.quiet();
        assertEquals(3, ana.seq());
        assertEquals(3, ben.seq());
        assertEquals(ana.view(), ben.view());
        assertEquals(bench.fold(session), ben.view());
    }

    @Test
    void deletingANodeAnswersWithTheLinksThatWentToo() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP, DB, WIRE);
        ana.quiet();
        ana.edit("{\"o\":\"del\",\"t\":\"nodes\",\"id\":\"db\"}");
        ana.quiet();
        JsonNode ack = ana.last("ack");
        assertEquals("adj", ack.get("r").textValue());
        assertEquals(
                "[{\"o\":\"del\",\"t\":\"links\",\"id\":\"l1\"},{\"o\":\"del\",\"t\":\"nodes\",\"id\":\"db\"}]",
                ack.get("ops").toString());
    }

    @Test
    void anEditThatChangesNothingIsNoEdit() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(move("nowhere", 5));
        ana.quiet();
        assertEquals("noop", ana.last("ack").get("r").textValue());
        assertEquals(0, bench.sessions.find(session).orElseThrow().head());
        assertEquals(0, ana.unanswered());
    }

    @Test
    void aRepeatedMutationIsAnsweredAgainAndMadeOnce() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        ana.edit(move("app", 5));
        ana.quiet();
        ana.sendOps(1, "[" + APP + "]");
        ana.sendOps(2, "[" + move("app", 77) + "]");
        ana.quiet();
        List<JsonNode> acks = ana.of("ack");
        assertEquals(4, acks.size());
        assertEquals(1, acks.get(2).get("seq").intValue());
        assertEquals(acks.get(1), acks.get(3));
        assertEquals(2, bench.sessions.find(session).orElseThrow().head());
    }

    @Test
    void aMutationSentTwiceBeforeItIsStoredIsAnsweredOnce() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        ana.resendAll();
        ana.quiet();
        assertEquals(1, ana.of("ack").size());
        assertEquals(1, bench.sessions.find(session).orElseThrow().head());
    }

    @Test
    void aMissingMutationIsAskedFor() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        ana.sendOps(3, "[" + DB + "]");
        ana.quiet();
        assertEquals("gap", ana.of("ack").get(0).path("code").asText());
    }

    @Test
    void aTabMayGoOnFromItsOwnNumberWhereTheServerForgotIt() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.countFrom(40);
        ana.edit(APP);
        ana.quiet();
        assertEquals("ok", ana.last("ack").get("r").textValue());
    }

    @Test
    void observersSeeAndChangeNothing() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser eve = bench.browser(session, Role.OBSERVER).quiet();
        ana.edit(APP);
        eve.edit("{\"o\":\"del\",\"t\":\"nodes\",\"id\":\"app\"}");
        eve.quiet();
        ana.quiet();
        assertEquals("role", eve.last("ack").get("code").textValue());
        assertEquals(1, eve.seq());
        assertEquals(ana.view(), eve.view());
        assertEquals(1, bench.sessions.find(session).orElseThrow().head());
    }

    @Test
    void anEditAgainstTheSchemaIsRefusedWholeWithOneClearLine() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.sendOps(1, "[" + APP + ",{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"app\",\"p\":{\"colour\":\"red\"}}]");
        ana.quiet();
        JsonNode ack = ana.last("ack");
        assertEquals("schema", ack.get("code").textValue());
        assertTrue(ack.get("msg").textValue().contains("colour"), ack.toString());
        assertEquals(0, bench.sessions.find(session).orElseThrow().head());
        ana.edit(DB);
        ana.quiet();
        assertEquals("ok", ana.last("ack").get("r").textValue());
    }

    @Test
    void moreThanSixtyFourEditsAtOnceAreRefused() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.sendOps(1, "[" + String.join(",", Collections.nCopies(65, APP)) + "]");
        ana.quiet();
        assertEquals("limit", ana.last("ack").get("code").textValue());
    }

    @Test
    void aReturningTabIsSentOnlyWhatItMissed() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = bench.browser(session, Role.CANDIDATE).quiet();
        ana.edit(APP);
        ben.quiet();
        ben.cut();
        ana.edit(DB);
        ana.edit(WIRE);
        ana.quiet();
        ben.connect();
        ben.quiet();
        assertEquals("tail", ben.last("welcome").get("mode").textValue());
        assertEquals(2, ben.last("ops").get("from").intValue());
        assertEquals(ana.view(), ben.view());
    }

    @Test
    void editsMadeOfflineArriveOnceWhenTheAnswerWasLost() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        bench.settle();
        ana.cut();
        ana.edit(DB);
        assertEquals(2, ana.unanswered());
        ana.connect();
        ana.quiet();
        assertEquals(0, ana.unanswered());
        assertEquals(2, bench.sessions.find(session).orElseThrow().head());
        assertEquals(bench.fold(session), ana.view());
    }

    @Test
    void aTabThatAsksForMoreThanThereIsGetsTheWholeBoard() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.send("{\"k\":\"resync\",\"lastSeq\":99}");
        ana.quiet();
        assertEquals(2, ana.of("snap").size());
    }

    @Test
    void aTabThatConnectsTwiceKeepsTheNewSocketWhateverTheOldOneDoes() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        Connection old = ana.connection();
        FakeBrowser ben = bench.browser(session, Role.CANDIDATE).quiet();
        ana.connect();
        ana.quiet();
        old.onText("{\"k\":\"ping\",\"t\":1}");
        old.onClose();
        ben.edit(APP);
        ana.quiet();
        assertEquals(1, ana.seq());
        assertEquals(List.of(), ana.of("pong"));
        bench.pass(Duration.ofSeconds(1));
        ben.quiet();
        assertEquals("[]", ben.last("pres").get("gone").toString());
    }

    @Test
    void aDuplicatedTabGetsANameOfItsOwnAndTheFirstKeepsItsSocket() {
        FakeBrowser ana = new FakeBrowser(bench, bench.member(session, Role.HOST));
        ana.secret = "secret-of-the-first";
        ana.connect();
        ana.quiet();
        ana.edit(APP);
        ana.quiet();
        FakeBrowser copy = new FakeBrowser(bench, ana.member);
        copy.secret = "secret-of-the-copy";
        copy.connect();
        copy.quiet();
        assertEquals(0, ana.closedWith);
        assertNotEquals(ana.clientId, copy.clientId);
        assertEquals(1, copy.last("welcome").get("lastCseq").intValue(), "how far the copied name has come");
        ana.edit(move("app", 5));
        copy.edit(move("app", 6));
        ana.quiet();
        copy.quiet();
        ana.quiet();
        assertEquals(3, bench.sessions.find(session).orElseThrow().head());
        assertEquals(ana.view(), copy.view());
        assertEquals(0, ana.unanswered() + copy.unanswered());
    }

    @Test
    void aReloadedPageWithTheSameSecretTakesTheOldSocketsPlaceAndMakesNothingTwice() {
        FakeBrowser ana = new FakeBrowser(bench, bench.member(session, Role.HOST));
        ana.secret = "secret-of-the-first";
        ana.connect();
        ana.quiet();
        ana.edit(APP);
        bench.settle();
        String name = ana.clientId;
        ana.connect();
        ana.quiet();
        assertEquals(name, ana.clientId);
        assertEquals(0, ana.unanswered());
        assertEquals(1, bench.sessions.find(session).orElseThrow().head());
    }

    @Test
    void nobodySpeaksInTheNameOfAnothersTab() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        ana.quiet();
        FakeBrowser eve = new FakeBrowser(bench, bench.member(session, Role.CANDIDATE));
        eve.connect();
        bench.settle();
        Connection second = bench.rooms().connect(session, eve.member, new SilentPeer());
        second.onText("{\"k\":\"hello\",\"pv\":1,\"clientId\":\"" + ana.clientId + "\",\"lastSeq\":0}");
        second.onText("{\"k\":\"ops\",\"cseq\":2,\"ops\":[" + DB + "]}");
        ana.quiet();
        ana.edit(move("app", 3));
        ana.quiet();
        assertEquals(0, ana.closedWith);
        assertEquals("ok", ana.last("ack").get("r").textValue());
        assertEquals(3, ana.seq());
    }

    @Test
    void aFailedCommitAsksTheSenderToComeAgain() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        bench.store = Bench.Store.FAILS_BEFORE;
        ana.edit(APP);
        ana.quiet();
        assertEquals("busy", ana.last("ack").get("code").textValue());
        ana.resendAll();
        ana.quiet();
        assertEquals("ok", ana.last("ack").get("r").textValue());
        assertEquals(bench.fold(session), ana.view());
    }

    @Test
    void aCommitWhoseEndIsUnknownIsLookedUpBeforeAnyAnswer() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = bench.browser(session, Role.CANDIDATE).quiet();
        bench.store = Bench.Store.FAILS_AFTER;
        ana.edit(APP);
        ana.quiet();
        ben.quiet();
        assertEquals("ok", ana.last("ack").get("r").textValue());
        assertEquals(1, bench.sessions.find(session).orElseThrow().head());
        assertEquals(ana.view(), ben.view());
        ana.edit(DB);
        ana.quiet();
        assertEquals(2, ana.seq());
    }

    @Test
    void anEditThatAnotherServerStoredFirstIsTakenOverAndOursFollows() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        bench.log.append(
                List.of(new Group(
                        session,
                        0,
                        List.of(new LogEntry(1, "mx:tab-elsewhere", 1, "mx", 1, Bench.NOON, "[" + DB + "]")),
                        List.of())),
                Bench.NOON);
        ana.edit(APP);
        ana.quiet();
        assertEquals(2, ana.seq());
        assertEquals(2, ana.last("ack").get("seq").intValue());
        assertEquals(bench.fold(session), ana.view());
    }

    @Test
    void manyEditsAtOnceShareOneCommit() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        int before = bench.commits;
        ana.edit(APP);
        for (int x = 1; x <= 40; x++) {
            ana.edit(move("app", x));
        }
        ana.quiet();
        assertEquals(41, ana.seq());
        // The first goes alone; all that came meanwhile go together.
        assertEquals(2, bench.commits - before);
    }

    @Test
    void anEditorBeyondTheRateIsAskedToComeAgain() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        for (int i = 1; i <= 100; i++) {
            ana.sendOps(i, "[]");
        }
        ana.quiet();
        assertTrue(ana.of("ack").stream().anyMatch(a -> a.path("code").asText().equals("rate")));
        assertEquals(0, ana.closedWith);
    }

    @Test
    void badFramesCloseTheSocketAndChangeNothing() {
        for (String bad : List.of(
                "",
                "x",
                "[]",
                "{}",
                "{\"k\":\"evil\"}",
                "{\"k\":\"ping\"}",
                "{\"k\":\"ping\",\"t\":1,\"u\":2}",
                "{\"k\":\"ops\",\"cseq\":1.5,\"ops\":[]}",
                "{\"k\":\"ops\",\"cseq\":1,\"ops\":{}}",
                "{\"k\":\"pres\",\"d\":{\"cursor\":{\"x\":\"a\",\"y\":1}}}",
                "{\"k\":\"hello\"}",
                "{\"k\":\"ping\",\"t\":1}{}")) {
            FakeBrowser eve = bench.browser(session, Role.HOST).quiet();
            eve.send(bad);
            eve.quiet();
            assertEquals(4400, eve.closedWith, bad);
        }
        assertEquals(0, bench.sessions.find(session).orElseThrow().head());
    }

    @Test
    void anOldPageIsToldToReload() {
        Connection old = bench.rooms().connect(session, bench.member(session, Role.HOST), new SilentPeer());
        SilentPeer peer = new SilentPeer();
        Connection page = bench.rooms().connect(session, bench.member(session, Role.HOST), peer);
        page.onText("{\"k\":\"hello\",\"pv\":0,\"clientId\":\"abcdef\",\"lastSeq\":-1}");
        bench.settle();
        assertEquals(4426, peer.code);
        old.onClose();
    }

    @Test
    void aSocketThatNeverSaysHelloIsClosed() {
        SilentPeer peer = new SilentPeer();
        bench.rooms().connect(session, bench.member(session, Role.HOST), peer);
        bench.pass(Duration.ofSeconds(6));
        assertEquals(4400, peer.code);
    }

    @Test
    void aSessionThatIsNotThereIsGone() {
        SilentPeer peer = new SilentPeer();
        Connection none = bench.rooms().connect("nowhere", bench.member(session, Role.HOST), peer);
        none.onText("{\"k\":\"ping\",\"t\":1}");
        none.onClose();
        assertEquals(4404, peer.code);
        assertTrue(bench.rooms().read("nowhere").isEmpty());
    }

    @Test
    void peopleSeeEachOtherAndNotThemselves() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = bench.browser(session, Role.CANDIDATE).quiet();
        assertEquals(ana.member.id(), ben.last("pres").at("/list/0/actor").textValue());
        ben.send("{\"k\":\"pres\",\"d\":{\"cursor\":{\"x\":1.5,\"y\":-2},\"sel\":[\"app\"]}}");
        ben.send("{\"k\":\"pres\",\"d\":{\"cursor\":{\"x\":3,\"y\":4}}}");
        bench.pass(Duration.ofMillis(60));
        ana.quiet();
        ben.quiet();
        JsonNode seen = ana.last("pres");
        assertEquals(1, seen.get("list").size());
        assertEquals(3, seen.at("/list/0/cursor/x").doubleValue());
        assertEquals("app", seen.at("/list/0/sel/0").textValue());
        assertTrue(ben.of("pres").stream()
                .flatMap(p -> p.get("list").findValuesAsText("actor").stream())
                .noneMatch(ben.member.id()::equals));
        ben.cut();
        bench.pass(Duration.ofMillis(60));
        ana.quiet();
        assertEquals(
                "[\"" + ben.member.id() + "\"]", ana.last("pres").get("gone").toString());
    }

    @Test
    void aNewNameIsSeenByTheOthersAndKept() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = bench.browser(session, Role.CANDIDATE).quiet();
        ben.send("{\"k\":\"pres\",\"d\":{\"name\":\" Ben\\u0000\\u202e Jr \"}}");
        bench.pass(Duration.ofMillis(60));
        ana.quiet();
        assertEquals("Ben Jr", ana.last("pres").at("/list/0/name").textValue());
        assertTrue(
                bench.members.members(session).stream().anyMatch(m -> m.name().equals("Ben Jr")));
    }

    @Test
    void findingsComeWhenTheBoardIsQuietAndOnlyOnce() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        int before = ana.of("findings").size();
        ana.edit(APP);
        ana.quiet();
        bench.pass(Duration.ofMillis(100));
        ana.edit(DB);
        ana.quiet();
        bench.pass(Duration.ofMillis(100));
        ana.quiet();
        assertEquals(before, ana.of("findings").size());
        bench.pass(Duration.ofMillis(100));
        ana.quiet();
        assertEquals(before + 1, ana.of("findings").size());
        assertEquals("2", ana.last("findings").at("/list/0/says").textValue());
        assertEquals(2, ana.last("findings").get("seq").intValue());
    }

    @Test
    void theTitleInListsFollowsTheBoard() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit("{\"o\":\"set\",\"t\":\"board\",\"id\":\"board\",\"p\":{\"title\":\"Short links\"}}");
        bench.pass(Duration.ofSeconds(1));
        assertEquals("Short links", bench.sessions.find(session).orElseThrow().title());
    }

    @Test
    void everyHundredEditsTheStateIsHashed() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        for (int i = 2; i <= 50; i++) {
            ana.edit(move("app", i));
        }
        ana.quiet();
        for (int i = 51; i <= 100; i++) {
            ben.edit(move("app", i));
        }
        ben.quiet();
        ana.quiet();
        assertEquals(100, ana.last("hash").get("seq").intValue());
        assertEquals(ana.view(), ana.last("hash").get("sha256").textValue());
    }

    @Test
    void pagesReadWhatIsStored() throws Exception {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP);
        ana.quiet();
        Thread reader = new Thread(() -> {
            Reading reading = bench.rooms().read(session).orElseThrow();
            assertEquals(1, reading.seq());
            assertTrue(reading.board().design().nodes().containsKey("app"));
        });
        Throwable[] failed = new Throwable[1];
        reader.setUncaughtExceptionHandler((t, e) -> failed[0] = e);
        reader.start();
        while (reader.isAlive()) {
            bench.settle();
            Thread.sleep(1);
        }
        assertEquals(null, failed[0]);
    }

    @Test
    void whatIsSentToASessionReachesEverybodyThere() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = bench.browser(session, Role.OBSERVER).quiet();
        bench.rooms().send(session, "{\"k\":\"run\",\"run\":\"r1\",\"state\":\"done\"}");
        bench.rooms().show(session, "frame r1", "{\"k\":\"frame\",\"run\":\"r1\"}");
        bench.rooms().send("nowhere", "{}");
        ana.quiet();
        ben.quiet();
        assertEquals("done", ana.last("run").get("state").textValue());
        assertEquals("r1", ben.last("frame").get("run").textValue());
    }

    @Test
    void anEmptyRoomIsForgottenAndComesBackTheSame() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        for (int i = 1; i <= 60; i++) {
            ana.edit("{\"o\":\"put\",\"t\":\"nodes\",\"id\":\"n" + i + "\",\"p\":{\"kind\":\"service\",\"x\":" + i
                    + ",\"y\":0}}");
        }
        ana.quiet();
        String view = ana.view();
        ana.cut();
        bench.pass(Duration.ofMinutes(1));
        assertEquals(60, bench.log.newestSnapshot(session).orElseThrow().seq());
        FakeBrowser ben = bench.browser(session, Role.CANDIDATE).quiet();
        assertEquals(view, ben.view());
    }

    @Test
    void aKilledServerRebuildsTheSameBoardFromItsLog() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        ana.edit(APP, DB);
        ana.edit(WIRE);
        ana.quiet();
        String view = ana.view();
        ana.edit(move("app", 70));
        bench.restart();
        assertEquals(view, bench.browser(session, Role.OBSERVER).quiet().view());
        ana.connect();
        ana.quiet();
        assertEquals(0, ana.unanswered());
        assertNotEquals(view, ana.view());
        assertEquals(bench.fold(session), ana.view());
    }

    @Test
    void aStoppingServerTellsEverybodyToComeBack() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        bench.rooms().close();
        ana.quiet();
        assertEquals("drain", ana.last("notice").get("code").textValue());
        assertEquals(4503, ana.closedWith);
        SilentPeer late = new SilentPeer();
        bench.rooms().connect(session, ana.member, late);
        assertEquals(4503, late.code);
        assertFalse(bench.commit());
    }
}
