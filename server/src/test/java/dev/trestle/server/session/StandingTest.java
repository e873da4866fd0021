package dev.trestle.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.db.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody is told who comes in the middle of something. */
class StandingTest {
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

    private static String frame(int progress) {
        return "{\"k\":\"run\",\"run\":\"r1\",\"progress\":" + progress + "}";
    }

    @Test
    void whoComesLaterIsSentTheNewest() {
        bench.browser(session, Role.HOST).quiet();
        bench.rooms().send(session, "run", "r1", frame(0));
        bench.rooms().show(session, "run", "r1", frame(1));
        FakeBrowser ben = bench.browser(session, Role.OBSERVER).quiet();
        assertEquals(1, ben.of("run").size());
        assertEquals(1, ben.last("run").get("progress").intValue());
    }

    @Test
    void whatHasEndedIsNotToldAnyMore() {
        bench.browser(session, Role.HOST).quiet();
        bench.rooms().show(session, "run", "r1", frame(1));
        bench.rooms().forget(session, "run", "r1");
        assertEquals(List.of(), bench.browser(session, Role.OBSERVER).quiet().of("run"));
    }

    @Test
    void aRoomThatIsForgottenMeanwhileStillTellsIt() {
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        bench.rooms().show(session, "run", "r1", frame(1));
        ana.cut();
        bench.settle();
        bench.pass(Duration.ofHours(1));
        bench.settle();
        assertTrue(!bench.rooms().anybody(session));
        assertEquals(1, bench.browser(session, Role.HOST).quiet().of("run").size());
        assertTrue(bench.rooms().anybody(session));
    }
}
