package dev.trestle.components.fuzz;

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
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A board that a seed fixes, over every kind of the catalog: nodes of every role wired as their ports allow, settings up to
 * their limits, a brief with everything that a step can say, phases with faults, requirements of every form.
 */
final class RandomBoard {
    private final RandomTexts texts;
    private final List<Kind> kinds = List.copyOf(Catalog.standard().kinds());
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Map<String, Area> areas = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();

    private RandomBoard(long seed) {
        texts = new RandomTexts(new SplittableRandom(seed));
    }

    static Board of(long seed) {
        return new RandomBoard(seed).board();
    }

    private Board board() {
        brief();
        design();
        return new Board(
                "Fuzz",
                new Brief(null, Map.of(), entities, operations, requirements()),
                new Design(nodes, links, areas, Map.of()),
                script());
    }

    private void brief() {
        int kindsOfThings = 1 + texts.below(4);
        for (int i = 0; i < kindsOfThings; i++) {
            entities.put("E" + i, entity());
        }
        for (int i = texts.below(3); i > 0; i--) {
            events.add("ev" + i);
        }
        int asked = 1 + texts.below(4);
        int called = texts.below(3);
        List<String> callable = new ArrayList<>();
        for (int i = 0; i < called; i++) {
            callable.add("sub" + i);
        }
        for (int i = 0; i < asked; i++) {
            operations.put("op" + i, new Operation(null, rate(), null, null, steps(callable)));
        }
        for (String event : events) {
            operations.put("on" + event, new Operation(null, null, event, null, steps(callable)));
        }
        if (texts.chance(0.4)) {
            operations.put("tick", new Operation(null, null, null, texts.time(0.01, 1000), steps(callable)));
        }
        for (int i = 0; i < called; i++) {
            // Later ones only, but for a few boards: a circle of calls is a finding, and then there is no run.
            List<String> further = texts.chance(0.03) ? callable : callable.subList(i + 1, called);
            operations.put("sub" + i, new Operation(null, null, null, null, steps(further)));
        }
    }

    private Entity entity() {
        String size = texts.oneOf(List.of("1 B", "100 B", "2 KB", "64 KiB", "5 MB"));
        String count = texts.oneOf(List.of("1", "2", "100", "5000", "100000"));
        if (texts.chance(0.05)) {
            size = texts.oneOf(List.of("1 TB", "1e18 B", "1e30 B", "0 B"));
        }
        if (texts.chance(0.05)) {
            count = texts.oneOf(List.of("0", "1 M", "1 G", "1e12", "1e15", "1e300", "0.001"));
        }
        String popularity = texts.oneOf(List.of(
                "uniform",
                "zipf 1.0",
                "zipf 0.8",
                "zipf 10",
                "zipf 0",
                "latest 1.0",
                "hot 1% takes 50%",
                "hot 100% takes 1%",
                "sequential"));
        return new Entity(texts.chance(0.1) ? null : size, texts.chance(0.03) ? null : count, popularity, null);
    }

    private String rate() {
        if (texts.chance(0.04)) {
            return texts.oneOf(List.of("1e12/s", "1e-12/s", "0/s", "1e300/s", "1e20/day"));
        }
        return texts.number(texts.between(0.1, 3000)) + "/s";
    }

    private List<String> steps(List<String> callable) {
        List<String> steps = new ArrayList<>();
        for (int i = texts.below(5); i > 0; i--) {
            String step = switch (texts.below(10)) {
                case 0, 1, 2, 3 -> "read " + thing();
                case 4, 5 -> "write " + thing() + (texts.chance(0.3) ? " key new" : "");
                case 6 -> (texts.chance(0.5) ? "delete " : "reserve ") + thing();
                case 7 -> callable.isEmpty() ? "read " + thing() : "call " + texts.oneOf(callable);
                default -> events.isEmpty() ? "write " + thing() : "publish " + texts.oneOf(events);
            };
            steps.add(step + options(step));
        }
        return steps;
    }

    private String options(String step) {
        String options = "";
        if (texts.chance(0.15)) {
            options += " x" + (texts.chance(0.05) ? 1_000_000 : 1 + texts.below(12));
        }
        if (texts.chance(0.2)) {
            options += " parallel";
        }
        if (texts.chance(0.15)) {
            options += " if " + (1 + texts.below(100)) + " %";
        }
        return texts.chance(0.1) && !step.contains("key") ? options + " key " + thing() : options;
    }

    private String thing() {
        return texts.oneOf(List.copyOf(entities.keySet()));
    }

