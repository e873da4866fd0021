package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.components.run.Refused;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A scheduler that starts one operation a second at a service, beside clients that ask for something else. */
class SchedulerTest {
    private static Boards scheduled(Part app, String... settings) {
        return board().operation("ask", "1/s")
                .every("sweep", "1 s")
                .path(clients(), app)
                .path(part("clock", "scheduler", settings), app);
    }

    private static Part taking(String time) {
        return part("app", "service", "serviceTime", time, "instances", "1");
    }

    @Test
    void itStartsOnTheGrid() {
        Playing playing = scheduled(taking("100 ms")).play(1).until(0.49);
        assertEquals(0, playing.offered("sweep"));
        assertEquals(1, playing.until(0.5).offered("sweep"));
        assertEquals(100, playing.until(100).completed("sweep"));
        assertEquals(0.1, playing.meanLatency("sweep"), 1e-9);
    }

    @Test
    void withoutOneTheBoardIsRefused() {
        Boards board = board().operation("ask", "1/s").every("sweep", "1 s").path(clients(), instantService("app"));
        assertTrue(assertThrows(Refused.class, () -> board.play(1)).getMessage().contains("sweep"));
    }

    @Test
    void jitterMakesItLateByHalfOfItInTheMean() {
        Playing playing = scheduled(taking("0 ms"), "jitter", "1 s").play(1);
        assertEquals(0, playing.until(0.5).offered("sweep"));
        assertEquals(1, playing.until(1.5).offered("sweep"));
        assertEquals(1_000, playing.until(1_000.5).offered("sweep"), 1);
    }

    @Test
    void aStartIsSkippedWhileTheLastOneRuns() {
        // 2.5 s of work: a start, two skipped, a start...
        Playing skips = scheduled(taking("2500 ms")).play(1).until(30);
        assertEquals(10, skips.counter("clock", "started"));
        assertEquals(20, skips.counter("clock", "skipped"));
        Playing allows =
                scheduled(taking("2500 ms"), "overlap", "allow").play(1).until(30);
        assertEquals(30, allows.counter("clock", "started"));
    }

    @Test
    void startsAreMissedUntilTheLeaseIsOver() {
        Playing playing = scheduled(taking("0 ms"), "lease", "5 s").play(1).until(10);
        playing.crash("clock", 1).until(20);
        assertEquals(5, playing.counter("clock", "missed"));
        assertEquals(15, playing.counter("clock", "started"));
        playing.crash("clock", 2).until(30);
        assertEquals(15, playing.counter("clock", "missed"));
    }

    @Test
    void losingAStandbyIsNotNoticed() {
        Playing playing = scheduled(taking("0 ms")).play(1).crash("clock", 2).until(20);
        assertEquals(20, playing.counter("clock", "started"));
    }

    @Test
    void withoutALockEveryInstanceStartsEverything() {
        Playing playing = scheduled(taking("0 ms"), "instances", "3", "lock", "no", "overlap", "allow")
                .play(1)
                .until(20);
        assertEquals(60, playing.completed("sweep"));
        assertEquals(
                1,
                new Scheduler()
                        .check(new Settings(Map.of("instances", "3", "lock", "no")))
                        .size());
    }

    @Test
    void whatTakesTooLongFails() {
        Playing playing = scheduled(taking("2 s"), "timeout", "500 ms").play(1).until(10.2);
        assertEquals(10, playing.failed("sweep", Call.TIMED_OUT), 1);
        assertEquals(0, playing.completed("sweep"));
    }

    private static final long MINUTE = 60_000_000_000L;

    /** The first time after so many minutes since a Monday, in minutes. */
    private static long next(String cron, long afterMinutes) {
        return Cron.of(cron, LocalDate.of(2024, 1, 1)).next(afterMinutes * MINUTE) / MINUTE;
    }

