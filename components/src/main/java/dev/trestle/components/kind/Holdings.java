package dev.trestle.components.kind;

import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Design;
import dev.trestle.estimator.estimate.BriefNumbers;
import dev.trestle.estimator.estimate.EntityNumbers;
import dev.trestle.estimator.estimate.EntityNumbers.Home;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes of a design keep which entity.
 *
 * <p>A store keeps what its {@code holds} names. One that names nothing keeps what no other store names. A cache keeps
 * copies of what it names, or of everything. Nodes of unknown kinds keep nothing: a check tells of them.
 */
public final class Holdings {
    private record Keeper(String node, Kind kind, List<String> names) {
        boolean is(Role role) {
            return kind.roles().contains(role);
        }

        boolean names(String entity) {
            return names.contains(entity);
        }
    }

    private final List<Keeper> stores = new ArrayList<>();
    private final List<Keeper> caches = new ArrayList<>();

    private Holdings(Design design, Catalog catalog) {
        design.nodes()
                .forEach((id, node) -> catalog.kind(node.kind()).ifPresent(kind -> {
                    Keeper keeper = new Keeper(id, kind, kind.holds(new Settings(node.settings())));
                    if (keeper.is(Role.STORES)) {
                        stores.add(keeper);
                    } else if (keeper.is(Role.CACHES)) {
                        caches.add(keeper);
                    }
                }));
    }

    public static Holdings of(Design design, Catalog catalog) {
        return new Holdings(design, catalog);
    }

    /** The stores of an entity by node id, in the order of the design. */
    public List<String> stores(String entity) {
        return keepers(entity).stream().map(Keeper::node).toList();
    }

    /** The caches with copies of an entity by node id, in the order of the design. */
    public List<String> caches(String entity) {
        return caches.stream()
                .filter(cache -> cache.names().isEmpty() || cache.names(entity))
                .map(Keeper::node)
                .toList();
    }

    private List<Keeper> keepers(String entity) {
        List<Keeper> named =
                stores.stream().filter(store -> store.names(entity)).toList();
        return named.isEmpty()
                ? stores.stream().filter(store -> store.names().isEmpty()).toList()
                : named;
    }

    /** The numbers of a brief with where this design keeps each entity. */
    public BriefNumbers numbers(Brief brief) {
        BriefNumbers plain = brief.numbers();
        Map<String, EntityNumbers> kept = new LinkedHashMap<>();
        plain.entities()
                .forEach((name, entity) ->
                        kept.put(name, entity.keptIn(home(name), !caches(name).isEmpty())));
        return new BriefNumbers(plain.assumptions(), kept, plain.operations());
    }

    /** Unsaid where nobody keeps it, or where a database and an object store both do. */
    private Home home(String entity) {
        List<Keeper> keepers = keepers(entity);
        long objects =
                keepers.stream().filter(store -> store.is(Role.SERVES_OBJECTS)).count();
        if (keepers.isEmpty() || objects > 0 && objects < keepers.size()) {
            return Home.UNSAID;
        }
        return objects > 0 ? Home.OBJECTS : Home.ROWS;
    }
}
