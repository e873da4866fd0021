package dev.trestle.components.engine;

/**
 * A link of the design as the engine sees it: it delays, loses and counts what passes in both directions.
 *
 * <p>Each direction is a line of its own: a message waits until those before it are sent, takes its bytes divided by the
 * bandwidth to be sent, and then a sampled one-way latency. Where its ends stand at several places, the latency follows
 * the instances that talk to each other.
 */
public final class Wire {
    /** A source of one-way latencies, in nanoseconds. */
    public interface Latency {
        /** The next latency in nanoseconds, at least 0. */
        long sample(Chance chance);
    }

    /**
     * How a connection sends again what nobody acknowledges: waits double, and after so many tries the connection is broken.
     *
     * @param firstNanos wait of data before it is sent again for the first time
     * @param connectNanos wait of an attempt to connect
     * @param longestNanos what no wait exceeds
     * @param tries how often data is sent again, {@code connectTries} an attempt to connect, and {@code orphanTries} what was
     *     sent on behalf of somebody who does not wait any more
     */
    public record Resending(
            long firstNanos, long connectNanos, long longestNanos, int tries, int connectTries, int orphanTries) {
        /** How long the call waits for a sign that it, or its answer, has arrived. */
        long wait(Call call) {
            long first = call.connects ? connectNanos : firstNanos;
            return call.resends >= Long.SIZE - 1 || first > longestNanos >> call.resends
                    ? longestNanos
                    : first << call.resends;
        }

        /** Whether it has been sent as often as it ever is. */
        boolean isOver(Call call) {
            return call.resends > (call.connects ? connectTries : call.parentWaits() ? tries : orphanTries);
        }
    }

    public final int index;
    public final Behaviour from;
    public final Behaviour to;
    private final Latency latency;
    private final Chance chance;
    /** Nanoseconds a byte takes; 0 where the bandwidth is not limited. */
    private final double nanosPerByte;
    /** Share of messages that are lost, 0 to 1. */
    private final double loss;

    /** Messages sent forward, and the bytes of both directions. */
    public long calls;

    public long bytesForward;
    public long bytesBack;
    /** Messages that were lost, and those of them that were sent again. */
    public long lost;

    public long resent;
    /** Time in which bytes were being sent forward and back, in nanoseconds: what a line is used for. */
    public long busyForward;

    public long busyBack;
    /** When the line is free, by direction. */
    private long freeForward;

    private long freeBack;

    /** Where its ends stand, set by {@link #place}; -1 and one spot without a network. */
    int fromSpot = -1;

    int fromSpots = 1;
    int toSpot = -1;
    int toSpots = 1;
    private Network network;
    /** Whether who talks to whom matters: an end stands at several places, or with its callers. */
    boolean spread;
    /** Whether the latency follows the places of those who talk; else it is the wire's own. */
    private boolean byPlace;
    /** Bytes of spread wires by distance, see {@link Network}; the ends pay for them. */
    private final long[] forwardOver = new long[Network.DISTANCES];

    private final long[] backOver = new long[Network.DISTANCES];

    /** What multiplies latencies by place, in nanoseconds a second; null for nothing. */
    private Latency jitter;

    /** Null where what is lost stays lost. */
    private Resending resending;
    /** What a fault does to this wire: extra loss, 0 to 1, and whether nothing passes. */
    public double extraLoss;

    public boolean cut;
    /** A fault's factor on the latency. */
    public double slowness = 1;
    /** What does not pass, by direction. */
    private boolean cutForward;

    private boolean cutBack;
    /** Whether it neither queues nor loses, and joins two places that are not cut off from each other. */
    private boolean plain;

    /**
     * @param bytesPerSecond bandwidth of each direction, or 0 for no limit
     * @param loss share of messages lost, 0 to 1
     */
    public Wire(
            int index,
            Behaviour from,
            Behaviour to,
            Latency latency,
            double bytesPerSecond,
            double loss,
            Chance chance) {
        this.index = index;
        this.from = from;
        this.to = to;
        this.latency = latency;
        this.nanosPerByte = bytesPerSecond > 0 ? 1e9 / bytesPerSecond : 0;
        this.loss = loss;
        this.chance = chance;
        simplify();
    }

    /** Puts the wire into a network; {@code byPlace}: its latency is that between the places of those who talk. */
    public void place(Network into, boolean byPlace) {
        network = into;
        this.byPlace = byPlace;
        fromSpots = into.spots(from.node);
        toSpots = into.spots(to.node);
        fromSpot = into.firstSpot(from.node);
        toSpot = into.firstSpot(to.node);
        spread = fromSpots != 1 || toSpots != 1;
        simplify();
    }

