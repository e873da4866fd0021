package dev.trestle.estimator.estimate;

import dev.trestle.estimator.fact.Tiers;
import dev.trestle.estimator.sheet.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How much hardware that takes and what it costs, from the binding constraint.
 *
 * <p>Objects live in an object store and leave through a CDN; rows live in a database, where wanted behind a cache, and
 * pass through the servers. What is which says the design, else the size. Prices and limits are facts; an assumption
 * named like a default replaces it.
 */
final class Sizing {

    private final BriefNumbers brief;
    private final Rates rates;
    private final Volumes volumes;

    Sizing(BriefNumbers brief, Rates rates, Volumes volumes) {
        this.brief = brief;
        this.rates = rates;
        this.volumes = volumes;
    }

    /** The numbers that an assumption of the same name replaces. */
    static void writeDefaults(Book book) {
        book.unless("peak", "1", Shape.COUNT, "no assumption peak: the peak is the average");
        book.unless("replicas", "1", Shape.COUNT, "no assumption replicas");
        book.unless("horizon", "0 s", Shape.TIME, "no assumption horizon");
        book.unless("cacheShare", "20 %", Shape.COUNT, "80/20 rule over what is read in a day: an upper bound");
        book.unless("hitRatio", "0 %", Shape.COUNT, "no assumption hitRatio: every read reaches the database");
        book.unless("spare", "1", Shape.COUNT, "one server may be lost (N+1)");
        book.unless("availability", "99.9 %", Shape.COUNT, "no assumption availability: three nines");
        book.unlessFact("objectSize", "object.size.from", Shape.BYTES);
        book.unlessFact("latency", "service.time", Shape.TIME);
        book.unlessFact("utilization", "service.target-utilization", Shape.COUNT);
        book.unlessFact("ratePerServer", "service.rate.per-4-vcpu", Shape.RATE);
    }

    void write(Book book) {
        cache(book);
        servers(book);
        shards(book);
        cost(book);
        book.standard("availability.budget", "(1 - availability) * 1 month", Shape.TIME);
    }

    /** The hottest share of what is read in a day, at most of what there is, with the overhead of each key. */
    private void cache(Book book) {
        List<String> terms = new ArrayList<>();
        for (String name : cachedReads()) {
            String cell = Rates.cell(name);
            terms.add("cacheShare * min(" + cell + ".total, " + cell + ".reads * 1 day) * (" + cell + ".size + "
                    + book.fact("cache.key.bytes") + ")");
        }
        book.standard("cache.memory", Book.sum(terms, "0 B"), Shape.BYTES);
    }

    private List<String> cachedReads() {
        return brief.entities().keySet().stream()
                .filter(name -> brief.entities().get(name).size() != null && volumes.isCached(name))
                .filter(name -> !volumes.accesses(name, Rates::average, "read").isEmpty())
                .toList();
    }

    /** Little's law gives the requests in flight; the most demanding of rate, concurrency and bandwidth binds. */
    private void servers(Book book) {
        List<String> handled =
                rates.peaks(name -> !volumes.bypassesServers(brief.operations().get(name)));
        book.helper("servers.requests", Book.sum(handled, "0/s"), Shape.RATE, "brief");
        book.standard("connections", "ceil(servers.requests * latency)", Shape.COUNT);
        book.standard("servers.forRate", "servers.requests / (ratePerServer * utilization)", Shape.COUNT);
        String workers = book.fact("service.workers");
        book.standard("servers.forConnections", "connections / (" + workers + " * utilization)", Shape.COUNT);
        String bandwidth = "(ingress.average + egress.rows) * peak / (" + book.fact("network.instance.bandwidth")
                + " * utilization)";
        book.standard("servers.forBandwidth", bandwidth, Shape.COUNT);
        book.standard(
                "servers",
                "ceil(max(servers.forRate, servers.forConnections, servers.forBandwidth)) + spare",
                Shape.COUNT);
    }

