package dev.trestle.db;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The victim of {@link KillTest}: a process that appends groups of edits to some sessions for ever and prints
 * {@code ack <session> <seq>} only after the append has returned.
 */
final class Appender {
    static final int SESSIONS = 5;

    private Appender() {}

    public static void main(String[] args) {
        Random random = new Random(Long.parseLong(args[1]));
        Database database = Database.h2(Path.of(args[0]));
        LogRepository log = new LogRepository(database);
        SessionRepository sessions = new SessionRepository(database);
        long[] heads = new long[SESSIONS];
        for (int i = 0; i < SESSIONS; i++) {
            if (sessions.find("s" + i).isEmpty()) {
                Instant now = Instant.now();
                sessions.add(new Session("s" + i, "", null, 0, now, now), new Snapshot(0, "00", "{}"));
            }
            heads[i] = sessions.find("s" + i).orElseThrow().head();
        }
        while (true) {
            List<Group> groups = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                if (random.nextBoolean()) {
                    groups.add(group(i, heads[i], 1 + random.nextInt(4)));
                }
            }
            log.append(groups, Instant.now());
            StringBuilder acks = new StringBuilder();
            for (Group group : groups) {
                int session = Integer.parseInt(group.sessionId().substring(1));
                heads[session] = group.newHead();
                group.entries().forEach(e -> acks.append("ack " + session + " " + e.seq() + "\n"));
            }
            System.out.print(acks);
            System.out.flush();
        }
    }

    private static Group group(int session, long head, int count) {
        List<LogEntry> entries = new ArrayList<>();
        for (long seq = head + 1; seq <= head + count; seq++) {
            entries.add(new LogEntry(seq, "tab", seq, "m1", 1, Instant.now(), body(session, seq)));
        }
        return new Group("s" + session, head, entries, List.of(new Cursor("tab", head + count, "{}")));
    }

    /** What edit {@code seq} must read as, so that a torn row is noticed. */
    static String body(int session, long seq) {
        return ("[{\"s\":" + session + ",\"n\":" + seq + "}]").repeat((int) (1 + seq % 5));
    }
}