    private void design() {
        for (int i = 1 + texts.below(2); i > 0; i--) {
            add(Role.SOURCE);
        }
        if (operations.containsKey("tick")) {
            add(Role.STARTS);
        }
        addUpTo(3, Role.FORWARDS);
        addUpTo(1, Role.EDGE);
        add(Role.HANDLES);
        addUpTo(2, Role.HANDLES);
        addUpTo(2, Role.CACHES);
        add(Role.STORES);
        addUpTo(2, Role.STORES);
        if (!events.isEmpty()) {
            add(Role.QUEUES);
            addUpTo(1, Role.QUEUES);
            add(Role.CONSUMES);
            addUpTo(1, Role.CONSUMES);
        }
        if (texts.chance(0.1)) {
            nodes.put("any", node(texts.oneOf(kinds)));
        }
        wire();
        for (int i = texts.below(3); i > 0; i--) {
            areas.put(
                    "area" + i,
                    new Area(
                            texts.oneOf(List.of("region", "zone", "group")),
                            texts.below(1500),
                            texts.below(300),
                            1 + texts.below(2000),
                            1 + texts.below(800),
                            null,
                            Map.of()));
        }
    }

    private void addUpTo(int most, Role role) {
        for (int i = texts.below(most + 1); i > 0; i--) {
            add(role);
        }
    }

    private void add(Role role) {
        List<Kind> fitting =
                kinds.stream().filter(kind -> kind.roles().contains(role)).toList();
        if (!fitting.isEmpty()) {
            nodes.put("n" + nodes.size(), node(texts.oneOf(fitting)));
        }
    }

