package dev.trestle.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening and hardening the embedded database. */
final class DatabaseTest {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    static void addSession(Database database, String id) {
        new SessionRepository(database)
                .add(new Session(id, "Photos", null, 0, NOON, NOON), new Snapshot(0, "00", "{}"));
    }

    static Group oneEdit(String session, long head) {
        LogEntry entry = new LogEntry(head + 1, "tab", head + 1, "m1", 1, NOON, "[]");
        return new Group(session, head, List.of(entry), List.of(new Cursor("tab", head + 1, "{}")));
    }

    private Connection asAdmin() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:" + folder.resolve("trestle").toAbsolutePath()
                        + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "trestle_admin",
                "");
    }

    @Test
    void keepsWhatWasStoredWhenOpenedAgain() {
        try (Database database = Database.h2(folder)) {
            addSession(database, "s1");
            new LogRepository(database).append(List.of(oneEdit("s1", 0)), NOON);
        }
        try (Database database = Database.h2(folder)) {
            assertEquals(
                    1, new SessionRepository(database).find("s1").orElseThrow().head());
            assertEquals(List.of(), database.verify());
        }
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws Exception {
        try (Database database = Database.h2(folder.resolve("data"))) {
            assertEquals("rw-------", permissions(database.file().orElseThrow()));
            assertEquals("rwx------", permissions(folder.resolve("data")));
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void refusesAFolderWhoseNameWouldEndThePathInAUrl() {
        CannotOpen refused = assertThrows(CannotOpen.class, () -> Database.h2(folder.resolve("a;INIT=x")));
        assertTrue(refused.getMessage().contains("must not have a ';'"), refused.getMessage());
    }

    @Test
    void refusesAUrlThatIsNotPostgres() {
        assertThrows(CannotOpen.class, () -> Database.postgres("jdbc:h2:mem:x"));
    }

    @Test
    void aPostgresThatIsNotThereIsOneLineWithoutThePassword() {
        CannotOpen refused = assertThrows(
                CannotOpen.class, () -> Database.postgres("jdbc:postgresql://127.0.0.1:1/x?user=a&password=canary"));
        assertEquals(1, refused.getMessage().lines().count());
        assertFalse(refused.getMessage().contains("canary"), refused.getMessage());
    }

    @Test
    void thePoolsUserCanNeitherAlterTablesNorRunCode() {
        try (Database database = Database.h2(folder)) {
            assertThrows(DataAccessException.class, () -> database.dsl().execute("DROP TABLE op_log"));
            assertThrows(DataAccessException.class, () -> database.dsl().execute("CREATE USER x PASSWORD ''"));
            assertThrows(
                    DataAccessException.class,
                    () -> database.dsl().execute("CREATE ALIAS run FOR 'java.lang.Runtime.getRuntime'"));
        }
    }

    @Test
    void noSqlMayNameAJavaClassNotEvenTheAdministrators() throws Exception {
        try (Database database = Database.h2(folder);
                Connection admin = asAdmin();
                Statement statement = admin.createStatement()) {
            assertTrue(database.file().isPresent());
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> statement.execute("CREATE ALIAS now FOR 'java.lang.System.currentTimeMillis'"));
            assertTrue(refused.getMessage().contains("denied"), refused.getMessage());
        }
    }

    @Test
    void refusesConnectionsWhileTheWriteDelayIsOn() throws Exception {
        try (Database database = Database.h2(folder);
                Connection admin = asAdmin();
                Statement statement = admin.createStatement()) {
            statement.execute("SET WRITE_DELAY 500");
            SQLException refused = assertThrows(SQLException.class, () -> H2Store.requireNoWriteDelay(admin));
            assertTrue(refused.getMessage().contains("WRITE_DELAY=500"), refused.getMessage());
            statement.execute("SET WRITE_DELAY 0");
            assertEquals(List.of(), database.verify());
        }
    }

    @Test
    void opensAgainTheSafeWayWhenH2ClosedTheFile() throws Exception {
        try (Database database = Database.h2(folder)) {
            addSession(database, "s1");
            // What H2 does by itself after a failed write.
            try (Connection admin = asAdmin();
                    Statement statement = admin.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
            SessionRepository sessions = new SessionRepository(database);
            assertTrue(eventually(() -> sessions.find("s1").isPresent()));
            new LogRepository(database).append(List.of(oneEdit("s1", 0)), NOON);
            assertEquals(List.of(), database.verify());
        }
    }

    @Test
    void closesWhenH2HasClosedTheFileBefore() throws Exception {
        try (Database database = Database.h2(folder)) {
            addSession(database, "s1");
            try (Connection admin = asAdmin();
                    Statement statement = admin.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
        }
        try (Database database = Database.h2(folder)) {
            assertEquals(List.of("s1"), new SessionRepository(database).ids());
        }
    }

    /** Every connection that the pool still holds fails once and is then replaced. */
    private static boolean eventually(BooleanSupplier condition) {
        for (int attempt = 0; attempt <= 10; attempt++) {
            try {
                if (condition.getAsBoolean()) {
                    return true;
                }
            } catch (DataAccessException e) {
                // The next one.
            }
        }
        return false;
    }

    @Test
    void aDamagedFileIsOneLineThatNamesTheRestoreCommand() throws Exception {
        try (Database database = Database.h2(folder)) {
            addSession(database, "s1");
        }
        Files.write(folder.resolve("trestle.mv.db"), new byte[20_000]);
        CannotOpen refused = assertThrows(CannotOpen.class, () -> Database.h2(folder));
        assertEquals(1, refused.getMessage().lines().count());
        assertTrue(refused.getMessage().contains("trestle restore"), refused.getMessage());
    }

    @Test
    void refusesAFileFromANewerProgram() throws Exception {
        Database.h2(folder).close();
        try (Connection admin = asAdmin();
                Statement statement = admin.createStatement()) {
            statement.execute("INSERT INTO \"flyway_schema_history\" SELECT \"installed_rank\" + 10, '99', "
                    + "\"description\", \"type\", \"script\", \"checksum\", \"installed_by\", \"installed_on\", "
                    + "\"execution_time\", \"success\" FROM \"flyway_schema_history\" WHERE \"version\" = '2'");
        }
        CannotOpen refused = assertThrows(CannotOpen.class, () -> Database.h2(folder));
        assertTrue(refused.getMessage().contains("schema version 99"), refused.getMessage());
    }
}
