package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.load.Distribution;

/**
 * Traversals of a graph with hubs: a read walks from its key to neighbours and their neighbours, and pays for each edge.
 *
 * <p>The graph is fixed by hashes of its keys: the number of edges of a vertex follows a Pareto law of shape 2.5 and the
 * given mean, and they lead to vertices chosen evenly. The same key so costs the same each time, and hubs cost most.
 *
 * <p>Where there are several shards, the edges of a vertex lie in its own. A walk goes on in the shard in which it began, hop
 * by hop, and asks the others together for the vertices of a hop that are theirs.
 */
final class Traversal implements Work {
    private static final double SHAPE = 2.5;

    private final Distribution read;
    private final Distribution write;
    private final Walk walk;
    private final double scale;
    private final long[] counts;
    private Resharding places;
    private long edges;
    /** The shard of the walk's first vertex. */
    private int home;
    /** A bit for each hop that needed a vertex of another shard. */
    private int crossed;

    /**
     * How far reads go, and what it takes.
     *
     * @param edgeNanos time for each edge that is followed
     * @param crossNanos time of each hop that needs vertices of other shards
     * @param hops how far a read goes, at least 0
     * @param degree mean number of edges of a vertex
     * @param limit edges at which a read stops
     */
    record Walk(double edgeNanos, long crossNanos, int hops, double degree, long limit) {}

    /** @param counts vertices, by entity */
    Traversal(Distribution read, Distribution write, Walk walk, long[] counts) {
        this.read = read;
        this.write = write;
        this.walk = walk;
        this.scale = fewestEdges(walk.degree());
        this.counts = counts;
    }

    /** Edges that every vertex has at least, before rounding: the scale of the Pareto law. */
    static double fewestEdges(double degree) {
        return degree * (SHAPE - 1) / SHAPE;
    }

    /**
     * The time of a walk: T(h) = D (1 + T(h-1)) edges in the mean, each neighbour's walk on its own (a branching process);
     * the Pareto law of D has the variance s^2 a / ((a - 1)^2 (a - 2)), with its scale s and shape a.
     */
    static WorkTime time(double edgeSeconds, int hops, double degree) {
        double scale = fewestEdges(degree);
        double variance = scale * scale * SHAPE / ((SHAPE - 1) * (SHAPE - 1) * (SHAPE - 2));
        WorkTime walk = WorkTime.always(0);
        for (int i = 0; i < hops; i++) {
            walk = WorkTime.always(edgeSeconds).then(walk).times(degree, variance);
        }
        return walk;
    }

    @Override
    public void over(Rows rows, Resharding placesOfKeys) {
        places = placesOfKeys;
    }

    @Override
    public long nanos(Call call, Chance chance) {
        if (call.verb != Call.READ) {
            return write.sample(chance);
        }
        long along = (long) (walk.edgeNanos() * edges(call.subject, call.key));
        return read.sample(chance) + along + walk.crossNanos() * Integer.bitCount(crossed);
    }

    /** Edges that a walk from the vertex follows. */
    long edges(int entity, long key) {
        edges = 0;
        crossed = 0;
        home = shard(entity, key);
        walk(entity, key, walk.hops());
        return edges;
    }

    private int shard(int entity, long vertex) {
        return places == null || places.shards() == 1 ? 0 : places.shard(entity, vertex);
    }

    private void walk(int entity, long vertex, int left) {
        if (left == 0) {
            return;
        }
        int hop = 1 << left;
        if ((crossed & hop) == 0 && shard(entity, vertex) != home) {
            crossed |= hop;
        }
        long hash = HashRing.mix(vertex + 0x5851F42D4C957F2DL * (entity + 1));
        long degree = degree(hash);
        edges = Math.min(walk.limit(), edges + degree);
        for (long i = 0; left > 1 && i < degree && edges < walk.limit(); i++) {
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
