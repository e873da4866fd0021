package dev.trestle.components.fix;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Edit;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.kind.CachePattern;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Holdings;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one-step changes of a board: what its kinds say may be tried, a cache in front of a store, another carrier of events. */
final class Changes {
    /** What the size of a machine decides: a preset that sets nothing else is another size. */
    private static final Set<String> SIZE = Set.of("cpus", "workers", "readTime", "writeTime", "serviceTime");

    private static final String SIZED_BY = "cpus";
    /** How far above a store a new cache stands, in heights of a node. */
    private static final double ABOVE = 1.6;

    private final Board board;
    private final Catalog catalog = Catalog.standard();
    private final List<Change> changes = new ArrayList<>();

    private Changes(Board board) {
        this.board = board;
    }

    /**
     * The changes to try, those of the first nodes first.
     *
     * @param nodes ids in the order in which they are looked at
     * @param events whether other carriers of events may help
     * @param saving whether less is wanted instead of more: for a bill that is too high
     */
    static List<Change> of(Board board, List<String> nodes, boolean events, boolean saving) {
        Changes all = new Changes(board);
        for (String id : nodes) {
            all.settings(id, saving);
            if (!saving) {
                all.sizes(id);
                all.cache(id);
                if (events) {
                    all.carriers(id);
                }
            }
        }
        return all.changes;
    }

    private void settings(String id, boolean saving) {
        Node node = board.design().nodes().get(id);
        Settings settings = new Settings(node.settings());
        for (Param param : catalog.require(node.kind()).params()) {
            String now = settings.text(param);
            for (String text : saving ? param.smaller(now) : param.others(now)) {
                changes.add(new Change(
                        List.of(set(id, Map.of(param.id(), text))),
                        name(id) + ": " + param.label() + " " + now + " → " + text,
                        id));
            }
        }
    }

    /** Guarded: where somebody has changed the setting meanwhile, nothing is put in its place. */
    private Edit set(String id, Map<String, String> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Object> guard = new LinkedHashMap<>();
        settings.forEach((name, text) -> {
            properties.put("settings." + name, text);
            guard.put(
                    "settings." + name,
                    board.design().nodes().get(id).settings().get(name));
        });
        return new Edit(Edit.Op.SET, "nodes", id, properties, guard);
    }

    /** A store whose times are those of its technology, on a larger machine. */
    private void sizes(String id) {
        Node node = board.design().nodes().get(id);
        Kind kind = catalog.require(node.kind());
        boolean own = SIZE.stream().anyMatch(name -> !isPublished(kind, name, node.settings()));
        Optional<Param> cpus = kind.param(SIZED_BY);
        if (own || cpus.isEmpty() || !kind.roles().contains(Role.STORES)) {
            return;
        }
        int now = new Settings(node.settings()).integer(cpus.get());
        for (Preset preset : kind.presets()) {
            Map<String, String> sized = preset.settings();
            boolean size = sized.containsKey(SIZED_BY) && SIZE.containsAll(sized.keySet());
            if (size && new Settings(sized).integer(cpus.get()) > now) {
                changes.add(new Change(List.of(set(id, sized)), name(id) + ": " + preset.label(), id));
            }
        }
    }

    /** Whether a setting is as the kind or one of its presets has it: what somebody measured is not replaced. */
    private static boolean isPublished(Kind kind, String name, Map<String, String> settings) {
        String text = settings.get(name);
        return text == null
                || kind.param(name).filter(param -> param.preset().equals(text)).isPresent()
                || kind.presets().stream()
                        .anyMatch(preset -> text.equals(preset.settings().get(name)));
    }

    /** A cache beside a store, for those who read from it and have none. */
    private void cache(String id) {
        Node store = board.design().nodes().get(id);
        Kind kind = catalog.require(store.kind());
        Holdings holdings = Holdings.of(board.design(), catalog);
        List<String> bare = board.brief().entities().keySet().stream()
                .filter(entity -> holdings.stores(entity).contains(id)
                        && holdings.caches(entity).isEmpty())
                .toList();
        if (!kind.roles().contains(Role.STORES) || kind.roles().contains(Role.SERVES_OBJECTS) || bare.isEmpty()) {
            return;
        }
        List<String> readers = board.design().links().values().stream()
                .filter(link -> link.toNode().equals(id) && runsSteps(link.fromNode()))
                .map(Link::fromNode)
                .distinct()
                .toList();
        for (Kind cache : catalog.kinds()) {
            boolean beside = cache.roles().equals(Set.of(Role.CACHES))
                    && cache.cachePattern(new Settings(Map.of())) == CachePattern.ASIDE;
            if (beside && !readers.isEmpty()) {
                changes.add(beside(cache, id, bare, readers));
            }
        }
    }

    private boolean runsSteps(String id) {
        Set<Role> roles = catalog.require(board.design().nodes().get(id).kind()).roles();
        return roles.contains(Role.HANDLES) || roles.contains(Role.CONSUMES);
    }

    private Change beside(Kind cache, String store, List<String> entities, List<String> readers) {
        Node at = board.design().nodes().get(store);
        String id = free(cache.id(), board.design().nodes().keySet());
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("kind", cache.id());
        node.put("x", at.x());
        node.put("y", at.y() - ABOVE * Node.HEIGHT);
        node.put("settings", Map.of("holds", String.join(", ", entities)));
        List<Edit> edits = new ArrayList<>(List.of(Edit.put("nodes", id, node)));
        for (String reader : readers) {
            String link =
                    free("to-" + id + "-" + edits.size(), board.design().links().keySet());
            edits.add(Edit.put("links", link, Map.of("from", reader, "to", id)));
        }
        return new Change(
                edits, "a new " + cache.label() + " beside " + name(store) + " for " + String.join(", ", entities), id);
    }

    private static String free(String wanted, Set<String> taken) {
        String id = wanted;
        for (int i = 2; taken.contains(id); i++) {
            id = wanted + i;
        }
        return id;
    }

    /** Another kind of node that carries the events, with its defaults; what they are called and where they go stays. */
    private void carriers(String id) {
        Node node = board.design().nodes().get(id);
        Kind now = catalog.require(node.kind());
        if (!now.roles().contains(Role.QUEUES)) {
            return;
        }
        for (Kind other : catalog.kinds()) {
            boolean carries = other.roles().contains(Role.QUEUES) && !other.id().equals(now.id());
            if (carries && !other.roles().contains(Role.STORES)) {
                Map<String, Object> record = new LinkedHashMap<>();
                record.put("kind", other.id());
                if (node.label() != null) {
                    record.put("label", node.label());
                }
                record.put("x", node.x());
                record.put("y", node.y());
                Map<String, String> kept = kept(node, now, other);
                if (!kept.isEmpty()) {
                    record.put("settings", kept);
                }
                changes.add(new Change(
                        List.of(Edit.put("nodes", id, record)),
                        name(id) + ": a " + other.label() + " in place of a " + now.label(),
                        id));
            }
        }
    }

    /** Names that both kinds have a setting for. */
    private static Map<String, String> kept(Node node, Kind now, Kind other) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (Param param : now.params()) {
            String text = node.settings().get(param.id());
            boolean names =
                    param.type() == ParamType.NAMES && other.param(param.id()).isPresent();
            if (names && text != null) {
                kept.put(param.id(), text);
            }
        }
        return kept;
    }

    private String name(String id) {
        return board.design().nodes().get(id).name(id);
    }
}
