package dev.trestle.server.session;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Document;
import dev.trestle.db.Database;
import dev.trestle.db.LogEntry;
import dev.trestle.db.LogRepository;
import dev.trestle.db.Member;
import dev.trestle.db.MemberRepository;
import dev.trestle.db.Session;
import dev.trestle.db.SessionRepository;
import dev.trestle.db.Snapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions of this server: opens a room when somebody comes, rebuilds it from the newest snapshot and the edits
 * after it, and forgets it when it has been empty for a while. Safe for many threads.
 */
public final class Rooms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    /** A room, and how many connections and readers hold it open; changed only inside {@code rooms.compute}. */
    private static final class Held {
        private final Room room;
        private int holders;

        private Held(Room room) {
            this.room = room;
        }
    }

    private final Map<String, Held> rooms = new ConcurrentHashMap<>();
    private final Standing standing = new Standing();
    private final Surroundings around;
    private final AutoCloseable threads;
    private volatile boolean draining;

    /** @param findings the flaws of a board as a JSON array; called on a thread of its own, some time after edits */
    public Rooms(Database database, Function<Board, String> findings) {
        LogRepository log = new LogRepository(database);
        Clock clock = Clock.systemUTC();
        Threads own = new Threads();
        this.threads = own;
        this.around = new Surroundings(
                new SessionRepository(database),
                log,
                new MemberRepository(database),
                new EditWriter(log::append, clock).start(),
                own.executor(),
                own::after,
                clock,
                findings);
        checkSeatsForEver();
    }

    Rooms(Surroundings around) {
        this.around = around;
        this.threads = () -> {};
    }

    /**
     * Stores a new session that begins with this board.
     *
     * @param problem the id of the interview problem that the board is for, or null
     * @return the session's id
     * @throws dev.trestle.components.board.BadBoard when the text is not a board
     */
    public String create(String boardJson, String problem) {
        Document board = Document.parse(boardJson);
        Instant now = around.clock().instant();
        Session session = new Session(Tokens.id(), board.board().title(), problem, 0, now, now);
        around.sessions().add(session, new Snapshot(0, board.sha256(), board.json()));
        return session.id();
    }

    /**
     * Lets a socket into a session. That the member is one is the caller's to check; what the role may do is checked
     * here.
     * When there is no such session, or the server is stopping, the peer is closed at once.
     */
    public Connection connect(String sessionId, Member member, Peer peer) {
        if (draining) {
            return refused(peer, Close.DRAINING, "the server is stopping");
        }
        try {
            Optional<Room> room = hold(sessionId);
            return room.map(found -> found.join(member, peer))
                    .orElseGet(() -> refused(peer, Close.GONE, "there is no such session"));
        } catch (RuntimeException e) {
            LOG.error("session {} cannot be opened", sessionId, e);
            return refused(peer, Close.DRAINING, "the session cannot be opened now");
        }
    }

    private static Connection refused(Peer peer, Close close, String words) {
        peer.close(close.code(), words);
        return new Connection(null, "", null, peer);
    }

    /** The board of a session as it is stored; empty when there is no such session. */
    public Optional<Reading> read(String sessionId) {
        Optional<Room> room = hold(sessionId);
        if (room.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(room.get().reading().get(Limits.PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while session " + sessionId + " was read", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("session " + sessionId + " cannot be read", e);
        } finally {
            release(room.get());
        }
    }

    /** Sends a frame to everybody in a session, in order with the edits. Nothing happens when nobody is there. */
    public void send(String sessionId, String frame) {
        ifOpen(sessionId, room -> room.send(frame));
    }

    /**
     * Shows everybody in a session a frame of which only the newest counts: a slow reader skips the older ones.
     *
     * @param slot frames of one slot replace each other
     */
    public void show(String sessionId, String slot, String frame) {
        ifOpen(sessionId, room -> room.show(slot, frame));
    }

    /**
     * The same, and who comes later is sent the newest one too, until it is {@link #forget forgotten}.
     *
     * @param what the frame tells of, such as a run
     */
    public void show(String sessionId, String slot, String what, String frame) {
        standing.keep(sessionId, slot + " of " + what, frame);
        show(sessionId, slot, frame);
    }

    /** A frame that nobody misses, in order with the edits; who comes later is sent it too, as {@link #show} says. */
    public void send(String sessionId, String slot, String what, String frame) {
        standing.keep(sessionId, slot + " of " + what, frame);
        send(sessionId, frame);
    }

    /** Who comes from now on is not sent that frame: say so before everybody is told the end of it. */
    public void forget(String sessionId, String slot, String what) {
        standing.forget(sessionId, slot + " of " + what);
    }

    /** Whether anybody is connected to the session, or was a moment ago. */
    public boolean anybody(String sessionId) {
        Held held = rooms.get(sessionId);
        return held != null && held.holders > 0;
    }

    /** Closes the sockets of those members for good. */
    void expel(String sessionId, Predicate<Member> who) {
        ifOpen(sessionId, room -> room.expel(who, Close.FORBIDDEN, "this seat was taken back"));
    }

    private void ifOpen(String sessionId, Consumer<Room> action) {
        Held held = rooms.get(sessionId);
        if (held != null) {
            action.accept(held.room);
        }
    }

    private Optional<Room> hold(String sessionId) {
        Held held = rooms.compute(sessionId, (id, open) -> {
            Held now = open;
            if (now == null || now.room.isBroken()) {
                now = open(id).map(Held::new).orElse(null);
            }
            if (now != null) {
                now.holders++;
            }
            return now;
        });
        return Optional.ofNullable(held).map(h -> h.room);
    }

    private void release(Room room) {
        rooms.computeIfPresent(room.id(), (id, held) -> {
            if (held.room == room) {
                held.holders--;
            }
            return held;
        });
        around.timer().accept(Limits.ROOM_IDLE, () -> forgetIfEmpty(room));
    }

    private void forgetIfEmpty(Room room) {
        rooms.computeIfPresent(room.id(), (id, held) -> {
            boolean unused = held.room == room && held.holders == 0;
            if (!unused) {
                return held;
            }
            if (room.isBusy()) {
                around.timer().accept(Limits.ROOM_IDLE, () -> forgetIfEmpty(room));
                return held;
            }
            room.retire();
            return null;
        });
    }

    private Optional<Room> open(String sessionId) {
        return around.log().newestSnapshot(sessionId).map(snapshot -> {
            EditOrder order = new EditOrder(Document.parse(snapshot.body()), snapshot.seq());
            List<LogEntry> tail = around.log().after(sessionId, snapshot.seq(), Integer.MAX_VALUE);
            tail.forEach(order::confirm);
            order.rewind();
            if (tail.size() >= Limits.SNAPSHOT_EVERY) {
                around.log()
                        .saveSnapshot(
                                sessionId,
                                new Snapshot(
                                        order.head(),
                                        order.board().sha256(),
                                        order.board().json()));
            }
            return new Room(sessionId, around, order, new Room.World(standing, this::release));
        });
    }

    private void checkSeatsForEver() {
        around.timer().accept(Limits.SEAT_CHECK, () -> {
            Instant now = around.clock().instant();
            rooms.values()
                    .forEach(held -> held.room.expel(
                            member -> !now.isBefore(member.expiresAt()), Close.ENDED, "the time of this seat is over"));
            checkSeatsForEver();
        });
    }

    /** Stops in order: nobody new, what was sent is stored and answered, sockets are told to come back, threads end. */
    @Override
    public void close() {
        draining = true;
        rooms.values().forEach(held -> held.room.send(ServerFrames.notice("drain")));
        around.writer().close();
        rooms.values().forEach(held -> held.room.expel(member -> true, Close.DRAINING, "the server is stopping"));
        try {
            threads.close();
        } catch (Exception e) {
            throw new IllegalStateException("the rooms' threads do not end", e);
        }
    }
}
