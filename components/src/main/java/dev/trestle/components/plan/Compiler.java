package dev.trestle.components.plan;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Entity;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Step;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.LoadCurve;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.load.Distribution;
import dev.trestle.components.load.Script;
import dev.trestle.estimator.estimate.Estimate;
import dev.trestle.estimator.fact.Fact;
import dev.trestle.estimator.quantity.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Turns the texts of a board into the numbers of a plan, part by part. */
final class Compiler {
    /** An entity whose count nobody stated: large enough not to be all hot, small enough to be held. */
    private static final long COUNT_UNSAID = 1_000_000;

    private final Board board;
    private final Estimate estimate;
    private final Catalog catalog;
    private final Map<String, List<Step>> steps = new LinkedHashMap<>();

    Compiler(Board board, Estimate estimate, Catalog catalog) {
        this.board = board;
        this.estimate = estimate;
        this.catalog = catalog;
        board.brief()
                .operations()
                .forEach((name, operation) -> steps.put(
                        name, operation.steps().stream().map(Step::parse).toList()));
    }

    Map<String, List<Step>> steps() {
        return steps;
    }

    List<PlanNode> nodes() {
        Map<String, List<Integer>> out = new LinkedHashMap<>();
        int index = 0;
        for (Link link : board.design().links().values()) {
            out.computeIfAbsent(link.fromNode(), any -> new ArrayList<>()).add(index++);
        }
        List<PlanNode> nodes = new ArrayList<>();
        Script script = script();
        board.design()
                .nodes()
                .forEach((id, node) -> nodes.add(new PlanNode(
                        nodes.size(),
                        id,
                        node.label() == null ? id : node.label(),
                        catalog.require(node.kind()),
                        new Settings(node.settings(), script.settings(id)),
                        List.copyOf(out.getOrDefault(id, List.of())))));
        return List.copyOf(nodes);
    }

