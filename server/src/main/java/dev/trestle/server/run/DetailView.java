package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.report.Curves;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run shows of components beyond their load, as tables: caches at other sizes, balance, lags. */
record DetailView(List<CacheRow> caches, List<BalanceRow> balances, List<LagRow> lags) {
    /** The share of reads that miss, at the size that the cache has and at others. */
    record CacheRow(
            String id,
            String name,
            String size,
            String measured,
            String tenth,
            String half,
            String twice,
            String tenfold,
            String note) {}

    record BalanceRow(String id, String name, String what, String parts, String maxOverMean, String deviation) {}

    record LagRow(String id, String name, String what, String p50, String p90, String p99, String max) {}

    static DetailView of(JsonNode nodes, Map<String, String> labels) {
        DetailView view = new DetailView(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        nodes.properties().forEach(entry -> {
            String id = entry.getKey();
            view.add(id, labels.getOrDefault(id, id), entry.getValue());
        });
        return view;
    }

    private void add(String id, String name, JsonNode node) {
        if (node.has("missCurve")) caches.add(cache(id, name, node.path("missCurve")));
        for (JsonNode balance : node.path("balance")) {
            balances.add(new BalanceRow(
                    id,
                    name,
                    balance.path("what").asText() + (balance.has("atTheEnd") ? " at the end" : ""),
                    balance.path("parts").asText(),
                    Figures.number(number(balance, "maxOverMean")),
                    Figures.share(number(balance, "relativeDeviation"))));
        }
        if (node.has("lag")) {
            lag(
                    id,
                    name,
                    node.path("lag").path("what").asText(),
                    node.path("lag").path("all"));
            node.path("lag").path("parts").properties().forEach(part -> lag(id, name, part.getKey(), part.getValue()));
        }
    }

    private static CacheRow cache(String id, String name, JsonNode curve) {
        double size = number(curve, "size");
        int instances = curve.path("instances").asInt(1);
        String evicts = curve.path("evicts").asText();
        return new CacheRow(
                id,
                name,
                (instances > 1 ? instances + " × " : "") + Figures.bytes(size),
                Figures.share(number(curve, "measured")),
                Figures.share(Curves.at(curve, size / 10)),
                Figures.share(Curves.at(curve, size / 2)),
                Figures.share(Curves.at(curve, size * 2)),
                Figures.share(Curves.at(curve, size * 10)),
                evicts.equals("LRU") ? "" : "evicts by " + evicts + "; other sizes are those of LRU");
    }

    private void lag(String id, String name, String what, JsonNode lag) {
        lags.add(new LagRow(
                id,
                name,
                what,
                Figures.seconds(number(lag, "p50")),
                Figures.seconds(number(lag, "p90")),
                Figures.seconds(number(lag, "p99")),
                Figures.seconds(number(lag, "max"))));
    }

    private static double number(JsonNode object, String field) {
        return object.path(field).asDouble(Double.NaN);
    }
}
