package dev.trestle.components.kind;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.load.Popularity;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The place of one node in one run: all that a behaviour may know about the plan around it.
 *
 * <p>Made once per node and replication. Wires and routes exist only after all behaviours do, so ask for them in
 * {@link dev.trestle.components.engine.Behaviour#start}, not in a constructor.
 */
public final class Site {
    /** What all nodes of a run share. */
    public record World(
            Engine engine,
            Engine.Stop stop,
            long seed,
            int replication,
            List<OperationPlan> operations,
            List<EntityPlan> entities,
            List<OperationMeter> meters,
            LoadCurve load,
            int[] sources,
            List<Popularity> popularity,
            long[] freshKeys,
            Surroundings surroundings,
            Map<String, Double> known,
            List<String> thinned,
            int caching,
            Stock stock) {}

    /** Answers where things go from a node; implemented by the plan. */
    public interface Surroundings {
        /** Wires from the node on which requests of the operation may go on. */
        Wire[] requests(int node, int operation);

        /** Wires from the node on which reads or writes of the entity, for the operation, may go on. */
        Wire[] data(int node, int entity, boolean write, int operation);

        /** Wires from the node to consumers of the event; of any event with -1. */
        Wire[] consumers(int node, int event);

        /** What the node does for a request of the operation. */
        Program program(int node, int operation);

        /** What the node does with a message of the event. */
        Program handler(int node, int event);

        /** What the node does for a read or write of an entity that another service sends it, for the operation. */
        Program access(int node, int entity, int verb, int operation);

        /** Reads of the entity that the first phase is expected to bring to the node, per second. */
        double reads(int node, int entity);

        /** The same for writes. */
        double writes(int node, int entity);

        /** Index of the operation that handles the event at the node, or -1. */
        int handlerOperation(int node, int event);

        /** The names of all events, by number. */
        List<String> events();

        /** Whether a node hands every message to each of its consumers. */
        boolean broadcasts(int node);
    }

    private final World world;
    private final int node;
    private final String id;
    private final Settings settings;

    public Site(World world, int node, String id, Settings settings) {
        this.world = world;
        this.node = node;
        this.id = id;
        this.settings = settings;
    }

    public Engine engine() {
        return world.engine();
    }

    /** Whether the run has been stopped while it is built: then what takes long may be left undone. */
    public boolean stopped() {
        return world.stop().now(0, 0);
    }

    /** Index of the node in the plan. */
    public int node() {
        return node;
    }

    /** Its id on the board. */
    public String id() {
        return id;
    }

    public Settings settings() {
        return settings;
    }

    /** A random stream of this node's own; adding nodes or purposes does not disturb others. */
    public Chance chance(String purpose) {
        return new Chance(Chance.seed(world.seed(), id, purpose, world.replication()));
    }

    /** A random stream that belongs to something shared, such as an operation's arrivals: the same on every board. */
    public Chance chance(String owner, String purpose) {
        return new Chance(Chance.seed(world.seed(), owner, purpose, world.replication()));
    }

    public List<OperationPlan> operations() {
        return world.operations();
    }

    public List<EntityPlan> entities() {
        return world.entities();
    }

    /** Draws keys of an entity; shared by the nodes of a replication, as new keys become known to all. */
    public Popularity popularity(int entity) {
        return world.popularity().get(entity);
    }

    /** A number of this node that takes long to work out and is the same in every replication; asked for only once. */
    public double once(String what, DoubleSupplier work) {
        return world.known().computeIfAbsent(id + " " + what, any -> work.getAsDouble());
    }

    public OperationMeter meter(int operation) {
        return world.meters().get(operation);
    }

    public LoadCurve load() {
        return world.load();
    }

    /** How many nodes issue the operation; they share its load equally. */
    public int sources(int operation) {
        return world.sources()[operation];
    }

    /** A key of the entity that was never used before: the next one after those that exist. */
    public long freshKey(int entity) {
        return world.entities().get(entity).count() + world.freshKeys()[entity]++;
    }

    /** The new key has been written: from now on others may ask for it. */
    public void created(int entity, long key) {
        popularity(entity).created(key);
    }

    /** How many nodes of the design keep copies of what others hold: they share what memory a run has for that. */
    public int caching() {
        return world.caching();
    }

    /** What is reserved, for all nodes alike. */
    public Stock stock() {
        return world.stock();
    }

    /** Says in the report what this node does not simulate in full; the same line in every replication. */
    public void thinned(String line) {
        world.thinned().add(line);
    }

    public Wire[] requests(int operation) {
        return world.surroundings().requests(node, operation);
    }

    public Wire[] data(int entity, boolean write, int operation) {
        return world.surroundings().data(node, entity, write, operation);
    }

    /** Wires to consumers of the event; of any event with -1. */
    public Wire[] consumers(int event) {
        return world.surroundings().consumers(node, event);
    }

    public Program program(int operation) {
        return world.surroundings().program(node, operation);
    }

    public Program handler(int event) {
        return world.surroundings().handler(node, event);
    }

    public Program access(int entity, int verb, int operation) {
        return world.surroundings().access(node, entity, verb, operation);
    }

    /** Reads of the entity that are expected here per second when the run begins. */
    public double reads(int entity) {
        return world.surroundings().reads(node, entity);
    }

    /** Writes of the entity that are expected here per second when the run begins. */
    public double writes(int entity) {
        return world.surroundings().writes(node, entity);
    }

    /** Index of the first operation that this node runs for the event, or -1. */
    public int handlerOperation(int event) {
        return world.surroundings().handlerOperation(node, event);
    }

    /** How many events there are; they are numbered from 0. */
    public int events() {
        return world.surroundings().events().size();
    }

    /** The name of an event. */
    public String event(int number) {
        return world.surroundings().events().get(number);
    }

    /**
     * Makes a delivery a run of the operation that this node runs for its event, which then is on that operation's books;
     * false, with {@link Call#NO_ROUTE} for an outcome, when there is none.
     */
    public boolean takes(Call delivery) {
        delivery.operation = handlerOperation(delivery.subject);
        if (delivery.operation < 0) {
            delivery.outcome = Call.NO_ROUTE;
            return false;
        }
        meter(delivery.operation).offer(delivery.phase);
        OperationPlan handler = operations().get(delivery.operation);
        if (handler.fresh()) {
            delivery.keyEntity = handler.keyEntity();
            delivery.key = freshKey(delivery.keyEntity);
        }
        return true;
    }

    /** Whether another node, by its index, hands every message to each of its consumers. */
    public boolean broadcasts(int other) {
        return world.surroundings().broadcasts(other);
    }
}