    private void shards(Book book) {
        Predicate<String> row = name -> !volumes.isObject(name);
        List<String> writes = new ArrayList<>();
        List<String> reads = new ArrayList<>();
        brief.entities().keySet().stream().filter(row).forEach(name -> {
            reads.addAll(volumes.accesses(name, Rates::peak, "read"));
            for (String verb : List.of("write", "reserve", "delete")) {
                writes.addAll(volumes.accesses(name, Rates::peak, verb));
            }
        });
        book.helper("rows.reads", Book.sum(reads, "0/s"), Shape.RATE, "brief");
        book.helper("rows.writes", Book.sum(writes, "0/s"), Shape.RATE, "brief");
        book.standard("shards.forBytes", "storage.rows / " + book.fact("sql.node.bytes"), Shape.COUNT);
        book.standard("shards.forWrites", "rows.writes / (" + book.fact("sql.writes") + " * utilization)", Shape.COUNT);
        book.standard(
                "shards.forReads",
                "rows.reads * (1 - hitRatio) / (" + book.fact("sql.reads") + " * utilization)",
                Shape.COUNT);
        boolean none = brief.entities().keySet().stream().noneMatch(row);
        book.standard(
                "shards",
                none ? "0" : "max(1, ceil(max(shards.forBytes, shards.forWrites, shards.forReads)))",
                Shape.COUNT);
    }

    /** A month's bill: 730 h of everything provisioned, the average and not the peak volume of everything used. */
    private void cost(Book book) {
        String hours = " * " + book.fact("billing.hours-per-month") + " * 1 month";
        book.standard("cost.servers", "servers * 4 * " + book.fact("compute.vcpu.price") + hours, Shape.MONEY);
        String copies = "shards * 2 * 4 * " + book.fact("sql.vcpu.price") + hours;
        String rows = "storage.rows * 2 * " + book.fact("sql.storage.price") + " * 1 month";
        book.standard("cost.database", copies + " + " + rows, Shape.MONEY);
        book.standard("cost.cache", "cache.memory * " + book.fact("cache.gib.price") + hours, Shape.MONEY);
        book.standard("cost.objects", "(" + tiers(book, Tiers.OBJECTS, "storage.objects") + ") * 1 month", Shape.MONEY);
        book.helper("egress.objectsPerMonth", "egress.objects" + hours, Shape.BYTES, "brief");
        book.helper("egress.rowsPerMonth", "egress.rows" + hours, Shape.BYTES, "brief");
        book.standard(
                "cost.egress",
                tiers(book, Tiers.CDN, "egress.objectsPerMonth") + " + "
                        + tiers(book, Tiers.INTERNET, "egress.rowsPerMonth"),
                Shape.MONEY);
        book.standard("cost.requests", requests(book, hours), Shape.MONEY);
        book.standard(
                "cost.perMonth",
                "cost.servers + cost.database + cost.cache + cost.objects + cost.egress + cost.requests",
                Shape.MONEY);
    }

    private static String tiers(Book book, Tiers tiers, String bytes) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < tiers.count(); i++) {
            boolean last = i == tiers.count() - 1;
            String upTo = last ? bytes : "min(" + bytes + ", " + Weights.text(tiers.fromGb(i + 1)) + " GB)";
            String volume = i == 0 ? upTo : "max(0 B, " + upTo + " - " + Weights.text(tiers.fromGb(i)) + " GB)";
            terms.add(book.fact(tiers.factId(i)) + " * " + volume);
        }
        return Book.sum(terms, "0 USD");
    }

    private String requests(Book book, String hours) {
        List<String> terms = new ArrayList<>();
        for (String name : brief.entities().keySet()) {
            if (volumes.isObject(name)) {
                String cell = Rates.cell(name);
                terms.add(cell + ".writes * " + book.fact("object.put.price") + hours);
                terms.add(cell + ".reads * " + book.fact("cdn.request.price") + hours);
            }
        }
        return Book.sum(terms, "0 USD");
    }
}