    List<PlanLink> links(List<PlanNode> nodes, Geography geography) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        nodes.forEach(node -> numbers.put(node.id(), node.index()));
        List<PlanLink> links = new ArrayList<>();
        board.design().links().forEach((id, link) -> {
            Map<String, String> settings = link.settings();
            String jitter = settings.getOrDefault("jitter", "");
            double variation = jitter.isBlank() ? 0 : Quantity.ratio(jitter);
            Distribution latency = byPlace(settings)
                    ? geography.between(numbers.get(link.fromNode()), numbers.get(link.toNode()), variation)
                    : Distribution.duration(settings.get("latency"));
            links.add(new PlanLink(
                    links.size(),
                    id,
                    numbers.get(link.fromNode()),
                    numbers.get(link.toNode()),
                    carries(link),
                    only(settings.get("only")),
                    latency,
                    settings.containsKey("bandwidth") ? bytesPerSecond(settings.get("bandwidth")) : 0,
                    settings.containsKey("loss") ? Quantity.ratio(settings.get("loss")) : 0,
                    new PlanLink.Carriage(
                            byPlace(settings), variation, connects(settings) ? resending(latency) : null)));
        });
        return List.copyOf(links);
    }

    private static boolean connects(Map<String, String> settings) {
        return !settings.getOrDefault("protocol", "").trim().equals("udp");
    }

    private static boolean byPlace(Map<String, String> settings) {
        return settings.getOrDefault("latency", "").isBlank();
    }

    /** Data waits for a mean round trip and the least variance that Linux assumes (RFC 6298 with TCP_RTO_MIN). */
    private static Wire.Resending resending(Distribution latency) {
        double roundTrip = Math.min(2 * latency.mean(), Distribution.LARGEST / 2.0);
        return new Wire.Resending(
                Math.round(roundTrip) + nanos("network.tcp.rto-min"),
                nanos("network.tcp.rto-initial"),
                nanos("network.tcp.rto-max"),
                tries("network.tcp.retries"),
                tries("network.tcp.connect-retries"),
                tries("network.tcp.orphan-retries"));
    }

    private static long nanos(String fact) {
        Fact time = Fact.of(fact);
        return Math.round(Quantity.seconds(time.value() + " " + time.unit()) * 1e9);
    }

    private static int tries(String fact) {
        return (int) Fact.of(fact).value();
    }

    private static double bytesPerSecond(String text) {
        return Quantity.bytesPerSecond(text);
    }

    private static Set<String> only(String text) {
        if (text == null || text.isBlank()) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>();
        for (String name : text.split(",")) {
            names.add(name.trim());
        }
        return names;
    }

    private Set<String> carries(Link link) {
        Set<String> words = new TreeSet<>();
        for (Port exit : ports(link.fromNode(), link.fromPort(), Port.Direction.OUT)) {
            for (Port entry : ports(link.toNode(), link.toPort(), Port.Direction.IN)) {
                exit.carries().stream().filter(entry.carries()::contains).forEach(words::add);
            }
        }
        return words;
    }

    private List<Port> ports(String node, String port, Port.Direction direction) {
        Node placed = board.design().nodes().get(node);
        Kind kind = catalog.require(placed.kind());
        return kind.ports().stream()
                .filter(candidate -> candidate.direction() == direction)
                .filter(candidate -> port == null || candidate.id().equals(port))
                .toList();
    }

    List<EntityPlan> entities(Tracking tracking) {
        List<EntityPlan> entities = new ArrayList<>();
        for (Map.Entry<String, Entity> entry : board.brief().entities().entrySet()) {
            String name = entry.getKey();
            Entity entity = entry.getValue();
            long count = entity.count() == null ? COUNT_UNSAID : Math.max(1, Math.round(estimate.count(name)));
            long size = entity.size() == null ? 1 : Math.max(1, Math.round(estimate.bytes(name)));
            String popularity = entity.popularity() == null ? "uniform" : entity.popularity();
            entities.add(new EntityPlan(
                    name, size, count, popularity, tracking.limits().getOrDefault(name, Long.MAX_VALUE)));
        }
        return List.copyOf(entities);
    }

    List<OperationPlan> operations(List<EntityPlan> entities) {
        List<OperationPlan> operations = new ArrayList<>();
        board.brief().operations().forEach((name, operation) -> {
            List<Step> all = steps.get(name);
            List<Step> keyed = all.stream().filter(Compiler::underOneKey).toList();
            int keyEntity = keyed.isEmpty() ? handedOn(all, entities) : keyEntity(keyed.get(0), entities);
            List<Step> own = keyed.stream()
                    .filter(step -> keyEntity(step, entities) == keyEntity)
                    .toList();
            operations.add(new OperationPlan(
                    operations.size(),
                    name,
                    external(operation),
                    operation.every() == null ? 0 : Math.max(1, Math.round(1e9 * estimate.everySeconds(name))),
                    all.stream().anyMatch(step -> step.verb() != Step.Verb.READ && step.verb() != Step.Verb.CALL),
                    keyEntity,
                    own.stream().anyMatch(Step::newKey),
                    own.stream()
                            .filter(step -> step.verb() == Step.Verb.READ)
                            .map(step -> index(step.target(), entities))
                            .findFirst()
                            .orElse(-1),
                    own.stream()
                            .filter(step -> step.verb() != Step.Verb.READ)
                            .map(step -> index(step.target(), entities))
                            .toList(),
                    single(all, entities),
                    sent(all, entities)));
        });
        return List.copyOf(operations);
    }

    private static boolean external(Operation operation) {
        return operation.on() == null && operation.every() == null && operation.rate() != null;
    }

    /** The entity whose key an operation without a key of its own draws to hand it on to what it calls; or -1. */
    private int handedOn(List<Step> all, List<EntityPlan> entities) {
        for (Step step : all) {
            if (step.verb() == Step.Verb.CALL && step.times() == 1 && step.key() == null) {
                List<Step> callee = steps.get(step.target());
                List<Step> keyed = callee.stream().filter(Compiler::underOneKey).toList();
                int entity = keyed.isEmpty() ? handedOn(callee, entities) : keyEntity(keyed.get(0), entities);
                if (entity >= 0 && keyed.stream().noneMatch(Step::newKey)) {
                    return entity;
                }
            }
        }
        return -1;
    }

    private static boolean underOneKey(Step step) {
        return step.verb().data() && (step.times() == 1 || step.key() != null);
    }

    /** The entity whose key the step uses; {@code key new} is a new key of the step's own entity. */
    static int keyEntity(Step step, List<EntityPlan> entities) {
        boolean own = step.key() == null || step.newKey();
        return index(own ? step.target() : step.key(), entities);
    }

    private static int single(List<Step> all, List<EntityPlan> entities) {
        boolean one = all.size() == 1
                && all.get(0).times() == 1
                && all.get(0).share() >= 1
                && (all.get(0).verb() == Step.Verb.READ || all.get(0).verb() == Step.Verb.WRITE);
        return one ? index(all.get(0).target(), entities) : -1;
    }

    private static long sent(List<Step> all, List<EntityPlan> entities) {
        long bytes = 0;
        double[] shares = Step.shares(all);
        for (int i = 0; i < shares.length; i++) {
            Step step = all.get(i);
            if (step.verb() == Step.Verb.WRITE || step.verb() == Step.Verb.RESERVE) {
                bytes += (long) (entities.get(index(step.target(), entities)).sizeBytes() * step.times() * shares[i]);
            }
        }
        return bytes;
    }

    private static int index(String name, List<EntityPlan> entities) {
        for (int i = 0; i < entities.size(); i++) {
            if (entities.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    List<String> events() {
        Set<String> events = new TreeSet<>();
        board.brief().operations().values().forEach(operation -> {
            if (operation.on() != null) {
                events.add(operation.on());
            }
        });
        steps.values()
                .forEach(all -> all.stream()
                        .filter(step -> step.verb() == Step.Verb.PUBLISH)
                        .forEach(step -> events.add(step.target())));
        return List.copyOf(events);
    }

    Script script() {
        return Script.of(board.script());
    }

    LoadCurve load(Script script, List<OperationPlan> operations) {
        int phases = script.phases().size();
        long[] lengths = new long[phases];
        double[][] from = new double[phases][operations.size()];
        double[][] to = new double[phases][operations.size()];
        double averageSum = operations.stream()
                .filter(OperationPlan::external)
                .mapToDouble(operation -> estimate.askedPerSecond(operation.name()))
                .sum();
        for (int p = 0; p < phases; p++) {
            lengths[p] = script.phases().get(p).lengthNanos();
            for (OperationPlan operation : operations) {
                if (operation.external()) {
                    double average = estimate.askedPerSecond(operation.name());
                    double peak = estimate.askedAtPeakPerSecond(operation.name());
                    double share = averageSum > 0 ? average / averageSum : 0;
                    from[p][operation.index()] =
                            script.phases().get(p).load().start().perSecond(average, peak, share);
                    to[p][operation.index()] =
                            script.phases().get(p).load().end().perSecond(average, peak, share);
                }
            }
        }
        return new LoadCurve(lengths, from, to);
    }
}
