package dev.trestle.server.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.db.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is in a room, and where they point: never stored, only the newest counts. For the room's thread. */
final class Presence {
    private final Map<String, ObjectNode> people = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> gone = new LinkedHashSet<>();

    void arrive(Member member) {
        people.computeIfAbsent(member.id(), id -> ServerFrames.person(member));
        gone.remove(member.id());
        changed.add(member.id());
    }

    void leave(String actor) {
        if (people.remove(actor) != null) {
            changed.remove(actor);
            gone.add(actor);
        }
    }

    /** Takes over cursor and selection; throws {@link BadFrame} when they are no such thing. */
    void update(Member member, ObjectNode data) {
        ObjectNode person = people.get(member.id());
        if (person == null) {
            return;
        }
        person.put("name", member.name());
        if (data.has("cursor")) {
            person.set("cursor", cursor(data.get("cursor")));
        }
        if (data.has("sel")) {
            person.set("sel", selection(data.get("sel")));
        }
        changed.add(member.id());
    }

    private static JsonNode cursor(JsonNode cursor) {
        if (cursor.isNull()) {
            return cursor;
        }
        JsonNode x = cursor.path("x");
        JsonNode y = cursor.path("y");
        if (!x.isNumber() || !y.isNumber() || !Double.isFinite(x.doubleValue()) || !Double.isFinite(y.doubleValue())) {
            throw new BadFrame(Close.BAD_FRAME, "a cursor has the numbers x and y");
        }
        return ClientFrame.MAPPER.createObjectNode().put("x", x.doubleValue()).put("y", y.doubleValue());
    }

    private static JsonNode selection(JsonNode selection) {
        ArrayNode ids = ClientFrame.MAPPER.createArrayNode();
        for (JsonNode id : selection) {
            if (!selection.isArray() || !id.isTextual()) {
                throw new BadFrame(Close.BAD_FRAME, "a selection is a list of ids");
            }
            if (ids.size() < Limits.PRESENCE_SELECTION) {
                ids.add(id.textValue());
            }
        }
        return ids;
    }

    /** Everybody but one, for the newcomer. */
    String everybodyBut(String actor) {
        return frame(people.keySet(), List.of(), actor);
    }

    boolean hasNews() {
        return !changed.isEmpty() || !gone.isEmpty();
    }

    /** The news for one member, without the own; null when there is none. */
    String newsFor(String actor) {
        boolean nothing = gone.isEmpty() && (changed.isEmpty() || changed.equals(Set.of(actor)));
        return nothing ? null : frame(changed, gone, actor);
    }

    /** The same for all who are in no news themselves. */
    boolean concerns(String actor) {
        return changed.contains(actor);
    }

    void told() {
        changed.clear();
        gone.clear();
    }

    private String frame(Collection<String> actors, Collection<String> gone, String but) {
        List<ObjectNode> list = new ArrayList<>();
        for (String actor : actors) {
            if (!actor.equals(but)) {
                list.add(people.get(actor));
            }
        }
        return ServerFrames.presence(list, List.copyOf(gone));
    }
}