    /** Latencies by place vary by a factor: samples of this law over a second. */
    public void jitters(Latency overOneSecond) {
        jitter = overOneSecond;
    }

    /** What is lost is sent again; or it stays lost, with null. */
    public void resends(Resending how) {
        resending = how;
    }

    Resending resending() {
        return resending;
    }

    /** Lets nothing pass, by direction. For wires whose ends stand at several places the network knows what is cut. */
    public void cut(boolean forward, boolean back) {
        cutForward = forward;
        cutBack = back;
        simplify();
    }

    private void simplify() {
        plain = nanosPerByte == 0 && loss == 0 && !cutForward && !cutBack && !spread;
    }

    /** Whether a message takes its latency and nothing else can happen to it. */
    private boolean isPlain() {
        return plain && extraLoss == 0 && slowness == 1 && !cut;
    }

    /** The delay of a call on its way, in nanoseconds; -1 when it is lost. */
    long forward(Call call, long now) {
        bytesForward += call.sentBytes;
        return isPlain() ? latency.sample(chance) : pass(call, true, now);
    }

    /** The delay of its answer. */
    long back(Call call, long now) {
        bytesBack += call.replyBytes;
        return isPlain() ? latency.sample(chance) : pass(call, false, now);
    }

    private long pass(Call call, boolean forward, long now) {
        Latency law = latency;
        long bytes = forward ? call.sentBytes : call.replyBytes;
        if (spread) {
            if (forward) {
                network.aim(call, this);
            } else {
                network.aimBack(call, this);
            }
            int distance = call.from < 0 || call.to < 0 ? Network.IN_ZONE : network.distance(call.from, call.to);
            (forward ? forwardOver : backOver)[distance] += bytes;
            law = byPlace ? law(call, forward) : latency;
        }
        if (isCut(call, forward)) {
            lost++;
            return -1;
        }
        long sent = nanosPerByte == 0 ? 0 : transfer(bytes, forward, now);
        double share = extraLoss == 0 ? loss : 1 - (1 - loss) * (1 - extraLoss);
        if (share > 0 && chance.uniform() < share) {
            lost++;
            return -1;
        }
        long nanos = law == null ? 0 : law.sample(chance);
        if (jitter != null && law != latency && nanos > 0) {
            nanos = (long) (nanos * (jitter.sample(chance) / 1e9));
        }
        return sent + (slowness == 1 ? nanos : Math.min(Agenda.LAST, (long) (nanos * slowness)));
    }

    /** Null between a node that stands with its callers and them. */
    private Latency law(Call call, boolean forward) {
        if (call.from < 0 || call.to < 0 || toSpots == 0) {
            return null;
        }
        return forward ? network.latency(call.from, call.to) : network.latency(call.to, call.from);
    }

    /** Takes the line for the time that the bytes need; how long it takes until they are sent. */
    private long transfer(long bytes, boolean forward, long now) {
        long needs = Math.min(Agenda.LAST, (long) (bytes * nanosPerByte));
        if (forward) {
            freeForward = Math.min(Agenda.LAST, Math.max(freeForward, now) + needs);
            busyForward = Math.min(Agenda.LAST, busyForward + needs);
            return freeForward - now;
        }
        freeBack = Math.min(Agenda.LAST, Math.max(freeBack, now) + needs);
        busyBack = Math.min(Agenda.LAST, busyBack + needs);
        return freeBack - now;
    }

    /** Whether the call or its answer cannot pass now. */
    boolean isCut(Call call, boolean forward) {
        if (cut) {
            return true;
        }
        if (!spread) {
            return forward ? cutForward : cutBack;
        }
        return forward ? network.blocks(call.from, call.to) : network.blocks(call.to, call.from);
    }

    /** Bytes sent forward over that distance, by wires whose latency and price differ from message to message. */
    public long forwardOver(int distance) {
        return spread ? forwardOver[distance] : distance == ownDistance() ? bytesForward : 0;
    }

    /** The same for answers. */
    public long backOver(int distance) {
        return spread ? backOver[distance] : distance == ownDistance() ? bytesBack : 0;
    }

    private int ownDistance() {
        return network == null ? Network.IN_ZONE : network.distance(fromSpot, toSpot);
    }
}
