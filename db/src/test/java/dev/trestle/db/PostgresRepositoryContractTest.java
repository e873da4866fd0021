package dev.trestle.db;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The repositories on a real PostgreSQL; skipped, with the reason on the console, where none can be started. */
final class PostgresRepositoryContractTest extends RepositoryContract {
    private static TestPostgres server;
    private static Database database;

    @BeforeAll
    static void open() {
        try {
            server = TestPostgres.start();
        } catch (IOException e) {
            System.err.println("SKIPPED: no PostgreSQL could be started here: " + e.getMessage()
                    + " (set TRESTLE_TEST_PG_URL to test on one of yours)");
            assumeTrue(false, "no PostgreSQL: " + e.getMessage());
        }
        database = Database.postgres(server.url());
    }

    @AfterAll
    static void close() throws Exception {
        if (database != null) {
            database.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    Database database() {
        return database;
    }

    @Test
    void backupNamesThePostgresToolForIt() {
        CannotOpen refused = assertThrows(CannotOpen.class, () -> database.backup(Path.of("x.zip")));
        assertTrue(refused.getMessage().contains("pg_dump"), refused.getMessage());
    }
}
