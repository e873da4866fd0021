package dev.trestle.estimator.estimate;

import dev.trestle.estimator.sheet.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How much hardware that takes and what it costs, from the binding constraint.
 *
 * <p>Large objects live in an object store and leave through a CDN; rows live in a database behind a cache and pass
 * through the servers. Prices and limits are facts; an assumption named like a default replaces it.
 */
final class Sizing {

    private static final String[] CDN_TIERS = {
        "cdn.gb.price",
        "cdn.gb.price.10tb",
        "cdn.gb.price.50tb",
        "cdn.gb.price.150tb",
        "cdn.gb.price.500tb",
        "cdn.gb.price.1pb",
        "cdn.gb.price.5pb"
    };
    /** Where each tier but the first begins; CloudFront counts 10 TB as 10,240 GB and so on. */
    private static final String[] CDN_FROM = {
        "10240 GB", "51200 GB", "153600 GB", "512000 GB", "1048576 GB", "5242880 GB"
    };

    private final BriefNumbers brief;
    private final Volumes volumes;

    Sizing(BriefNumbers brief, Volumes volumes) {
        this.brief = brief;
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
        for (String name : readRows()) {
            String cell = Rates.cell(name);
            terms.add("cacheShare * min(" + cell + ".total, " + cell + ".reads * 1 day) * (" + cell + ".size + "
                    + book.fact("cache.key.bytes") + ")");
        }
        book.standard("cache.memory", Book.sum(terms, "0 B"), Shape.BYTES);
    }

    private List<String> readRows() {
        return brief.entities().keySet().stream()
                .filter(name -> brief.entities().get(name).size() != null && !volumes.isObject(name))
                .filter(name -> !volumes.accesses(name, Rates::average, "read").isEmpty())
                .toList();
    }

    /** Little's law gives the requests in flight; the most demanding of rate, concurrency and bandwidth binds. */
    private void servers(Book book) {
        book.standard("connections", "ceil(all.peak * latency)", Shape.COUNT);
        book.standard("servers.forRate", "all.peak / (ratePerServer * utilization)", Shape.COUNT);
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
        book.standard(
                "cost.objects", "storage.objects * " + book.fact("object.storage.price") + " * 1 month", Shape.MONEY);
        book.helper("egress.perMonth", "egress.average * 1 month", Shape.BYTES, "brief");
        book.standard("cost.egress", tiers(book), Shape.MONEY);
        book.standard("cost.requests", requests(book), Shape.MONEY);
        book.standard(
                "cost.perMonth",
                "cost.servers + cost.database + cost.cache + cost.objects + cost.egress + cost.requests",
                Shape.MONEY);
    }

    private static String tiers(Book book) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < CDN_TIERS.length; i++) {
            String upTo = i < CDN_FROM.length ? "min(egress.perMonth, " + CDN_FROM[i] + ")" : "egress.perMonth";
            String volume = i == 0 ? upTo : "max(0 B, " + upTo + " - " + CDN_FROM[i - 1] + ")";
            terms.add(book.fact(CDN_TIERS[i]) + " * " + volume);
        }
        return Book.sum(terms, "0 USD");
    }

    private String requests(Book book) {
        List<String> terms = new ArrayList<>();
        for (String name : brief.entities().keySet()) {
            if (volumes.isObject(name)) {
                String cell = Rates.cell(name);
                terms.add(cell + ".writes * " + book.fact("object.put.price") + " * 1 month");
                terms.add(cell + ".reads * " + book.fact("cdn.request.price") + " * 1 month");
            }
        }
        return Book.sum(terms, "0 USD");
    }
}
