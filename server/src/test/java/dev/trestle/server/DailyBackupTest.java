package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.db.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyBackupTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void aServerWithoutABackupMakesOneAndTheNextStartOfTheDayMakesNone() throws Exception {
        try (Database database = Database.h2(folder)) {
            start(database).close();
            assertEquals(1, backups().size(), backups().toString());
            Instant made = database.newestBackup("daily").orElseThrow();
            assertTrue(Duration.between(made, Instant.now()).compareTo(MINUTE) < 0, made.toString());
            start(database).close();
            assertEquals(1, backups().size(), backups().toString());
        }
        Path elsewhere = folder.resolve("elsewhere");
        Database.restore(backups().get(0), elsewhere);
        Database.h2(elsewhere).close();
    }

    @Test
    void theNextBackupIsDueADayAfterTheLast() {
        try (Database database = Database.h2(folder);
                DailyBackup daily = new DailyBackup(database, Clock.systemUTC(), MINUTE)) {
            Instant now = Instant.parse("2026-11-21T12:00:00Z");
            assertEquals(MINUTE, daily.untilDue(Optional.empty(), now));
            assertEquals(Duration.ofHours(4), daily.untilDue(Optional.of(now.minus(Duration.ofHours(20))), now));
            assertEquals(MINUTE, daily.untilDue(Optional.of(now.minus(Duration.ofDays(3))), now));
            assertEquals(Duration.ofDays(1), daily.untilDue(Optional.of(now.plus(Duration.ofDays(9))), now));
        }
    }

    @Test
    void aStoppedServerMakesNone() throws Exception {
        try (Database database = Database.h2(folder)) {
            new DailyBackup(database, Clock.systemUTC(), MINUTE).start().close();
            assertEquals(List.of(), backups());
        }
    }

    /** Waits until a backup that is due at once is there. */
    private DailyBackup start(Database database) throws Exception {
        DailyBackup daily = new DailyBackup(database, Clock.systemUTC(), Duration.ZERO).start();
        for (int i = 0; i < 600 && backups().isEmpty(); i++) Thread.sleep(50);
        return daily;
    }

    private List<Path> backups() throws Exception {
        Path there = folder.resolve("backups");
        if (!Files.exists(there)) return List.of();
        try (Stream<Path> files = Files.list(there)) {
            return files.filter(file -> file.toString().endsWith(".zip")).toList();
        }
    }
}
