package dev.trestle.components.plan;

import dev.trestle.components.engine.Network;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.load.Distribution;
import java.util.LinkedHashMap;
import java.util.Map;

/** The places of a plan in the engine's terms: what lies between any two of them. Immutable, shared by replications. */
public final class Geography {
    private final Placement placement;
    private final int[][] places;
    private final Distribution[][] latency;
    private final Network.Map map;

    Geography(Placement placement) {
        this.placement = placement;
        places = placement.places();
        int count = placement.count();
        latency = new Distribution[count][count];
        Wire.Latency[][] laws = new Wire.Latency[count][count];
        long[][] means = new long[count][count];
        int[][] distances = new int[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                Distribution law = Distribution.duration(placement.latency(i, j));
                latency[i][j] = law;
                laws[i][j] = law::sample;
                means[i][j] = Math.round(law.mean());
                distances[i][j] = placement.distance(i, j);
            }
        }
        map = new Network.Map(laws, means, distances);
    }

    /** Where the nodes of the board stand. */
    public Placement placement() {
        return placement;
    }

    /** Whether a node, by its number, stands with whoever asks it and so nowhere by itself. */
    public boolean movable(int node) {
        return places[node].length == 0;
    }

    /** The network of one replication. */
    Network network() {
        return new Network(places, map);
    }

    /**
     * The law of one-way times between two nodes, as far as one can tell before a run: between those of their places that
     * each pair of instances would meet in, with a coefficient of variation. A node that stands with its callers is met
     * at no distance, and sends from where people are.
     */
    Distribution between(int from, int to, double jitter) {
        if (places[to].length == 0) {
            return Distribution.constant(0);
        }
        Map<Double, Integer> times = new LinkedHashMap<>();
        int[] starts = places[from].length == 0 ? people() : places[from];
        for (int start : starts) {
            for (int end : places[to]) {
                times.merge(latency[start][end].mean() / 1e6, 1, Integer::sum);
            }
        }
        int pairs = starts.length * places[to].length;
        StringBuilder text = new StringBuilder();
        times.forEach((millis, count) -> {
            text.append(text.isEmpty() ? "" : "; ");
            text.append(times.size() == 1 ? "" : 100.0 * count / pairs + "%: ");
            text.append(jitter > 0 ? "lognormal(" + millis + " ms, cv " + jitter + ")" : millis + " ms");
        });
        return Distribution.duration(text.toString());
    }

    private int[] people() {
        return placement.people();
    }
}
