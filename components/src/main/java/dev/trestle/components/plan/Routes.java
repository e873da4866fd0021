package dev.trestle.components.plan;

import dev.trestle.components.kind.CachePattern;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds where requests, reads, writes and messages can go from each node: which links lead to somebody who handles them.
 *
 * <p>Nothing is guessed: a link counts when its ports carry the thing, its filter lets it pass and its end handles it or
 * leads on to someone who does. Where one of several stores names the entity in {@code holds}, only those that name it
 * count. A through-cache is preferred over the store behind it.
 */
final class Routes {
    private final List<PlanNode> nodes;
    private final List<PlanLink> links;
    private final List<String> entities;
    private final List<OperationPlan> operations;
    private final List<String> events;
    private final Map<List<Object>, List<Integer>> known = new HashMap<>();
    private final Set<List<Object>> open = new HashSet<>();

    Routes(
            List<PlanNode> nodes,
            List<PlanLink> links,
            List<String> entities,
            List<OperationPlan> operations,
            List<String> events) {
        this.nodes = nodes;
        this.links = links;
        this.entities = entities;
        this.operations = operations;
        this.events = events;
    }

    /** What a read or write of an entity looks like to a filter. */
    record Access(int entity, boolean write, int operation) {}

    /** The ways of one access: caches that the caller looks into by itself, and what stands for the store. */
    record DataWays(List<Integer> caches, List<Integer> stores) {
        boolean none() {
            return stores.isEmpty();
        }
    }

    /** Links on which requests of the operation may leave the node. */
    List<Integer> requests(int node, int operation) {
        return remember(List.of("request", node, operation), () -> requestsAnew(node, operations.get(operation)));
    }

    private List<Integer> requestsAnew(int node, OperationPlan operation) {
        List<Integer> ways = new ArrayList<>();
        List<Integer> direct = new ArrayList<>();
        for (int index : nodes.get(node).out()) {
            PlanLink link = links.get(index);
            if (!link.requests() || !link.lets(operation.writer(), operation.name())) {
                continue;
            }
            Kind kind = nodes.get(link.to()).kind();
            if (kind.roles().contains(Role.SERVES_OBJECTS)) {
                if (operation.single() >= 0 && holds(link.to(), operation.single())) {
                    direct.add(index);
                }
            } else if (nodes.get(link.to()).runs(operation)
                    || kind.roles().contains(Role.FORWARDS)
                            && !requests(link.to(), operation.index()).isEmpty()) {
                ways.add(index);
            }
        }
        return direct.isEmpty() ? ways : direct;
    }

    /** The ways of a read or write from the node. */
    DataWays data(int node, Access access) {
        List<Integer> caches = new ArrayList<>();
        List<Integer> through = new ArrayList<>();
        List<Integer> stores = new ArrayList<>();
        List<Integer> named = new ArrayList<>();
        List<Integer> services = new ArrayList<>();
        String operation =
                access.operation() < 0 ? "" : operations.get(access.operation()).name();
        for (int index : nodes.get(node).out()) {
            PlanLink link = links.get(index);
            if (!link.lets(access.write(), operation)) {
                continue;
            }
            PlanNode end = nodes.get(link.to());
            Set<Role> roles = end.kind().roles();
            if (roles.contains(Role.CACHES) && link.data() && holds(link.to(), access.entity())) {
                if (end.kind().cachePattern(end.settings()) == CachePattern.ASIDE) {
                    caches.add(index);
                } else if (leadsOn(link.to(), access)) {
                    through.add(index);
                }
            } else if (roles.contains(Role.STORES) && link.data() && holds(link.to(), access.entity())) {
                stores.add(index);
                if (names(link.to(), access.entity())) {
                    named.add(index);
                }
            } else if (roles.contains(Role.FORWARDS) && link.data() && leadsOn(link.to(), access)) {
                stores.add(index);
            } else if (roles.contains(Role.HANDLES) && link.requests() && leadsOn(link.to(), access)) {
                services.add(index);
            }
        }
        if (!named.isEmpty()) {
            stores = named;
        }
        return new DataWays(caches, !through.isEmpty() ? through : stores.isEmpty() ? services : stores);
    }

    private boolean leadsOn(int node, Access access) {
        List<Object> question = List.of("data", node, access);
        return !remember(question, () -> data(node, access).stores()).isEmpty();
    }

    /** Links from the node to queues that take the event. */
    List<Integer> publish(int node, int event, int operation) {
        List<Integer> ways = new ArrayList<>();
        for (int index : nodes.get(node).out()) {
            PlanLink link = links.get(index);
            PlanNode end = nodes.get(link.to());
            String name = operation < 0 ? "" : operations.get(operation).name();
            if (link.messages()
                    && link.lets(true, name)
                    && end.kind().roles().contains(Role.QUEUES)
                    && takes(end, event)) {
                ways.add(index);
            }
        }
        return ways;
    }

    /** Links from a queue to those who consume. */
    List<Integer> consumers(int node) {
        return nodes.get(node).out().stream()
                .filter(index -> links.get(index).messages())
                .filter(index -> nodes.get(links.get(index).to()).kind().roles().contains(Role.CONSUMES))
                .toList();
    }

    /** Those of them whose filter lets messages for the operation pass. */
    List<Integer> consumers(int node, OperationPlan operation) {
        return consumers(node).stream()
                .filter(index -> links.get(index).lets(operation.writer(), operation.name()))
                .toList();
    }

    /** Whether some queue hands the node messages for the operation. */
    boolean consumes(int node, OperationPlan operation) {
        return nodes.stream()
                .filter(queue -> queue.kind().roles().contains(Role.QUEUES))
                .flatMap(queue -> consumers(queue.index(), operation).stream())
                .anyMatch(index -> links.get(index).to() == node);
    }

    /** Whether a queue takes the event. */
    boolean takes(PlanNode queue, int event) {
        List<String> names = queue.kind().holds(queue.settings());
        return names.isEmpty() || names.contains(events.get(event));
    }

    private boolean holds(int node, int entity) {
        PlanNode store = nodes.get(node);
        List<String> names = store.kind().holds(store.settings());
        return names.isEmpty() || names(node, entity);
    }

    private boolean names(int node, int entity) {
        PlanNode store = nodes.get(node);
        return entity >= 0 && store.kind().holds(store.settings()).contains(entities.get(entity));
    }

    /** Remembers answers; a question that comes up while it is being answered goes round in a circle and gets nothing. */
    /** Replications are assembled side by side: one that asks must not take another's open question for a circle. */
    private synchronized List<Integer> remember(
            List<Object> question, java.util.function.Supplier<List<Integer>> answer) {
        List<Integer> before = known.get(question);
        if (before != null) {
            return before;
        }
        if (!open.add(question)) {
            return List.of();
        }
        List<Integer> found = answer.get();
        open.remove(question);
        known.put(question, found);
        return found;
    }
}
