package dev.trestle.server.session;

import dev.trestle.components.board.Document;
import dev.trestle.db.Database;
import dev.trestle.db.Group;
import dev.trestle.db.LogRepository;
import dev.trestle.db.Member;
import dev.trestle.db.MemberRepository;
import dev.trestle.db.SessionRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * A server's rooms under a test's thumb: one thread, a clock that stands, a store that can fail. Nothing happens until
 * the test says so.
 */
final class Bench {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final String BOARD = "{\"format\":\"trestle/1\",\"title\":\"Photos\"}";

    /** What the next group commit does. */
    enum Store {
        WORKS,
        FAILS_BEFORE,
        FAILS_AFTER
    }

    private record Alarm(Instant at, long number, Runnable task) {}

    final Database database;
    final SessionRepository sessions;
    final LogRepository log;
    final MemberRepository members;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private EditWriter writer;
    private Rooms rooms;
    private Instant now = NOON;
    private long alarmNumber;
    private int memberNumber;
    Store store = Store.WORKS;
    int commits;

    Bench(Database database) {
        this.database = database;
        sessions = new SessionRepository(database);
        log = new LogRepository(database);
        members = new MemberRepository(database);
        restart();
    }

    /** Forgets all that is in memory, as a killed process does. */
    void restart() {
        tasks.clear();
        alarms.clear();
        writer = new EditWriter(this::append, clock());
        rooms = new Rooms(new Surroundings(
                sessions,
                log,
                members,
                writer,
                tasks::add,
                this::after,
                clock(),
                board -> "[{\"code\":\"nodes\",\"says\":\""
                        + board.design().nodes().size() + "\"}]"));
    }

    private List<Group.Outcome> append(List<Group> groups, Instant at) {
        Store mode = store;
        store = Store.WORKS;
        if (mode == Store.FAILS_BEFORE) {
            throw new IllegalStateException("the disk is full");
        }
        List<Group.Outcome> outcomes = log.append(groups, at);
        commits++;
        if (mode == Store.FAILS_AFTER) {
            throw new IllegalStateException("the connection was cut after the commit");
        }
        return outcomes;
    }

    private void after(Duration delay, Runnable task) {
        alarms.add(new Alarm(now.plus(delay), alarmNumber++, task));
    }

    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    Rooms rooms() {
        return rooms;
    }

    /** Runs one waiting task of a room; false when there is none. */
    boolean runOne() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Stores what waits for the database; false when nothing does. */
    boolean commit() {
        return writer.writeNow();
    }

    /** Goes on until nothing is left to do, the clock standing still. */
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = runOne() || commit();
        }
    }

    /** Lets time pass, with all that is due in it. */
    void pass(Duration time) {
        settle();
        Instant until = now.plus(time);
        while (true) {
            Alarm next = alarms.stream()
                    .min(Comparator.comparing(Alarm::at).thenComparing(Alarm::number))
                    .orElse(null);
            if (next == null || next.at().isAfter(until)) {
                now = until;
                return;
            }
            alarms.remove(next);
            now = next.at();
            next.task().run();
            settle();
        }
    }

    String session() {
        return rooms.create(BOARD, null);
    }

    Member member(String session, Role role) {
        int number = memberNumber++;
        Member member = new Member(
                Tokens.id(),
                session,
                null,
                Tokens.sha256(Tokens.secret()),
                role.word(),
                "Person " + number,
                number,
                now,
                now,
                now.plus(Duration.ofDays(1)),
                null);
        members.put(member);
        return member;
    }

    /** A browser that has said hello and got its answer. */
    FakeBrowser browser(String session, Role role) {
        FakeBrowser browser = new FakeBrowser(this, member(session, role));
        browser.connect();
        settle();
        return browser;
    }

    /** What the session's log folds to, from its very first board. */
    String fold(String session) {
        EditOrder order = new EditOrder(
                Document.parse(log.beginning(session).orElseThrow().body()), 0);
        log.after(session, 0, Integer.MAX_VALUE).forEach(order::confirm);
        return order.board().sha256();
    }
}
