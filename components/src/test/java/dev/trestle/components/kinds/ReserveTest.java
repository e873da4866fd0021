package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.history.Checked;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Names;
import dev.trestle.components.history.Reservations;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stores sell of a limited thing: one key of which there are 100, asked for 50 times a second, unless said otherwise. */
class ReserveTest {
    private static final Names NAMES =
            Names.of(List.of("Seat", "Order"), List.of(), List.of("clients", "app", "db", "other", "cache"));

    private static Boards selling(String... steps) {
        return board().entity("Seat", "1 KB", "1", "uniform")
                .entity("Order", "1 KB", "1000", "uniform")
                .operation("buy", "50/s", steps)
                .requires("Seat never above 100");
    }

    private static Checked checked(Playing playing, long limit) {
        return Reservations.neverAbove(
                new History(playing.journal(), playing.engine().now()), 0, limit, NAMES);
    }

    private static void sellsAHundred(Part store) {
        Playing playing = selling("reserve Seat")
                .path(clients(), instantService("app"), store)
                .play(1)
                .until(20);
        Checked checked = checked(playing, 100);
        assertEquals(100, checked.checked());
        assertEquals(0, checked.violations());
        assertEquals(playing.completed("buy") - 100, playing.counter(store.id(), "soldOut"));
        assertEquals(0, playing.failed("buy"), "that there is none left is an answer");
    }

    @Test
    void aDatabaseSellsWhatThereIsAndNoMore() {
        sellsAHundred(instantDatabase());
        sellsAHundred(instantDatabase("followers", "2", "replication", "sync"));
        sellsAHundred(part("db", "document-store"));
        sellsAHundred(objects());
    }

    @Test
    void withoutALimitEverybodyGetsOne() {
        Playing playing = board().entity("Seat", "1 KB", "1", "uniform")
                .operation("buy", "50/s", "reserve Seat")
                .requires("Seat never lost")
                .path(clients(), instantService("app"), instantDatabase())
                .play(1)
                .until(20);
        assertEquals(playing.completed("buy"), playing.counter("db", "writes"));
    }

    @Test
    void whoGetsNoneDoesNothingFurther() {
        Playing playing = selling("reserve Seat", "write Order key new")
                .path(clients(), instantService("app"), instantDatabase())
                .play(1)
                .until(20);
        assertEquals(200 + playing.counter("db", "soldOut"), playing.counter("db", "writes"));
    }

    @Test
    void whatIsGivenBackIsSoldAgain() {
        Playing playing = selling("reserve Seat")
                .operation("cancel", "1/s", "delete Seat")
                .path(clients(), instantService("app"), instantDatabase())
                .play(1)
                .until(100);
        Checked checked = checked(playing, 100);
        assertEquals(0, checked.violations());
        // 50 a second want what one a second gives back, once the hundred are gone; the last may not have been sold
        // again.
        assertEquals(100 + playing.completed("cancel"), checked.checked(), 3);
    }

    @Test
    void aLeaderThatDiesBeforeItsFollowerKnowsSellsTwice() {
        Playing playing = selling("reserve Seat")
                .path(
                        clients(),
                        instantService("app"),
                        instantDatabase("followers", "1", "replication", "async", "lag", "1 h"))
                .play(1)
                .until(20);
        playing.crash("db", 1).until(60);
        Checked checked = checked(playing, 100);
        assertEquals(200, checked.checked());
        assertEquals(100, checked.violations());
        assertEquals(3, checked.example().moments().size());
    }

    @Test
    void leadersSellWhatTheOthersHaveSoldWithinTheLag() {
        // 20 000 keys, one of each, 2000/s: each region is asked for a key 0.05 times a second. The region that comes
        // second
        // sells too when it is asked within the lag of 5 s after the first: 1 - e^(-0.05 * 5).
        Playing playing = board().entity("Seat", "1 KB", "20000", "uniform")
                .operation("buy", "2000/s", "reserve Seat")
                .requires("Seat never above 1")
                .path(
                        clients("readsOwn", "0 %"),
                        instantService("app"),
                        part("db", "multi-leader", "readTime", "0 ms", "writeTime", "0 ms", "lag", "5 s"))
                .playFast(1)
                .until(100);
        double known = 1 - StrictMath.exp(-0.25);
        double keys = checked(playing, 1).checked() - checked(playing, 1).violations();
        double share = checked(playing, 1).violations() / keys;
        assertEquals(20_000, keys, 5, "each is sold: 10 times it is asked for in 100 s");
        assertEquals(known, share, 4 * StrictMath.sqrt(known * (1 - known) / keys));
    }

    @Test
    void storesWithoutALeaderSellAsManyAsLookAtTheSameTime() {
        Playing playing = board().entity("Seat", "1 KB", "1", "uniform")
                .operation("buy", "5000/s", "reserve Seat")
                .requires("Seat never above 100")
                .path(clients("readsOwn", "0 %"), instantService("app"), part("db", "wide-column"))
                .playFast(1)
                .until(5);
        assertTrue(checked(playing, 100).violations() > 0);
    }

    @Test
    void aCacheThatWritesLaterForgetsWhatItHasSold() {
        Playing playing = selling("reserve Seat")
                .path(
                        clients(),
                        instantService("app"),
                        cache("pattern", "write-back", "flushInterval", "1 h", "serviceTime", "0 ms"),
                        instantDatabase())
                .play(1)
                .until(20);
        assertEquals(100, checked(playing, 100).checked());
        assertEquals(0, checked(playing, 100).violations());
        playing.crash("cache", 0).until(21);
        playing.recover("cache", 0).until(60);
        // The first one is asked of the store, which has kept it.
        assertEquals(199, checked(playing, 100).checked());
        assertEquals(99, checked(playing, 100).violations());
    }

    @Test
    void aCacheThatIsOutOfDateSellsWhatOthersHaveSold() {
        Playing playing = selling("reserve Seat")
                .path(
                        clients(),
                        instantService("app"),
                        cache("pattern", "write-back", "flushInterval", "1 h", "serviceTime", "0 ms"),
                        instantDatabase())
                .path(clients(), instantService("other"), instantDatabase())
                .play(1)
                .until(60);
        // Each half of the people sells a hundred, but for the one that the cache had seen in the store and those
        // before it.
        Checked checked = checked(playing, 100);
        assertTrue(checked.violations() > 80, checked.violations() + " too many");
    }
}
