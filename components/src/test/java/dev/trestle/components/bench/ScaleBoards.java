package dev.trestle.components.bench;

import java.util.Locale;

/**
 * The boards of {@link ScaleBench}: the way of a request is equally long on all of them. Either one service of many instances is
 * drawn, or as many nodes as there are; every server is asked 1,000 times a second, or all together as often as ten of those.
 */
enum ScaleBoards {
    /** Clients, a balancer, a service of n instances, a cache of n / 50 and a database of n / 20 shards. */
    INSTANCES(false, false),
    /** Clients, a balancer, and for every eight services, each an instance, a cache and a database: n servers and stores in all. */
    NODES(true, false),
    /** The instances, asked 10,000 times a second together: what their number costs apart from what a larger load does. */
    INSTANCES_SAME_LOAD(false, true),
    /** The nodes, asked as often together as ten of them are. */
    NODES_SAME_LOAD(true, true);

    private static final int GROUP = 10;

    private final boolean nodes;
    private final boolean sameLoad;

    ScaleBoards(boolean nodes, boolean sameLoad) {
        this.nodes = nodes;
        this.sameLoad = sameLoad;
    }

    /** The board with n instances, or n nodes; its measured phase lasts so long. */
    String board(int n, double seconds) {
        return nodes
                ? board(asked(n), 10_000, seconds, nodes(n))
                : board(asked(n), asked(n) * 1_000, seconds, instances(n));
    }

    /** How many times 1,000 requests arrive a second. */
    int asked(int n) {
        int of = sameLoad ? GROUP : n;
        return nodes ? of / GROUP * (GROUP - 2) : of;
    }

    /** A node that a requirement may name. */
    private String servers() {
        return nodes ? "app0x0" : "app";
    }

    private static Drawn instances(int n) {
        String nodes = """
                  "app": {"kind": "service",
                          "settings": {"instances": "%d", "workers": "64", "serviceTime": "exponential(8 ms)"}},
                  "cache": {"kind": "cache", "settings": {"instances": "%d", "threads": "8", "capacity": "%d KB"}},
                  "db": {"kind": "sql-database", "settings": {"shards": "%d"}}
                """.formatted(n, atLeastOne(n / 50), 600 * n / atLeastOne(n / 50), atLeastOne(n / 20));
        String links = """
                  "l2": {"from": "lb", "to": "app"}, "l3": {"from": "app", "to": "cache"}, "l4": {"from": "app", "to": "db"}
                """;
        return new Drawn(nodes, links);
    }

    private static Drawn nodes(int n) {
        StringBuilder nodes = new StringBuilder();
        StringBuilder links = new StringBuilder();
        for (int group = 0; group < n / GROUP; group++) {
            nodes.append(group == 0 ? "" : ",\n").append("""
                            "cache%1$d": {"kind": "cache", "settings": {"threads": "8", "capacity": "6 MB"}},
                            "db%1$d": {"kind": "sql-database"}""".formatted(group));
            for (int i = 0; i < GROUP - 2; i++) {
                String app = group + "x" + i;
                nodes.append(",\n\"app")
                        .append(app)
                        .append("\": {\"kind\": \"service\", \"settings\": ")
                        .append("{\"instances\": \"1\", \"workers\": \"64\", \"serviceTime\": \"exponential(8 ms)\"}}");
                links.append(links.length() == 0 ? "" : ",\n").append("""
                                "a%1$s": {"from": "lb", "to": "app%1$s"},
                                "b%1$s": {"from": "app%1$s", "to": "cache%2$d"},
                                "c%1$s": {"from": "app%1$s", "to": "db%2$d"}""".formatted(app, group));
            }
        }
        return new Drawn(nodes.toString(), links.toString());
    }

    /** What differs between boards: their nodes behind the balancer, and the links to them. */
    record Drawn(String nodes, String links) {}

    private static int atLeastOne(int n) {
        return Math.max(1, n);
    }

    private String board(int servers, int keys, double seconds, Drawn drawn) {
        return String.format(
                Locale.ROOT, """
                {"format": "trestle/1", "title": "%1$d servers",
                 "brief": {
                   "entities": {"Item": {"size": "1 KB", "count": "%7$d", "popularity": "zipf 1.0"},
                                "Note": {"size": "1 KB", "count": "%7$d", "popularity": "uniform"}},
                   "operations": {"look": {"rate": "%1$d * 900/s", "steps": ["read Item"]},
                                  "save": {"rate": "%1$d * 100/s", "steps": ["write Note"]}},
                   "requirements": {
                     "r1": {"is": "look p99 latency < 100 ms in steady"},
                     "r2": {"is": "all availability >= 99.9 %%"},
                     "r3": {"is": "all throughput > %2$d/s"},
                     "r4": {"is": "%3$s utilization < 80 %%"}}},
                 "design": {
                   "nodes": {
                     "people": {"kind": "clients"},
                     "lb": {"kind": "load-balancer", "settings": {"algorithm": "two-choices"}},
                     %4$s},
                   "links": {
                     "l1": {"from": "people", "to": "lb"},
                     %5$s}},
                 "script": {"p1": {"order": "b", "phase": "steady", "for": "%6$s s", "load": "average"}}}
                """, servers, servers * 950, servers(), drawn.nodes(), drawn.links(), seconds, keys);
    }
}
