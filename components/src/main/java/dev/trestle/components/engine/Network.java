package dev.trestle.components.engine;

/**
 * Where the instances of all nodes stand, how far these places are from each other, and what is cut off from what.
 *
 * <p>A spot is one place at which a node stands. Instance {@code i} of a node with {@code n} spots stands at spot
 * {@code i mod n} of them; a node without spots stands with whoever asks it. Spots are numbered over all nodes.
 * Single-threaded; asking it allocates nothing.
 */
public final class Network {
    /** How far two places are from each other, which is also what a byte between them costs. */
    public static final int IN_ZONE = 0;

    public static final int ACROSS_ZONES = 1;
    public static final int ACROSS_REGIONS = 2;
    public static final int INTERNET = 3;
    /** How many of these distances there are. */
    public static final int DISTANCES = 4;

    /** What lies between the places, by number of the place that a message leaves and of the one that it goes to. */
    public record Map(Wire.Latency[][] latency, long[][] meanNanos, int[][] distance) {}

    private final int[] firstSpot;
    /** By spot. */
    private final int[] place;

    private final Map map;
    /** Bytes that a node's own instances sent each other, by node and distance. */
    private final long[][] ownBytes;
    /** By spot and spot: whether nothing that leaves the first gets to the second; null while nothing is cut. */
    private boolean[][] blocked;

    /** A network without distances, where everything stands at one place. */
    Network() {
        this(new int[0][], new Map(null, null, null));
    }

    /** @param places by node: the places where it stands, as numbers of the map; none for a node that stands with its callers */
    public Network(int[][] places, Map map) {
        this.map = map;
        firstSpot = new int[places.length + 1];
        for (int node = 0; node < places.length; node++) {
            firstSpot[node + 1] = firstSpot[node] + places[node].length;
        }
        place = new int[firstSpot[places.length]];
        for (int node = 0; node < places.length; node++) {
            System.arraycopy(places[node], 0, place, firstSpot[node], places[node].length);
        }
        ownBytes = new long[places.length][DISTANCES];
    }

    /** How many spots there are. */
    public int spots() {
        return place.length;
    }

    /** How many spots a node has. */
    public int spots(int node) {
        return node + 1 < firstSpot.length ? firstSpot[node + 1] - firstSpot[node] : 1;
    }

    /** The number of a node's first spot; the others follow it. */
    public int firstSpot(int node) {
        return firstSpot[node];
    }

    /** The number of the place that a spot is at. */
    public int place(int spot) {
        return place[spot];
    }

    /** Cuts spots off from others: by the spot that a message leaves and the one that it goes to; null heals all. */
    public void block(boolean[][] now) {
        blocked = now;
    }

    /** Whether anything is cut off from anything. */
    boolean isCut() {
        return blocked != null;
    }

    boolean blocks(int from, int to) {
        return blocked != null && from >= 0 && to >= 0 && blocked[from][to];
    }

    Wire.Latency latency(int from, int to) {
        return map.latency[place[from]][place[to]];
    }

    int distance(int from, int to) {
        return map.distance[place[from]][place[to]];
    }

    private int spot(int node, int instance) {
        return firstSpot[node] + instance % spots(node);
    }

    /** Whether a message of one instance of a node gets to another one. */
    public boolean joins(int node, int from, int to) {
        return blocked == null || !blocked[spot(node, from)][spot(node, to)];
    }

    /** Whether two instances of different nodes hear each other. */
    public boolean hear(int node, int instance, int other, int otherInstance) {
        if (blocked == null || spots(node) == 0 || spots(other) == 0) {
            return true;
        }
        int one = spot(node, instance);
        int two = spot(other, otherInstance);
        return !blocked[one][two] && !blocked[two][one];
    }

    /** Mean time that a message takes between two instances of a node beyond what it takes within a zone, in nanoseconds. */
    public long apartNanos(int node, int from, int to, Chance chance) {
        if (spots(node) <= 1) {
            return 0;
        }
        int a = spot(node, from);
        int b = spot(node, to);
        return place[a] == place[b] ? 0 : latency(a, b).sample(chance);
    }

    /** Books bytes that an instance of a node sends to another one. */
    public void carried(int node, int from, int to, long bytes) {
        if (spots(node) > 1) {
            ownBytes[node][distance(spot(node, from), spot(node, to))] += bytes;
        }
    }

    /** Bytes that the instances of a node sent each other over that distance. */
    public long ownBytes(int node, int distance) {
        return ownBytes[node][distance];
    }

    /** The spot that a call came from, or -1 where that makes no difference. */
    public int spotOf(Call call) {
        return call.from;
    }

    /** Mean one-way time from where the call came from to the nearest spot of a node, cut off or not, in nanoseconds. */
    public long nearestNanos(Call call, int node) {
        long best = -1;
        for (int spot = firstSpot[node]; call.from >= 0 && spot < firstSpot[node + 1]; spot++) {
            long nanos = meanNanos(call.from, spot);
            best = best < 0 || nanos < best ? nanos : best;
        }
        return Math.max(0, best);
    }

    /** Mean one-way time from where the call came from to an instance of a node, in nanoseconds; -1 when cut off. */
    public long nanosTo(Call call, int node, int instance) {
        int to = spot(node, instance);
        return blocks(call.from, to) ? -1 : call.from < 0 ? 0 : meanNanos(call.from, to);
    }

    private long meanNanos(int from, int to) {
        return map.meanNanos[place[from]][place[to]];
    }

    /** Of some spots in a row, the nearest one that can be reached from a spot; the first one when none can. */
    private int nearest(int from, int first, int count) {
        if (from < 0) {
            return first;
        }
        int best = -1;
        for (int spot = first; spot < first + count; spot++) {
            if (!blocks(from, spot) && (best < 0 || meanNanos(from, spot) < meanNanos(from, best))) {
                best = spot;
            }
        }
        return best < 0 && count > 0 ? first : best;
    }

    /** Finds out from which spot to which one a call goes on its wire; asks the end which instance it is for. */
    void aim(Call call, Wire wire) {
        Call asker = call.parent;
        boolean known = asker != null && asker.node == wire.from;
        if (wire.fromSpots == 0) {
            call.from = known ? asker.from : -1;
        } else if (wire.fromSpots == 1) {
            call.from = wire.fromSpot;
        } else if (known && asker.instance >= 0) {
            call.from = wire.fromSpot + asker.instance % wire.fromSpots;
        } else {
            // A node that has no instances of its own is met wherever it is nearest.
            call.from = known && asker.to >= 0
                    ? asker.to
                    : nearest(wire.toSpots > 0 ? wire.toSpot : -1, wire.fromSpot, wire.fromSpots);
        }
        if (call.instance == Call.ANY) {
            call.instance = wire.to.choose(call);
        }
        if (wire.toSpots == 0) {
            call.to = call.from;
        } else if (call.instance >= 0) {
            call.to = wire.toSpot + call.instance % wire.toSpots;
        } else {
            call.to = nearest(call.from, wire.toSpot, wire.toSpots);
        }
    }

    /** The answer leaves where the call has been worked on. */
    void aimBack(Call call, Wire wire) {
        if (wire.toSpots > 0 && call.instance >= 0) {
            call.to = wire.toSpot + call.instance % wire.toSpots;
        }
    }
}
