package dev.trestle.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Backups of the embedded database: zipped SQL scripts, made while the server runs and read back into a fresh file. A
 * script rather than a copy of the file: it is small, it compacts, and it cannot carry a damaged page along.
 */
final class Backups {
    static final String FOLDER = "backups";
    private static final int KEPT = 7;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private Backups() {}

    /** Writes {@code file} (replacing it) with the state of one moment, while others go on writing. */
    static void write(H2Store store, Path file) {
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try (Connection connection = DriverManager.getConnection(store.adminUrl(), H2Store.ADMIN, "");
                Statement statement = connection.createStatement()) {
            if (target.getParent() != null) {
                Files.createDirectories(target.getParent());
            }
            // One snapshot for all tables: an edit must not be there without its session's new head.
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT");
            connection.setAutoCommit(false);
            statement.execute("SCRIPT TO " + quoted(partial) + " COMPRESSION ZIP");
            connection.rollback();
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException | IOException e) {
            throw new CannotOpen("the backup " + file + " cannot be written: " + firstLine(e), e);
        }
    }

    /** Writes {@code backups/<reason>-<time>.zip} beside the database and keeps the newest seven. */
    static Path rotate(H2Store store, String reason, Instant now) {
        Path folder = store.file().resolveSibling(FOLDER);
        Path file = folder.resolve(reason + "-" + STAMP.format(now) + ".zip");
        write(store, file);
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> newestFirst = all.filter(path -> path.toString().endsWith(".zip"))
                    .sorted(Comparator.comparing(Backups::modified).reversed())
                    .toList();
            for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
                Files.delete(old);
            }
        } catch (IOException e) {
            throw new CannotOpen("old backups in " + folder + " cannot be removed: " + e, e);
        }
        return file;
    }

    /** When the newest backup for this reason was made, by its name; empty when there is none. */
    static Optional<Instant> newest(H2Store store, String reason) {
        Path folder = store.file().resolveSibling(FOLDER);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> madeAt(path.getFileName().toString(), reason))
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new CannotOpen("the backups in " + folder + " cannot be listed: " + e, e);
        }
    }

    private static Optional<Instant> madeAt(String name, String reason) {
        String before = reason + "-";
        if (!name.startsWith(before) || !name.endsWith(".zip")) {
            return Optional.empty();
        }
        try {
            return Optional.of(STAMP.parse(name.substring(before.length(), name.length() - 4), Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // somebody else's file
        }
    }

    /**
     * Puts the state of {@code backup} in the place of the database in {@code folder}; the database that was there is
     * kept beside it. Returns the new file. Throws CannotOpen when a process has it open or the backup is not one.
     */
    static Path restore(Path backup, Path folder, Instant now) {
        if (!Files.isRegularFile(backup)) {
            throw new CannotOpen("the backup " + backup + " is not there");
        }
        String stamp = STAMP.format(now);
        String fresh = H2Store.FILE_NAME + "-restoring-" + stamp;
        Path restored;
        try (H2Store store = H2Store.open(folder, fresh)) {
            restored = store.file();
            store.execute("RUNSCRIPT FROM " + quoted(backup.toAbsolutePath()) + " COMPRESSION ZIP");
            store.sync();
        } catch (IllegalStateException e) {
            discard(folder.resolve(fresh + ".mv.db"));
            throw new CannotOpen("the backup " + backup + " cannot be read: " + firstLine(e), e);
        } finally {
            // The database notes what it finds odd, such as a slow disk, beside its file: of a restored one nobody
            // reads it.
            discard(folder.resolve(fresh + ".trace.db"));
        }
        Path current = folder.resolve(H2Store.FILE_NAME + ".mv.db");
        try {
            if (Files.exists(current)) {
                requireUnused(current);
                Files.move(current, folder.resolve(H2Store.FILE_NAME + "-before-restore-" + stamp + ".mv.db"));
            }
            return Files.move(restored, current);
        } catch (IOException | CannotOpen e) {
            discard(restored);
            throw e instanceof CannotOpen line ? line : new CannotOpen("the database cannot be replaced: " + e, e);
        }
    }

    private static void requireUnused(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new CannotOpen("the database " + file + " is in use by another process: stop it first");
            }
        } catch (OverlappingFileLockException e) {
            throw new CannotOpen("the database " + file + " is open in this process: close it first", e);
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CannotOpen("the unfinished file " + file + " cannot be removed: " + e, e);
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