    private Node node(Kind kind) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(kind.roles().contains(Role.QUEUES) ? events : entities.keySet());
        for (Param param : kind.params()) {
            // What a node holds stays open mostly: every name left out is a way that is missing.
            double share = param.id().equals("holds") || param.id().equals("events") ? 0.05 : 0.25;
            if (texts.chance(share)) {
                List<String> spoken = param.type() == ParamType.TEXT || param.type() == ParamType.OPERATIONS
                        ? List.copyOf(operations.keySet())
                        : names;
                settings.put(param.id(), texts.value(param, spoken));
            }
        }
        if (texts.chance(0.004) && !kind.params().isEmpty()) {
            settings.put(texts.oneOf(kind.params()).id(), texts.oneOf(RandomTexts.NONSENSE));
        }
        return new Node(kind.id(), null, texts.below(2000), texts.below(600), settings);
    }

    /** Forward mostly, in the order of the roles; a few links go back or leave out what is between. */
    private void wire() {
        List<String> ids = List.copyOf(nodes.keySet());
        for (int from = 0; from < ids.size(); from++) {
            for (int to = 0; to < ids.size(); to++) {
                Kind a = kind(ids.get(from));
                Kind b = kind(ids.get(to));
                double share = from < to ? likely(a, b) : from == to ? 0.002 : 0.04;
                if (fits(a, b) && texts.chance(share)) {
                    links.put("l" + links.size(), new Link(ids.get(from), ids.get(to), null, wireSettings()));
                }
            }
        }
    }

    private static double likely(Kind a, Kind b) {
        boolean onward = a.roles().contains(Role.SOURCE) && b.roles().contains(Role.HANDLES);
        return onward ? 0.6 : 0.85;
    }

    private Kind kind(String node) {
        return Catalog.standard().require(nodes.get(node).kind());
    }

    private static boolean fits(Kind a, Kind b) {
        return a.ports().stream()
                .filter(exit -> exit.direction() == Port.Direction.OUT)
                .anyMatch(exit -> b.ports().stream().anyMatch(exit::leadsTo));
    }

    private Map<String, String> wireSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (texts.chance(0.5)) {
            settings.put("latency", texts.chance(0.5) ? "0 ms" : texts.law());
        }
        if (texts.chance(0.1)) {
            settings.put("bandwidth", texts.oneOf(List.of("1 Gbit/s", "10 MB/s", "1 bit/s", "1e-9 B/s", "1e30 B/s")));
        }
        if (texts.chance(0.1)) {
            settings.put("loss", texts.oneOf(List.of("1 %", "30 %", "100 %", "0 %")));
        }
        if (texts.chance(0.05)) {
            settings.put("only", texts.oneOf(List.of("reads", "writes", "op0", "op0, reads")));
        }
        return settings;
    }

    private Map<String, Phase> script() {
        Map<String, Phase> script = new LinkedHashMap<>();
        int phases = texts.below(4);
        for (int i = 0; i < phases; i++) {
            String length = texts.chance(0.05)
                    ? texts.oneOf(List.of("1 day", "1 ns", "0 s", "10 year", "1e-12 s"))
                    : texts.time(0.01, 200);
            List<String> faults = new ArrayList<>();
            for (int f = texts.below(3); f > 0; f--) {
                faults.add(fault());
            }
            String name = i == 0 && texts.chance(0.3) ? "warm-up" : texts.oneOf(List.of("steady", "spike", "p" + i));
            script.put("p" + i, new Phase("00" + i, name, length, load(), faults));
        }
        return script;
    }

    private String load() {
        return texts.oneOf(List.of(
                "average",
                "peak",
                "2 * peak",
                "0 * peak",
                "500/s",
                "0.001/s",
                "ramp average to peak",
                "ramp 0/s to 300/s",
                "ramp 400/s to 0/s",
                texts.chance(0.1) ? "1e12/s" : "10 * average"));
    }

    private String fault() {
        String node = texts.oneOf(List.copyOf(nodes.keySet()));
        String link = links.isEmpty() ? "l0" : texts.oneOf(List.copyOf(links.keySet()));
        String other = texts.oneOf(List.copyOf(nodes.keySet()));
        String area = areas.isEmpty() ? "area1" : texts.oneOf(List.copyOf(areas.keySet()));
        String instance = texts.chance(0.3) ? " instance " + (1 + texts.below(3)) : "";
        String what = switch (texts.below(texts.chance(0.1) ? 14 : 6)) {
            case 0, 1 -> "crash " + node + instance;
            case 2 -> "recover " + node + instance;
            case 3, 4 -> "slow " + node + instance + " by " + texts.oneOf(List.of("10", "0.1", "1000000", "0.000001"));
            case 5 -> "traffic " + texts.oneOf(List.of("3x", "0.2x", "0.000001x", "1000000x"));
            case 6 -> "drop 20 % on " + link;
            case 7 -> "cut " + node + " from " + other;
            case 8 -> "lose " + area;
            case 9 -> "flush " + node;
            case 10 -> events.isEmpty() ? "skew clock" : "poison " + texts.oneOf(events);
            case 11 -> "fill disk";
            case 12 -> "corrupt " + (texts.chance(0.5) ? "" : "10% of ") + node;
            default -> "chaos every 10 s";
        };
        String at = texts.chance(0.6) ? " at " + texts.time(0.001, 100) : "";
        return what + at + (texts.chance(0.6) ? " for " + texts.time(0.001, 100) : "");
    }

    private Map<String, RequirementLine> requirements() {
        Map<String, RequirementLine> lines = new LinkedHashMap<>();
        for (int i = texts.below(5); i > 0; i--) {
            lines.put("r" + i, new RequirementLine(requirement()));
        }
        return lines;
    }

    /** Of what it has: a check refuses the others. */
    private String measure(String node) {
        Optional<Kind> kind = Catalog.standard().kind(nodes.get(node).kind());
        List<Gauge> gauges =
                kind.map(k -> k.gauges().stream().sorted().toList()).orElse(List.of());
        return gauges.isEmpty()
                ? "headroom > 2"
                : switch (texts.oneOf(gauges)) {
                    case UTILIZATION -> node + " utilization < 80 %";
                    case QUEUE -> node + " queue < 100";
                    case LAG -> node + " lag < 1 s";
                    case HIT_RATIO -> node + " hit ratio > 50 %";
                };
    }

    private String requirement() {
        String operation = texts.oneOf(List.of("op0", "all", "reads", "writes"));
        String entity = thing();
        String node = texts.oneOf(List.copyOf(nodes.keySet()));
        String event = events.isEmpty() ? "ev1" : events.get(0);
        return texts.oneOf(List.of(
                operation + " p99 latency < 300 ms",
                operation + " mean latency < 1 s",
                operation + " availability >= 99.9 %",
                operation + " throughput >= 10/s",
                operation + " error ratio < 1 %",
                entity + " read-your-writes",
                entity + " monotonic-reads",
                entity + " linearizable",
                entity + " fresh within 1 s",
                entity + " never lost",
                entity + " unique",
                entity + " never above 10",
                event + " handled at least once",
                event + " handled exactly once",
                event + " handled in order per key",
                event + " handled within 1 s for p99",
                "op0 idempotent",
                "op0 at most 5/s per client",
                measure(node),
                "survives loss of any instance",
                "recovers within 5 s",
                "headroom > 2",
                "cost < 1000 USD/month"));
    }
}
