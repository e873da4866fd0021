package dev.trestle.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise P1: what was acknowledged survives a SIGKILL at any moment, once. Every round goes on with the same file. */
final class KillTest {
    private static final long SEED = 20261121;

    @TempDir
    Path folder;

    @Test
    void noAcknowledgedEditIsLostOrDoubledInAFewKills() throws Exception {
        assertTrue(killRounds(4) > 0);
    }

    @Test
    @Tag("soak")
    void noAcknowledgedEditIsLostOrDoubledInTwoHundredKills() throws Exception {
        long acks = killRounds(200);
        System.out.println("200 kills, " + acks + " acknowledged edits, 0 lost, 0 doubled");
    }

    private long killRounds(int rounds) throws Exception {
        Random random = new Random(SEED);
        long[] acked = new long[Appender.SESSIONS];
        long acks = 0;
        for (int round = 0; round < rounds; round++) {
            long acksOfRound = runAndKill(50 + random.nextInt(900), random.nextLong(), acked);
            assertTrue(acksOfRound > 0, "round " + round + ": the child acknowledged nothing");
            acks += acksOfRound;
            check(round, acked);
        }
        return acks;
    }

    /** Starts a child, kills it so long after its first ack, and notes the last ack of each session. */
    private long runAndKill(int millis, long seed, long[] acked) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        folder.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long count = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (count++ == 0) {
                    killLater(child, millis);
                }
                String[] words = line.split(" ");
                // The last line may be cut by the kill: it then lacks a word or is a prefix of a smaller number.
                if (words.length == 3) {
                    int session = Integer.parseInt(words[1]);
                    acked[session] = Math.max(acked[session], Long.parseLong(words[2]));
                }
            }
        } finally {
            child.toHandle().destroyForcibly();
            child.waitFor();
        }
        return count;
    }

    private static void killLater(Process child, int millis) {
        Thread killer = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            // SIGKILL on Unix. Not Process.destroyForcibly: that closes the pipe, and with it acks still to be read.
            child.toHandle().destroyForcibly();
        });
        killer.setDaemon(true);
        killer.start();
    }

    private void check(int round, long[] acked) {
        try (Database database = Database.h2(folder)) {
            assertEquals(List.of(), database.verify(), "round " + round + " of seed " + SEED);
            LogRepository log = new LogRepository(database);
            for (int session = 0; session < acked.length; session++) {
                List<LogEntry> entries = log.after("s" + session, 0, Integer.MAX_VALUE);
                long last =
                        entries.isEmpty() ? 0 : entries.get(entries.size() - 1).seq();
                assertTrue(
                        last >= acked[session],
                        "round " + round + ": session " + session + " acknowledged " + acked[session] + ", holds "
                                + last);
                for (LogEntry entry : entries) {
                    assertEquals(Appender.body(session, entry.seq()), entry.ops());
                }
            }
        }
    }
}
