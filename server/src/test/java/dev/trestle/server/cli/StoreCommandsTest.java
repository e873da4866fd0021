package dev.trestle.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Document;
import dev.trestle.db.Cursor;
import dev.trestle.db.Database;
import dev.trestle.db.Group;
import dev.trestle.db.LogEntry;
import dev.trestle.db.LogRepository;
import dev.trestle.db.Session;
import dev.trestle.db.SessionRepository;
import dev.trestle.db.Snapshot;
import dev.trestle.server.session.SnapshotCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
    void aSnapshotThatIsNotWhatItsLogFoldsToIsFound() {
        Document films = Document.empty("Films");
        Document books = Document.empty("Books");
        assertEquals(List.of(), verified("good", new Snapshot(1, films.sha256(), films.json())));
        assertEquals(
                List.of("session s1: the snapshot of edit 1 does not have its hash"),
                verified("damaged", new Snapshot(1, films.sha256(), books.json())));
        assertEquals(
                List.of("session s1: the log folds to another board than the snapshot of edit 1"),
                verified("other", new Snapshot(1, books.sha256(), books.json())));
        assertEquals(
                1, verified("unreadable", new Snapshot(1, books.sha256(), "{")).size());
    }

    /** What is wrong with a session whose only edit names it Films, when this is its snapshot. */
    private List<String> verified(String name, Snapshot snapshot) {
        Path data = folder.resolve(name);
        List<String> problems;
        try (Database database = Database.h2(data)) {
            Instant now = Instant.parse("2026-11-21T12:00:00Z");
            Document board = Document.empty("Photos");
            new SessionRepository(database)
                    .add(new Session("s1", "Photos", null, 0, now, now), new Snapshot(0, board.sha256(), board.json()));
            String edit = "[{\"o\":\"set\",\"t\":\"board\",\"id\":\"board\",\"p\":{\"title\":\"Films\"}}]";
            LogRepository log = new LogRepository(database);
            LogEntry entry = new LogEntry(1, "tab", 1, "ana", 1, now, edit);
            log.append(List.of(new Group("s1", 0, List.of(entry), List.of(new Cursor("tab", 1, "ok")))), now);
            log.saveSnapshot("s1", snapshot);
            problems = SnapshotCheck.problems(database);
        }
        assertEquals(problems.isEmpty() ? 0 : 1, trestle(data, "verify"));
        assertEquals(problems.isEmpty() ? 0 : 1, trestle(data, "doctor"));
        return problems;
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
        return TrestleCommand.run(args, (port, folder) -> 0, () -> new Home(data, null, "127.0.0.1:8080"));
    }
}
