package dev.trestle.components.run;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Entity;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Phase;
import dev.trestle.components.board.RequirementLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small board written as a story: what is asked for, along which path, for how long.
 *
 * <p>Links take no time unless a test says so, and without a phase the board runs for 100 s at its average load.
 */
public final class Boards {
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, RequirementLine> requirements = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Map<String, Phase> script = new LinkedHashMap<>();
    private final Map<String, Area> areas = new LinkedHashMap<>();
    private boolean byPlacement;

    /** A node to be: id, kind and settings. */
    public record Part(String id, String kind, Map<String, String> settings) {}

    private Boards() {}

    public static Boards board() {
        return new Boards();
    }

    /** A node of any kind; settings are name, value, name, value... */
    public static Part part(String id, String kind, String... settings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return new Part(id, kind, map);
    }

    public static Part clients(String... settings) {
        return part("clients", "clients", settings);
    }

    public static Part balancer(String... settings) {
        return part("lb", "load-balancer", settings);
    }

    public static Part service(String id, String... settings) {
        return part(id, "service", settings);
    }

    public static Part worker(String... settings) {
        return part("worker", "worker", settings);
    }

    public static Part queue(String... settings) {
        return part("queue", "queue", settings);
    }

    public static Part cache(String... settings) {
        return part("cache", "cache", settings);
    }

    public static Part database(String... settings) {
        return part("db", "sql-database", settings);
    }

    public static Part objects(String... settings) {
        return part("objects", "object-store", settings);
    }

    /** A node whose own work takes no time: what a test wants out of the way. */
    public static Part instantDatabase(String... settings) {
        Part part = database(settings);
        part.settings().putIfAbsent("readTime", "0 ms");
        part.settings().putIfAbsent("writeTime", "0 ms");
        part.settings().putIfAbsent("workers", "1000");
        part.settings().putIfAbsent("followers", "0");
        return part;
    }

    /** An instance of a service that does nothing but pass time. */
    public static Part instantService(String id, String... settings) {
        Part part = service(id, settings);
        part.settings().putIfAbsent("serviceTime", "0 ms");
        part.settings().putIfAbsent("workers", "1000");
        part.settings().putIfAbsent("instances", "1");
        return part;
    }

    public Boards entity(String name, String size, String count, String popularity) {
        entities.put(name, new Entity(size, count, popularity, null));
        return this;
    }

    /** An operation that clients issue. */
    public Boards operation(String name, String rate, String... steps) {
        operations.put(name, new Operation(null, rate, null, null, List.of(steps)));
        return this;
    }

    /** An operation that an event triggers. */
    public Boards handler(String name, String event, String... steps) {
        operations.put(name, new Operation(null, null, event, null, List.of(steps)));
        return this;
    }

    /** An operation that time triggers. */
    public Boards every(String name, String duration, String... steps) {
        operations.put(name, new Operation(null, null, null, duration, List.of(steps)));
        return this;
    }

    public Boards requires(String line) {
        requirements.put("r" + (requirements.size() + 1), new RequirementLine(line));
        return this;
    }

    /** Puts the parts on the board that are not there yet, and links each to the next. */
    public Boards path(Part... parts) {
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            nodes.putIfAbsent(part.id(), new Node(part.kind(), null, 300.0 * nodes.size(), 0, part.settings()));
            if (i > 0) {
                link(parts[i - 1].id(), part.id());
            }
        }
        return this;
    }

    /** A link; settings are name, value... and without a latency it takes no time. */
    public Boards link(String from, String to, String... settings) {
        Map<String, String> map = new LinkedHashMap<>(part("", "", settings).settings());
        if (!byPlacement) {
            map.putIfAbsent("latency", "0 ms");
        }
        links.put(from + "-" + to, new Link(from, to, null, map));
        return this;
    }

    /** From now on links take the time that lies between the places of their ends. */
    public Boards byPlacement() {
        byPlacement = true;
        return this;
    }

    /** A region beside those before it; nodes are drawn into it later. */
    public Boards region(String id) {
        long before = areas.values().stream()
                .filter(area -> area.kind().equals("region"))
                .count();
        areas.put(id, new Area("region", 10_000 * (before + 1), 1_000, 9_000, 9_000, null, Map.of()));
        return this;
    }

    /** A zone in a region. */
    public Boards zone(String id, String region) {
        Area around = areas.get(region);
        long before = areas.values().stream()
                .filter(area -> area.kind().equals("zone") && area.x() == around.x())
                .count();
        areas.put(id, new Area("zone", around.x(), around.y() + 1_000 * (before + 1), 9_000, 900, null, Map.of()));
        return this;
    }

    /** Moves nodes that are on the board into an area: beside the zones, where it is a region. */
    public Boards in(String area, String... ids) {
        Area box = areas.get(area);
        for (String id : ids) {
            Node node = nodes.get(id);
            double x = box.x() + 200.0 * nodes.keySet().stream().toList().indexOf(id);
            nodes.put(id, new Node(node.kind(), node.label(), x, box.y() + 10, node.settings()));
        }
        return this;
    }

    public Boards phase(String name, String length, String load, String... faults) {
        String id = "p" + (script.size() + 1);
        script.put(id, new Phase(String.format("%03d", script.size()), name, length, load, List.of(faults)));
        return this;
    }

    public Board build() {
        Map<String, Phase> phases =
                script.isEmpty() ? Map.of("p1", new Phase("000", "steady", "100 s", "average", List.of())) : script;
        return new Board(
                "Test",
                new Brief(null, Map.of(), entities, operations, requirements),
                new Design(nodes, links, areas, Map.of()),
                phases);
    }

    /** Checked, compiled and run with all replications. */
    public RunResult run(long seed) {
        return Run.of(build(), Options.seed(seed)).execute(Watcher.NOBODY);
    }

    /** One replication that a test drives by hand, its books audited after every event. */
    public Playing play(long seed) {
        return Playing.of(build(), seed).audited();
    }

    /** One replication of a finished board. */
    public static Playing playing(Board board, long seed) {
        return Playing.of(board, seed);
    }

    /** The same without the audit, for long runs. */
    public Playing playFast(long seed) {
        return Playing.of(build(), seed);
    }

    /** The same board with one requirement more. */
    public static Board with(Board board, String id, String line) {
        Map<String, RequirementLine> lines = new LinkedHashMap<>(board.brief().requirements());
        lines.put(id, new RequirementLine(line));
        Brief brief = board.brief();
        return new Board(
                board.title(),
                new Brief(brief.text(), brief.assumptions(), brief.entities(), brief.operations(), lines),
                board.design(),
                board.script());
    }
}
