package dev.trestle.server.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.db.LogEntry;
import dev.trestle.db.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connections of a room that have said hello, and how each is told what happens. For the room's thread. */
final class Audience {
    private final Surroundings around;
    private final Mailbox mailbox;
    private final Map<String, Connection> byTab = new LinkedHashMap<>();
    private final Presence presence = new Presence();
    private boolean presenceDue;

    Audience(Surroundings around, Mailbox mailbox) {
        this.around = around;
        this.mailbox = mailbox;
    }

    int size() {
        return byTab.size();
    }

    List<Connection> all() {
        return List.copyOf(byTab.values());
    }

    Optional<Connection> ofTab(String key) {
        return Optional.ofNullable(byTab.get(key));
    }

    void join(Connection connection) {
        byTab.put(connection.key(), connection);
        presence.arrive(connection.member());
        connection.outbox().send(presence.everybodyBut(connection.member().id()));
        tellPresenceSoon();
    }

    /** By connection, not by tab: a late end of a superseded socket must not put its successor out. */
    void leave(Connection connection) {
        if (!connection.greeted() || !byTab.remove(connection.key(), connection)) {
            return;
        }
        String actor = connection.member().id();
        if (byTab.values().stream().noneMatch(c -> c.member().id().equals(actor))) {
            presence.leave(actor);
            tellPresenceSoon();
        }
    }

    /** Each tab gets its own mutations as answers and the others' as edits, all in the order of the log. */
    void tell(List<Mutation> stored) {
        List<LogEntry> entries = entries(stored);
        String shared = null;
        for (Connection connection : byTab.values()) {
            boolean own = stored.stream().anyMatch(m -> m.proposal().client().equals(connection.key()));
            if (own) {
                tellOwn(connection, stored);
            } else if (!entries.isEmpty()) {
                shared = shared == null ? ServerFrames.ops(entries) : shared;
                connection.outbox().send(shared);
            }
        }
    }

    private static List<LogEntry> entries(List<Mutation> mutations) {
        return mutations.stream()
                .filter(m -> m.entry() != null)
                .map(Mutation::entry)
                .toList();
    }

    private static void tellOwn(Connection connection, List<Mutation> stored) {
        List<LogEntry> foreign = new ArrayList<>();
        for (Mutation mutation : stored) {
            if (!mutation.proposal().client().equals(connection.key())) {
                foreign.addAll(entries(List.of(mutation)));
                continue;
            }
            if (!foreign.isEmpty()) {
                connection.outbox().send(ServerFrames.ops(foreign));
                foreign.clear();
            }
            connection.outbox().send(mutation.answer());
        }
        if (!foreign.isEmpty()) {
            connection.outbox().send(ServerFrames.ops(foreign));
        }
    }

    void answer(String key, String frame) {
        ofTab(key).ifPresent(connection -> connection.outbox().send(frame));
    }

    void send(String frame) {
        byTab.values().forEach(connection -> connection.outbox().send(frame));
    }

    void show(String slot, String frame) {
        byTab.values().forEach(connection -> connection.outbox().show(slot, frame));
    }

    /** Takes over where somebody points; a new name is kept. Throws {@link BadFrame}. */
    void present(Connection connection, ObjectNode data) {
        if (data.toString().length() > Limits.PRESENCE_CHARS) {
            throw new BadFrame(Close.BAD_FRAME, "presence is too long");
        }
        if (data.path("name").isTextual()) {
            rename(connection, Names.clean(data.path("name").textValue()));
        }
        presence.update(connection.member(), data);
        tellPresenceSoon();
    }

    private void rename(Connection connection, String name) {
        Member old = connection.member();
        if (name.isEmpty() || name.equals(old.name())) {
            return;
        }
        for (Connection own : byTab.values()) {
            if (own.member().id().equals(old.id())) {
                own.rename(Names.renamed(own.member(), name));
            }
        }
        around.executor().execute(() -> around.members().rename(old.id(), name));
    }

    private void tellPresenceSoon() {
        if (!presenceDue && presence.hasNews()) {
            presenceDue = true;
            around.timer().accept(Limits.PRESENCE_TICK, () -> mailbox.post(this::tellPresence));
        }
    }

    private void tellPresence() {
        presenceDue = false;
        String shared = null;
        for (Connection connection : byTab.values()) {
            String actor = connection.member().id();
            String news;
            if (presence.concerns(actor)) {
                news = presence.newsFor(actor);
            } else {
                shared = shared == null ? presence.newsFor("") : shared;
                news = shared;
            }
            if (news != null) {
                connection.outbox().send(news);
            }
        }
        presence.told();
    }
}
