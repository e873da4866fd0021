package dev.trestle.db;

import static dev.trestle.db.DatabaseTest.NOON;
import static dev.trestle.db.DatabaseTest.addSession;
import static dev.trestle.db.DatabaseTest.oneEdit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise P16: a backup made at any moment restores to that moment. */
final class BackupTest {
    private static final int SESSIONS = 20;

    @TempDir
    Path folder;

    @Test
    void aBackupHoldsOneMomentWhileOthersWrite() throws Exception {
        Path backup = folder.resolve("b.zip");
        try (Database database = Database.h2(folder)) {
            IntStream.range(0, SESSIONS).forEach(i -> addSession(database, "s" + i));
            AtomicBoolean stop = new AtomicBoolean();
            Thread writer = new Thread(() -> appendToAll(database, stop));
            writer.start();
            try {
                while (new SessionRepository(database).find("s0").orElseThrow().head() < 30) {
                    Thread.sleep(5);
                }
                database.backup(backup);
            } finally {
                stop.set(true);
                writer.join();
            }
        }
        Path elsewhere = folder.resolve("elsewhere");
        Database.restore(backup, elsewhere);
        try (Database restored = Database.h2(elsewhere)) {
            assertEquals(List.of(), restored.verify());
            SessionRepository sessions = new SessionRepository(restored);
            long head = sessions.find("s0").orElseThrow().head();
            assertTrue(head >= 30, "head " + head);
            // Every transaction moved all heads together.
            for (int i = 1; i < SESSIONS; i++) {
                assertEquals(head, sessions.find("s" + i).orElseThrow().head());
            }
        }
    }

    private static void appendToAll(Database database, AtomicBoolean stop) {
        LogRepository log = new LogRepository(database);
        for (int round = 0; !stop.get(); round++) {
            int head = round;
            log.append(
                    IntStream.range(0, SESSIONS)
                            .mapToObj(i -> oneEdit("s" + i, head))
                            .toList(),
                    NOON);
        }
    }

    @Test
    void restoreKeepsWhatItReplaces() throws Exception {
        Path backup = folder.resolve("b.zip");
        try (Database database = Database.h2(folder)) {
            addSession(database, "old");
            database.backup(backup);
            addSession(database, "new");
            CannotOpen refused = assertThrows(CannotOpen.class, () -> Database.restore(backup, folder));
            assertTrue(refused.getMessage().contains("open in this process"), refused.getMessage());
        }
        Database.restore(backup, folder);
        try (Database database = Database.h2(folder)) {
            assertEquals(List.of("old"), new SessionRepository(database).ids());
        }
        assertEquals(
                1,
                names(folder).stream()
                        .filter(n -> n.startsWith("trestle-before-restore"))
                        .count());
        assertEquals(
                List.of(),
                names(folder).stream().filter(n -> n.contains("restoring")).toList());
    }

    @Test
    void restoreOfSomethingElseChangesNothing() throws Exception {
        Path notOne = Files.writeString(folder.resolve("x.zip"), "hello");
        try (Database database = Database.h2(folder)) {
            addSession(database, "s1");
        }
        assertThrows(CannotOpen.class, () -> Database.restore(notOne, folder));
        assertThrows(CannotOpen.class, () -> Database.restore(folder.resolve("missing.zip"), folder));
        try (Database database = Database.h2(folder)) {
            assertEquals(List.of("s1"), new SessionRepository(database).ids());
        }
        assertEquals(
                List.of(),
                names(folder).stream().filter(n -> n.contains("restoring")).toList());
    }

    @Test
    void sevenRotatedBackupsAreKept() throws Exception {
        for (int day = 0; day < 9; day++) {
            Clock clock = Clock.fixed(NOON.plusSeconds(86_400L * day), ZoneOffset.UTC);
            try (Database database = Database.h2(folder, clock)) {
                database.rotateBackup("daily");
            }
        }
        List<String> kept = names(folder.resolve("backups"));
        assertEquals(7, kept.size());
        assertEquals("daily-20261123-120000-000.zip", kept.get(0));
    }

    @Test
    void backsUpAnOlderFileBeforeMigratingIt() throws Exception {
        try (Database database = Database.h2(folder)) {
            addSession(database, "s1");
        }
        // Back to the schema before the last migration.
        try (Connection admin = DriverManager.getConnection(
                        "jdbc:h2:file:" + folder.resolve("trestle").toAbsolutePath()
                                + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                        "trestle_admin",
                        "");
                Statement statement = admin.createStatement()) {
            statement.execute("DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '2'");
            statement.execute("DROP TABLE health");
        }
        try (Database database = Database.h2(folder)) {
            assertEquals(List.of("s1"), new SessionRepository(database).ids());
            database.probe();
        }
        List<String> backups = names(folder.resolve("backups"));
        assertEquals(1, backups.size());
        assertTrue(backups.get(0).startsWith("before-migration-"), backups.get(0));
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