    @Test
    void aCrontabSaysTimesOfTheWeek() {
        assertEquals(1, next("* * * * *", 0));
        assertEquals(150, next("30 2 * * *", 0), "half past two");
        assertEquals(24 * 60 + 150, next("30 2 * * *", 150), "and then tomorrow");
        assertEquals(5, next("*/5 * * * *", 4));
        assertEquals(10, next("*/5 * * * *", 5));
        assertEquals(4 * 24 * 60 + 540, next("0 9,17 * * 5", 0), "Friday at nine");
        assertEquals(4 * 24 * 60 + 1020, next("0 9,17 * * 5", 4 * 24 * 60 + 540));
        assertEquals(6 * 24 * 60, next("0 0 * * 0", 0), "Sunday by 0");
        assertEquals(6 * 24 * 60, next("0 0 * * 7", 0), "and by 7");
        // Friday night to Monday.
        assertEquals(7 * 24 * 60 + 60, next("0 1 * * 1-5", 4 * 24 * 60 + 60));
        assertEquals(20, next("10-40/10 0 * * *", 10));
    }

    @Test
    void aBadCrontabIsSaid() {
        for (String bad : new String[] {
            "* * * *",
            "61 * * * *",
            "* * 0 * *",
            "* * 32 * *",
            "* * * 13 *",
            "* * * * 8",
            "1,,2 * * * *",
            "1- * * * *",
            "0 0 30 2 *",
            "x * * * *",
            "5-1 * * * *",
            "*/0 * * * *"
        }) {
            assertEquals(
                    1, new Scheduler().check(new Settings(Map.of("cron", bad))).size(), bad);
        }
    }

    @Test
    void aBadDayIsSaid() {
        for (String bad : new String[] {"2023-02-29", "Monday", "1.1.2024"}) {
            assertEquals(
                    1, new Scheduler().check(new Settings(Map.of("day", bad))).size(), bad);
        }
    }

    /** The first time after the midnight of a day, as a date and a time. */
    private static String from(String day, String cron) {
        LocalDate first = LocalDate.parse(day);
        return first.atStartOfDay().plusNanos(Cron.of(cron, first).next(0)).toString();
    }

    @Test
    void aCrontabSaysDaysOfTheMonth() {
        assertEquals("2024-01-15T03:00", from("2024-01-02", "0 3 1,15 * *"));
        assertEquals("2024-02-01T03:00", from("2024-01-16", "0 3 1,15 * *"));
        assertEquals("2024-03-31T00:00", from("2024-02-01", "0 0 31 * *"), "February has none");
        assertEquals("2028-02-29T12:30", from("2024-03-01", "30 12 29 2 *"), "the next leap year");
        assertEquals("2104-02-29T12:30", from("2096-03-01", "30 12 29 2 *"), "2100 is none");
        assertEquals("2024-07-01T00:00", from("2024-04-02", "0 0 1 1-12/3 *"), "quarters");
        assertEquals("2025-01-01T00:00", from("2024-10-02", "0 0 1 */3 *"), "quarters");
    }

    @Test
    void eitherDayWillDoWhereBothAreLimited() {
        // The example of POSIX: the first, the fifteenth and every Monday; 2024-01-08 is one, the 15th too.
        assertEquals("2024-01-08T00:00", from("2024-01-02", "0 0 1,15 * 1"));
        assertEquals("2024-02-01T00:00", from("2024-01-30", "0 0 1,15 * 1"), "a Thursday");
        assertEquals("2024-09-13T00:00", from("2024-01-02", "0 0 13 9 *"), "a Friday");
        assertEquals("2024-01-05T00:00", from("2024-01-02", "0 0 13 * 5"), "a Friday, or the 13th");
    }

    @Test
    void aRunBeginsOnItsDay() {
        // The last minute of a leap day: the first of March comes after 30 s, and then no first for a month.
        Playing playing = scheduled(taking("0 ms"), "cron", "0 0 1 * *", "day", "2024-02-29", "runBegins", "86370 s")
                .play(1);
        assertEquals(0, playing.until(29).offered("sweep"));
        assertEquals(1, playing.until(31).offered("sweep"));
        assertEquals(1, playing.until(90_000).offered("sweep"));
    }

    @Test
    void itStartsAtTheTimesOfTheCrontab() {
        // The run begins on Monday at 01:59:30; every quarter of an hour from two to three.
        Playing playing = scheduled(taking("0 ms"), "cron", "*/15 2 * * *", "runBegins", "7170 s")
                .play(1);
        assertEquals(0, playing.until(29).offered("sweep"));
        assertEquals(1, playing.until(31).offered("sweep"));
        assertEquals(1, playing.until(929).offered("sweep"));
        assertEquals(2, playing.until(931).offered("sweep"));
        assertEquals(4, playing.until(20_000).offered("sweep"));
    }
}
