package dev.trestle.server.cli;

import dev.trestle.db.CannotOpen;
import dev.trestle.db.Database;
import dev.trestle.server.session.SnapshotCheck;
import dev.trestle.server.web.BadInput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands for whoever keeps the database: backup, restore, verify, doctor. Settings are those of the server. */
final class StoreCommands {
    private static final int MISSED = 1;
    private static final String FILE = "trestle.mv.db";

    private final Supplier<Home> homes;

    /** @param homes reads the settings; may throw BadInput */
    StoreCommands(Supplier<Home> homes) {
        this.homes = homes;
    }

    void addTo(CommandLine line) {
        line.addSubcommand("backup", new Backup());
        line.addSubcommand("restore", new Restore());
        line.addSubcommand("verify", new Verify());
        line.addSubcommand("doctor", new Doctor());
    }

    @Command(
            name = "backup",
            description = "Write a backup of the embedded database while no server has it open.",
            mixinStandardHelpOptions = true)
    private final class Backup implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The zip file to write.")
        private String file;

        @Override
        public Integer call() {
            Output.check("backup", file);
            if (Output.isStandard(file)) throw new BadInput("file", "file", "backup: name a file, such as trestle.zip");
            withDatabase(database -> {
                database.backup(Path.of(file));
                return null;
            });
            Output.standard().println("wrote " + TerminalText.line(file));
            return 0;
        }
    }

    @Command(
            name = "restore",
            description = "Put a backup in the place of the embedded database; the old one is kept beside it.",
            mixinStandardHelpOptions = true)
    private final class Restore implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "A backup that `trestle backup` or the server wrote.")
        private String file;

        @Override
        public Integer call() {
            Home home = homes.get();
            if (home.database() != null) {
                throw new BadInput("file", "store", "restore: PostgreSQL has its own backups: use pg_restore");
            }
            Path restored = Database.restore(Path.of(file), home.data());
            Output.standard().println("restored " + restored);
            return 0;
        }
    }

    @Command(
            name = "verify",
            description =
                    "Check the books of the database and the hashes of its boards: exit code 1 when something does not add up.",
            mixinStandardHelpOptions = true)
    private final class Verify implements Callable<Integer> {
        @Override
        public Integer call() {
            List<String> problems = withDatabase(StoreCommands::problems);
            PrintStream out = Output.standard();
            problems.forEach(problem -> out.println(TerminalText.line(problem)));
            if (problems.isEmpty()) {
                out.println("every session's log is complete, nothing is stored twice, and every snapshot has the hash "
                        + "that its log folds to");
            }
            return problems.isEmpty() ? 0 : MISSED;
        }
    }

    @Command(
            name = "doctor",
            description = "Look at what a server needs here: exit code 1 when something is missing.",
            mixinStandardHelpOptions = true)
    private final class Doctor implements Callable<Integer> {
        private static final long ROOM_BYTES = 200_000_000;

        private final PrintStream out = Output.standard();
        private boolean well = true;

        @Override
        public Integer call() throws IOException {
            say(true, "Java " + Runtime.version());
            say(
                    true,
                    Runtime.getRuntime().availableProcessors() + " cores, "
                            + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB of memory for this program");
            Home home = homes.get();
            say(true, "serves on " + home.address());
            if (home.database() == null) folder(home.data());
            database(home);
            return well ? 0 : MISSED;
        }

        private void folder(Path data) throws IOException {
            Path there = data;
            while (there != null && !Files.exists(there)) there = there.getParent();
            boolean writable = there != null && Files.isDirectory(there) && Files.isWritable(there);
            say(
                    writable,
                    "data folder " + data + (writable ? "" : " cannot be written: set TRESTLE_DATA to another one"));
            if (there != null) {
                long free = Files.getFileStore(there).getUsableSpace();
                say(free >= ROOM_BYTES, free / 1_000_000 + " MB free for it");
            }
        }

        private void database(Home home) {
            if (home.database() == null && !Files.exists(home.data().resolve(FILE))) {
                say(true, "no database yet: the first start makes one");
                return;
            }
            try {
                List<String> problems = withDatabase(StoreCommands::problems);
                say(true, "the database opens");
                problems.forEach(problem -> say(false, problem));
                if (problems.isEmpty()) say(true, "its books are right");
            } catch (CannotOpen e) {
                say(false, e.getMessage());
            }
        }

        private void say(boolean good, String what) {
            well &= good;
            out.println((good ? "ok    " : "WRONG ") + TerminalText.line(what));
        }
    }

    private static List<String> problems(Database database) {
        List<String> problems = new ArrayList<>(database.verify());
        problems.addAll(SnapshotCheck.problems(database));
        return problems;
    }

    /** Works with the database that the server would use, but makes none. */
    private <T> T withDatabase(Function<Database, T> work) {
        Home home = homes.get();
        if (home.database() == null && !Files.exists(home.data().resolve(FILE))) {
            throw new BadInput(
                    "data",
                    "missing",
                    "there is no database in " + home.data() + ": set TRESTLE_DATA to the folder of one");
        }
        try (Database database =
                home.database() == null ? Database.h2(home.data()) : Database.postgres(home.database())) {
            return work.apply(database);
        }
    }
}
