package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Generators asked steadily by a service that takes no time. */
class IdGeneratorTest {
    private static Boards asked(String rate, String... settings) {
        return board().entity("Id", "8 B", "1", "uniform")
                .operation("make", rate, "write Id")
                .requires("Id never lost")
                .path(
                        clients("arrivals", "steady", "retries", "0"),
                        instantService("app"),
                        part("ids", "id-generator", settings));
    }

    private static long count(Playing playing, String counter) {
        return playing.counter("ids", counter);
    }

    @Test
    void theNumberIsTheKeyOfTheWriteInTheHistory() {
        Playing playing =
                asked("100/s", "scheme", "ticket", "instances", "1").play(1).until(10);
        Journal journal = playing.journal();
        Set<Long> keys = new HashSet<>();
        for (int row = 0; row < journal.size(); row++) {
            assertEquals(Journal.WRITE, journal.kind(row));
            assertEquals(row + 1, journal.key(row));
            keys.add(journal.key(row));
        }
        assertEquals(1_000, keys.size(), 1);
    }

    @Test
    void ticketServersTakeOddAndEvenNumbers() {
        Playing playing = asked("100/s", "scheme", "ticket").play(1).until(5).crash("ids", 1);
        playing.until(6).recover("ids", 1).until(10);
        Journal journal = playing.journal();
        Set<Long> keys = new HashSet<>();
        for (int row = 0; row < journal.size(); row++) {
            assertEquals(journal.instance(row) == 0 ? 1 : 0, journal.key(row) % 2);
            keys.add(journal.key(row));
        }
        assertEquals(journal.size(), keys.size(), "none twice, the crash of one included");
        assertEquals(50, playing.failed("make", Call.REFUSED), 1);
    }

    @Test
    void aCrashSkipsTheRestOfABlock() {
        // 50/s each; a block of 40 lasts 0.8 s. After 1 s (49 or 50 ids) some 30 of the second block are left.
        Playing playing = asked("100/s", "scheme", "range", "block", "40")
                .play(1)
                .until(1.001)
                .crash("ids", 1);
        assertEquals(30, count(playing, "skipped"), 1);
        playing.recover("ids", 1).until(20);
        assertEquals(0, count(playing, "duplicates"));
        assertTrue(count(playing, "outOfOrder") > 500, "blocks interleave");
    }

    @Test
    void everybodyWaitsForABlock() {
        // 1000/s at one instance and blocks of 50 that take 20 ms: 50 ids, then a pause in which 20 requests wait.
        Playing playing = asked(
                        "1000/s",
                        "scheme",
                        "range",
                        "block",
                        "50",
                        "blockTime",
                        "20 ms",
                        "instances",
                        "1",
                        "workers",
                        "100",
                        "serviceTime",
                        "0 ms")
                .play(1)
                .until(10);
        assertEquals(10_000, playing.completed("make"), 30);
        assertEquals(20 * 200, count(playing, "waited"), 250);
    }

    @Test
    void goodClocksGiveNoIdTwice() {
        Playing playing = asked("2000/s", "skew", "5 ms").play(1).until(5);
        assertEquals(0, count(playing, "duplicates"));
        // Odd instances are 10 ms ahead of even ones, requests alternate: every second id is smaller than its
        // forerunner.
        assertEquals(5_000, count(playing, "outOfOrder"), 20);
    }

    @Test
    void oneMachineIsInOrder() {
        Playing playing = asked("20000/s", "instances", "1").play(1).until(2);
        assertEquals(0, count(playing, "outOfOrder"));
        assertEquals(0, count(playing, "duplicates"));
    }

    private static Boards drifting(String clockBack) {
        // The clock gains 10 ms in a second and goes back by them at its end; an id every millisecond.
        return asked(
                "1000/s",
                "instances",
                "1",
                "skew",
                "0 s",
                "drift",
                "1 %",
                "sync",
                "1 s",
                "serviceTime",
                "0 ms",
                "clockBack",
                clockBack);
    }

    @Test
    void aClockThatIsSetBackRepeatsIds() {
        Playing playing = drifting("ignore").play(1).until(10.5);
        // Ten times 10 ms come again; the clock skips one millisecond in a hundred, which then has no id to repeat.
        assertEquals(100, count(playing, "duplicates"), 11);
        assertEquals(0, playing.failed("make"));
    }

    @Test
    void whoWaitsOrRefusesRepeatsNone() {
        Playing waits = drifting("wait").play(1).until(10.5);
        assertEquals(0, count(waits, "duplicates"));
        assertEquals(0, waits.failed("make"));
        // 10 ms back, less the begun milliseconds of the last id and of the clock: 8 to 10 requests find it behind.
        assertEquals(90, count(waits, "waited"), 10);
        Playing refuses = drifting("refuse").play(1).until(10.5);
        assertEquals(0, count(refuses, "duplicates"));
        assertEquals(90, refuses.failed("make", Call.FAILED), 10);
    }

    @Test
    void machinesWithTheSameNumberCollide() {
        // Two machines at 1000/s with one clock: the k-th id of a millisecond is the same on both.
        Playing playing = asked("2000/s", "machines", "same", "skew", "0 s", "drift", "0 %", "serviceTime", "0 ms")
                .play(1)
                .until(5);
        assertEquals(5_000, count(playing, "duplicates"), 50);
    }

    @Test
    void aMillisecondHoldsFourThousandIds() {
        SnowflakeClock clock = new SnowflakeClock(3, 0, 0, -1);
        long last = -1;
        for (int i = 0; i < 4_096; i++) {
            assertEquals(0, clock.untilNext(500_000));
            long id = clock.next(500_000);
            assertTrue(id > last);
            assertEquals(3, id >> 12 & 1_023);
            last = id;
        }
        assertEquals(500_000, clock.untilNext(500_000), "half a millisecond until the next one");
        assertTrue(clock.next(1_000_000) > last);
    }

    @Test
    void randomIdsCollideAsBirthdaysDo() {
        // n balls into m boxes: n - m (1 - (1 - 1/m)^n) land in one that is taken. n = 50,000, m = 2^16: 15,022; the
        // variance of the number of boxes taken is m e^-a (1 - (1 + a) e^-a) with a = n/m: a standard deviation of 74.
        Playing playing =
                asked("10000/s", "scheme", "random", "bits", "16").playFast(1).until(5);
        double n = count(playing, "issued");
        double known = n - 65_536 * -Math.expm1(n * Math.log1p(-1 / 65_536.0));
        assertEquals(50_000, n, 10);
        assertEquals(known, count(playing, "duplicates"), 4 * 74);
    }

    @Test
    void mistakesAreNamed() {
        IdGenerator kind = new IdGenerator();
        assertEquals(1, kind.check(new Settings(Map.of("machines", "same"))).size());
        assertEquals(1, kind.check(new Settings(Map.of("clockBack", "ignore"))).size());
        assertTrue(kind.check(new Settings(Map.of("scheme", "random", "bits", "32")))
                .get(0)
                .contains("77162"));
    }
}
