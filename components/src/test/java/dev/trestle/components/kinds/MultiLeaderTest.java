package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.history.Durability;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Names;
import dev.trestle.components.history.Sessions;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Leaders that work in no time; people of two regions. */
class MultiLeaderTest {
    private static final Names NAMES = Names.of(List.of("Item"), List.of(), List.of("clients", "app", "db"));

    private static Part leaders(String... settings) {
        Part part = part("db", "multi-leader", settings);
        part.settings().putIfAbsent("readTime", "0 ms");
        part.settings().putIfAbsent("writeTime", "0 ms");
        return part;
    }

    private static Boards writing(String keys, String rate, Part leaders) {
        return board().entity("Item", "1 KB", keys, "uniform")
                .operation("change", rate, "write Item")
                .requires("Item never lost")
                .path(clients("readsOwn", "0 %"), instantService("app"), leaders);
    }

    private static long lost(Playing playing) {
        return Durability.neverLost(
                        new History(playing.journal(), playing.engine().now()), 0, NAMES)
                .violations();
    }

    @Test
    void withoutLagThereIsNoConflict() {
        Playing playing = writing("1", "100/s", leaders("lag", "0 ms")).play(1).until(50);
        assertEquals(0, playing.counter("db", "conflicts"));
        assertEquals(0, lost(playing));
    }

    @Test
    void writesCloserThanTheLagAreInConflict() {
        // One row, 5/s in each region, a lag of 20 ms. A write is lost when the other region's next one comes within
        // the lag of it and none of its own region comes between (that one would hide it): two Poisson streams,
        // P = integral over the lag of 5 e^(-5 t) e^(-5 t) dt = (1 - e^(-10 * 0.020)) / 2.
        int seconds = 3000;
        Playing playing =
                writing("1", "10/s", leaders("lag", "20 ms")).playFast(1).until(seconds);
        double known = (1 - StrictMath.exp(-0.2)) / 2;
        double writes = playing.completed("change");
        double share = playing.counter("db", "lostUpdates") / writes;
        double error = StrictMath.sqrt(known * (1 - known) / writes);
        assertEquals(known, share, 4 * error + 0.004, "longer chains of writes within the lag differ by its square");
        assertEquals(playing.counter("db", "lostUpdates"), lost(playing), 2);
    }

    @Test
    void regionsAreAsFarBehindAsTheyAreWhateverTheClocksShow() {
        Playing playing = writing("1000", "100/s", leaders("lag", "20 ms"))
                .play(1)
                .begin("skew clock by 1 h")
                .until(10);
        assertEquals(0.020, playing.node("db").meter.lag.getMean() / 1e9, 0.0002);
        assertEquals(0.020, playing.node("db").meter.lag.getMaxValue() / 1e9, 0.0002);
    }

    @Test
    void keepingBothLosesNothing() {
        Playing playing = writing("1", "10/s", leaders("lag", "20 ms", "conflicts", "keep-both"))
                .play(1)
                .until(300);
        assertTrue(playing.counter("db", "keptBoth") > 150);
        assertEquals(0, playing.counter("db", "lostUpdates"));
        assertEquals(0, lost(playing));
    }

    /** Share of people who do not see what they wrote, or something newer. */
    private static double unseen(String roaming) {
        Playing playing = board().entity("Item", "1 KB", "100000", "uniform")
                .operation("change", "50/s", "write Item")
                .operation("look", "5000/s", "read Item")
                .requires("Item read-your-writes")
                .path(
                        clients("readsOwn", "100 %", "readsOwnAfter", "1 ms"),
                        instantService("app"),
                        leaders("lag", "500 ms", "roaming", roaming))
                .playFast(1)
                .until(60);
        var checked = Sessions.readYourWrites(new History(playing.journal(), 60_000_000_000L), 0, NAMES);
        assertTrue(checked.checked() > 2_000, checked.checked() + " checked");
        return (double) checked.violations() / checked.checked();
    }

    @Test
    void peopleWhoStayInTheirRegionSeeWhatTheyWrote() {
        assertEquals(0, unseen("0 %"), 0.002);
        // Both the write and the look go to one of two regions by chance.
        assertEquals(0.5, unseen("100 %"), 4 * StrictMath.sqrt(0.25 / 2_900));
    }

    @Test
    void aRegionThatWasDownBringsItsWritesBack() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "100/s", "write Item key new")
                .requires("Item never lost")
                .path(clients("readsOwn", "0 %"), instantService("app"), leaders("lag", "1 s"))
                .play(1)
                .until(10);
        playing.crash("db", 1).until(20);
        assertEquals(0, playing.failed("change"), "the other region serves all");
        playing.recover("db", 1).until(25);
        assertEquals(0, lost(playing));
        long late = playing.node("db").meter.lag.getMaxValue();
        assertTrue(late > 10_000_000_000L, "what the first region had not sent came ten seconds late");
    }

    @Test
    void aClockThatIsWrongDoesNotChangeTheLag() {
        // Clocks up to a minute off, and those of every other region a second ahead: a copy takes 20 ms all the same.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "100/s", "write Item key new")
                .path(clients("readsOwn", "0 %"), instantService("app"), leaders("lag", "20 ms", "clockSkew", "1 min"))
                .play(1)
                .begin("skew clock by 1 s")
                .until(20);
        Histogram lag = playing.node("db").meter.lag;
        assertEquals(20_000_000, lag.getMean(), 20_000);
        assertEquals(20_000_000, lag.getMaxValue(), 100_000);
        LongSummaryStatistics ages = new LongSummaryStatistics();
        playing.node("db").behind(ages::accept);
        assertTrue(ages.getMin() >= 0 && ages.getMax() <= 20_000_000, ages.toString());
    }
}
