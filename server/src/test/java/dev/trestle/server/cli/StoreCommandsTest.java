package dev.trestle.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.db.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandsTest {
    @TempDir
    Path folder;

    @Test
    void aBackupCanBeRestoredElsewhere() {
        Path here = folder.resolve("here");
        Database.h2(here).close();
        Path zip = folder.resolve("backup.zip");
        assertEquals(0, trestle(here, "backup", zip.toString()));
        assertTrue(Files.isRegularFile(zip));
        Path there = folder.resolve("there");
        assertEquals(0, trestle(there, "restore", zip.toString()));
        assertEquals(0, trestle(there, "verify"));
        assertEquals(0, trestle(there, "doctor"));
    }

    @Test
    void lookingMakesNoDatabase() {
        Path none = folder.resolve("none");
        assertEquals(2, trestle(none, "verify"));
        assertEquals(0, trestle(none, "doctor"));
        assertFalse(Files.exists(none));
    }

    @Test
    void aDatabaseInUseIsLeftAlone() {
        Path here = folder.resolve("here");
        try (Database open = Database.h2(here)) {
            assertTrue(open.file().isPresent());
            assertEquals(2, trestle(here, "restore", folder.resolve("no.zip").toString()));
        }
    }

    private static int trestle(Path data, String... args) {
        return TrestleCommand.run(args, port -> 0, () -> new Home(data, null, "127.0.0.1:8080"));
    }
}
