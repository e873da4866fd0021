package dev.trestle.server.session;

import dev.trestle.db.Group;
import dev.trestle.db.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open session: the people in it and the order of their edits. All its state belongs to one thread at a time, the
 * mailbox's. An edit goes: checked against all before it, waiting, stored in a group, and only then answered and told
 * to the others.
 */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final String id;
    private final Surroundings around;
    private final Mailbox mailbox;
    private final World world;
    private final Audience audience;
    private final EditOrder order;
    private final Tabs tabs;
    private final Keeper keeper;
    private final AtomicInteger connectionIds = new AtomicInteger();

    private List<Mutation> waiting = new ArrayList<>();
    private List<Mutation> inFlight = List.of();
    private Reading reading;
    private volatile boolean busy;
    private volatile boolean broken;

    /**
     * What a room knows of the others.
     *
     * @param standing what a newcomer is sent besides the board
     * @param released told each time a connection is gone for good
     */
    record World(Standing standing, Consumer<Room> released) {}

    Room(String id, Surroundings around, EditOrder order, World world) {
        this.id = id;
        this.around = around;
        this.order = order;
        this.world = world;
        this.mailbox = new Mailbox(around.executor(), this::stop);
        this.audience = new Audience(around, mailbox);
        this.tabs = new Tabs(id, around.log());
        this.keeper = new Keeper(id, around, mailbox, audience, this::read);
    }

    String id() {
        return id;
    }

    /** Whether a fresh room must take its place. */
    boolean isBroken() {
        return broken;
    }

    /** Whether edits are on their way to the database. */
    boolean isBusy() {
        return busy;
    }

    Connection join(Member member, Peer peer) {
        Connection connection = new Connection(this, id + "." + connectionIds.incrementAndGet(), member, peer);
        around.timer()
                .accept(
                        Limits.HELLO,
                        () -> mailbox.post(() -> {
                            if (connection.isOpen() && !connection.greeted()) {
                                drop(connection, Close.BAD_FRAME, "no hello came");
                            }
                        }));
        return connection;
    }

    void left(Connection connection) {
        mailbox.post(() -> release(connection));
    }

    private void release(Connection connection) {
        if (connection.isOpen()) {
            connection.end();
            audience.leave(connection);
            world.released().accept(this);
        }
    }

    private void drop(Connection connection, Close close, String words) {
        connection.outbox().close(close, words);
        release(connection);
    }

    void received(Connection connection, String text) {
        mailbox.post(() -> {
            if (!connection.isOpen()) {
                return;
            }
            try {
                if (!connection.mayTalk()) {
                    throw new BadFrame(Close.RATE, "too many frames");
                }
                handle(connection, ClientFrame.parse(text));
            } catch (BadFrame e) {
                drop(connection, e.close(), e.getMessage());
            }
        });
    }

    private void handle(Connection connection, ClientFrame frame) {
        if (frame instanceof ClientFrame.Hello hello) {
            hello(connection, hello);
        } else if (!connection.greeted()) {
            throw new BadFrame(Close.BAD_FRAME, "hello comes first");
        } else if (frame instanceof ClientFrame.Ops ops) {
            ops(connection, ops);
        } else if (frame instanceof ClientFrame.Pres pres) {
            audience.present(connection, pres.data());
        } else if (frame instanceof ClientFrame.Resync resync) {
            catchUp(connection, resync.lastSeq(), connection.key());
        } else if (frame instanceof ClientFrame.Ping ping) {
            connection.outbox().send(ServerFrames.pong(ping.t(), around.clock().instant()));
        }
    }

    private void hello(Connection connection, ClientFrame.Hello hello) {
        if (connection.greeted()) {
            throw new BadFrame(Close.BAD_FRAME, "hello comes once");
        }
        // The seat was looked at before the upgrade; it may have been taken back since.
        if (around.members().isRevoked(connection.member().id())) {
            throw new BadFrame(Close.FORBIDDEN, "this seat was taken back");
        }
        String asked = ClientKey.of(connection.member(), hello.clientId());
        Optional<Connection> living = audience.ofTab(asked);
        // A duplicated tab has a copy of the other's name: it gets a name of its own, the other keeps its socket.
        boolean copied = living.isPresent() && !living.get().isResumedBy(hello.resumeToken());
        String key = copied ? ClientKey.of(connection.member(), Tokens.id()) : asked;
        if (!copied) {
            living.ifPresent(old -> drop(old, Close.SUPERSEDED, "this tab connected again"));
        }
        if (audience.size() >= Limits.SOCKETS) {
            throw new BadFrame(Close.RATE, "this session is full: " + Limits.SOCKETS + " connections");
        }
        connection.greet(key, hello.resumeToken());
        catchUp(connection, hello.lastSeq(), asked);
        audience.join(connection);
        keeper.greet(connection);
        world.standing().of(id).forEach(connection.outbox()::send);
    }

    /**
     * Says where things stand and sends what is missing: the edits since, or the whole board when that is shorter.
     *
     * @param asked the tab whose last answered mutation is told: the one that the browser takes itself for
     */
    private void catchUp(Connection connection, long lastSeq, String asked) {
        long head = order.head();
        boolean tail = lastSeq >= 0 && lastSeq <= head && head - lastSeq <= Limits.TAIL;
        connection
                .outbox()
                .send(ServerFrames.welcome(
                        new ServerFrames.Welcome(
                                connection.id(),
                                connection.member(),
                                connection.key(),
                                head,
                                tail,
                                tabs.lastAnswered(asked)),
                        around.clock().instant()));
        if (!tail) {
            connection.outbox().send(ServerFrames.snap(head, order.board().sha256(), read().json()));
        } else if (lastSeq < head) {
            connection.outbox().send(ServerFrames.ops(around.log().after(id, lastSeq, (int) (head - lastSeq))));
        }
    }

    private void ops(Connection connection, ClientFrame.Ops ops) {
        String key = connection.key();
        long cseq = ops.cseq();
        Tabs.Turn turn = tabs.turn(key, cseq, !connection.hasSpoken());
        connection.spoke();
        switch (turn) {
            case ANSWERED -> connection.outbox().send(tabs.answer(key, cseq));
            case UNDER_WAY -> {
                // Its answer goes to whatever connection its tab has by then.
            }
            case GAP -> reject(connection, cseq, "gap", "a mutation before this one is missing");
            case NEXT -> {
                if (!connection.mayEditNow()) {
                    reject(connection, cseq, "rate", "too many edits a second");
                } else if (waiting.size() >= Limits.WAITING_MUTATIONS) {
                    reject(connection, cseq, "busy", "the server is behind with storing edits");
                } else {
                    place(new Mutation.Proposal(key, cseq, connection.member(), ops.edits()));
                    pump();
                }
            }
        }
    }

    /** Refuses for now: not remembered, the same mutation may come again. */
    private static void reject(Connection connection, long cseq, String code, String message) {
        connection.outbox().send(ServerFrames.rejected(cseq, code, message));
    }

    private void place(Mutation.Proposal proposal) {
        waiting.add(order.propose(proposal, around.clock().instant()));
        tabs.accepted(proposal.client(), proposal.cseq());
    }

    /** Hands what waits to the writer, one group at a time: the next one rests on this one being stored. */
    private void pump() {
        if (!inFlight.isEmpty() || waiting.isEmpty()) {
            busy = !inFlight.isEmpty();
            return;
        }
        busy = true;
        int count = Math.min(waiting.size(), Limits.GROUP_MUTATIONS);
        inFlight = List.copyOf(waiting.subList(0, count));
        waiting = new ArrayList<>(waiting.subList(count, waiting.size()));
        around.writer().submit(Groups.of(id, order.head(), inFlight), new EditWriter.Done() {
            @Override
            public void stored(Group.Outcome outcome) {
                mailbox.post(() -> {
                    if (outcome == Group.Outcome.STORED) {
                        settle();
                    } else {
                        recover(true);
                    }
                });
            }

            @Override
            public void failed(RuntimeException reason) {
                mailbox.post(() -> recover(false));
            }
        });
    }

    /** What was in flight is stored: now, and only now, everybody is told. */
    private void settle() {
        List<Mutation> stored = inFlight;
        inFlight = List.of();
        long before = order.head();
        for (Mutation mutation : stored) {
            order.confirm(mutation);
            tabs.answered(mutation);
        }
        audience.tell(stored);
        if (order.head() > before) {
            changed(before);
        }
        pump();
    }

    private void changed(long before) {
        reading = null;
        if (order.head() / Limits.HASH_EVERY > before / Limits.HASH_EVERY) {
            audience.send(ServerFrames.hash(order.head(), order.board().sha256()));
        }
        keeper.changed(order.head());
    }

    /**
     * The group was refused, or its end is unknown: reads from the database what is really stored. Mutations that are
     * not there are proposed again when the database answers, else their senders are asked to come again.
     */
    private void recover(boolean again) {
        List<Mutation> open = new ArrayList<>(inFlight);
        open.addAll(waiting);
        inFlight = List.of();
        waiting = new ArrayList<>();
        tabs.forget();
        long before = order.head();
        boolean readable = true;
        try {
            adoptStored();
        } catch (RuntimeException e) {
            LOG.warn("session {}: the log cannot be read", id, e);
            readable = false;
        }
        order.rewind();
        if (order.head() > before) {
            changed(before);
        }
        for (Mutation mutation : open) {
            Mutation.Proposal proposal = mutation.proposal();
            if (readable && tabs.turn(proposal.client(), proposal.cseq(), true) == Tabs.Turn.ANSWERED) {
                audience.answer(proposal.client(), tabs.answer(proposal.client(), proposal.cseq()));
            } else if (readable && again) {
                place(proposal);
            } else {
                String busyNow = ServerFrames.rejected(proposal.cseq(), "busy", "the edit could not be stored yet");
                audience.answer(proposal.client(), busyNow);
            }
        }
        pump();
    }

    /** Takes over what others, or we without knowing, have stored behind our head, and tells everybody. */
    private void adoptStored() {
        var entries = around.log().after(id, order.head(), Integer.MAX_VALUE);
        entries.forEach(order::confirm);
        if (!entries.isEmpty()) {
            audience.send(ServerFrames.ops(entries));
        }
    }

    private Reading read() {
        if (reading == null) {
            reading = new Reading(
                    order.head(), order.board().board(), order.board().json());
        }
        return reading;
    }

    /** The stored board, from any thread. */
    CompletableFuture<Reading> reading() {
        CompletableFuture<Reading> result = new CompletableFuture<>();
        mailbox.post(() -> {
            try {
                result.complete(read());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                throw e;
            }
        });
        return result;
    }

    /** Sends a frame to everybody, from any thread. */
    void send(String frame) {
        mailbox.post(() -> audience.send(frame));
    }

    /** Shows a frame to everybody of which only the newest in its slot counts, from any thread. */
    void show(String slot, String frame) {
        mailbox.post(() -> audience.show(slot, frame));
    }

    /** Closes the sockets of these members. */
    void expel(Predicate<Member> who, Close close, String words) {
        mailbox.post(() -> {
            for (Connection connection : audience.all()) {
                if (who.test(connection.member())) {
                    drop(connection, close, words);
                }
            }
        });
    }

    /** Writes a snapshot if that saves work; before the room is forgotten. */
    void retire() {
        mailbox.post(() -> keeper.snapshot(Limits.SNAPSHOT_EVERY / 10));
    }

    /** Our own mistake: this room ends, its members come back to a fresh one that is read from the database. */
    private void stop(RuntimeException mistake) {
        LOG.error("session {}: the room stops", id, mistake);
        broken = true;
        busy = false;
        for (Connection connection : audience.all()) {
            drop(connection, Close.DRAINING, "the session restarts");
        }
    }
}
