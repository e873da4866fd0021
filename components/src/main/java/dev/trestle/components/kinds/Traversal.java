package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.load.Distribution;

/**
 * Traversals of a graph with hubs: a read walks from its key to neighbours and their neighbours, and pays for each edge.
 *
 * <p>The graph is fixed by hashes of its keys: the number of edges of a vertex follows a Pareto law of shape 2.5 and the
 * given mean, and they lead to vertices chosen evenly. The same key so costs the same each time, and hubs cost most.
 */
final class Traversal implements Work {
    private static final double SHAPE = 2.5;

    private final Distribution read;
    private final Distribution write;
    private final double edgeNanos;
    private final int hops;
    private final double scale;
    private final long limit;
    private final long[] counts;
    private long edges;

    /**
     * @param edgeNanos time for each edge that is followed
     * @param hops how far a read goes, at least 0
     * @param degree mean number of edges of a vertex
     * @param limit edges at which a read stops
     * @param counts vertices, by entity
     */
    Traversal(
            Distribution read,
            Distribution write,
            double edgeNanos,
            int hops,
            double degree,
            long limit,
            long[] counts) {
        this.read = read;
        this.write = write;
        this.edgeNanos = edgeNanos;
        this.hops = hops;
        this.scale = degree * (SHAPE - 1) / SHAPE;
        this.limit = limit;
        this.counts = counts;
    }

    /**
     * The time of a walk: T(h) = D (1 + T(h-1)) edges in the mean, each neighbour's walk on its own (a branching process);
     * the Pareto law of D has the variance s^2 a / ((a - 1)^2 (a - 2)), with its scale s and shape a.
     */
    static WorkTime time(double edgeSeconds, int hops, double degree) {
        double scale = degree * (SHAPE - 1) / SHAPE;
        double variance = scale * scale * SHAPE / ((SHAPE - 1) * (SHAPE - 1) * (SHAPE - 2));
        WorkTime walk = WorkTime.always(0);
        for (int i = 0; i < hops; i++) {
            walk = WorkTime.always(edgeSeconds).then(walk).times(degree, variance);
        }
        return walk;
    }

    @Override
    public long nanos(Call call, Chance chance) {
        if (call.verb != Call.READ) {
            return write.sample(chance);
        }
        return read.sample(chance) + (long) (edgeNanos * edges(call.subject, call.key));
    }

    /** Edges that a walk from the vertex follows. */
    long edges(int entity, long key) {
        edges = 0;
        walk(entity, key, hops);
        return edges;
    }

    private void walk(int entity, long vertex, int left) {
        if (left == 0) {
            return;
        }
        long hash = HashRing.mix(vertex + 0x5851F42D4C957F2DL * (entity + 1));
        long degree = degree(hash);
        edges = Math.min(limit, edges + degree);
        for (long i = 0; left > 1 && i < degree && edges < limit; i++) {
            walk(entity, (HashRing.mix(hash + i) >>> 1) % counts[entity], left - 1);
        }
    }

    /** By inversion; rounded up or down by the hash so that the mean stays. */
    private long degree(long hash) {
        double u = ((hash >>> 12) + 0.5) * 0x1p-52;
        double exact = scale * StrictMath.exp(-StrictMath.log(u) / SHAPE);
        double part = (HashRing.mix(~hash) >>> 11) * 0x1p-53;
        return (long) (exact + part);
    }
}
