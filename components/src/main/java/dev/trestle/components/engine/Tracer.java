package dev.trestle.components.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks over the shoulder of one replication and keeps the slowest requests of each operation and the first failed ones of
 * each outcome, hop by hop.
 *
 * <p>All hops of every request are noted while it runs, as nobody knows at its beginning whether it will be slow; they go
 * back to the pool when it ends. It only looks: a traced replication has the same digest. Memory is bounded; what begins
 * when there is no room is not traced, and {@link #missed} counts it.
 */
public final class Tracer {
    /** Slowest requests of an operation, and failed ones of an outcome, that are kept. */
    public static final int KEPT = 10;
    /** Hops of one request that are kept: a fan-out has thousands. */
    public static final int HOPS = 100;
    /** Hops of all requests under way: 100 bytes each. */
    private static final int MOST_HOPS = 200_000;

    private final boolean[] measured;
    private final List<List<Request>> slowest = new ArrayList<>();
    private final List<List<Request>> failed = new ArrayList<>();
    private Hop free;
    private int made;
    private long missed;

    /** A request that is kept: who asked for what, when, and its hops. */
    private static final class Request {
        int operation;
        int verb;
        int subject;
        long client;
        long key;
        int keyEntity;
        int attempts;
        int phase;
        int outcome;
        long madeNanos;
        long nanos;
        Hop root;
    }

    /**
     * A request as it was.
     *
     * @param verb {@link Call#REQUEST}, or {@link Call#DELIVER} for a message that was given up
     * @param subject number of the event of a message
     * @param key of the entity {@code keyEntity}, which is -1 where there is none
     * @param outcome see {@link Call#words}; -1 while it is under way
     * @param hops how many there were; the first {@link #HOPS} are in {@code trail}
     */
    public record Trace(
            int operation,
            int verb,
            int subject,
            long client,
            long key,
            int keyEntity,
            int attempts,
            int phase,
            long madeNanos,
            long nanos,
            int outcome,
            int hops,
            List<Step> trail) {}

    /**
     * One hop of it: times from its beginning, -1 for what did not happen.
     *
     * @param parent place of the hop that made it in the trail; -1 for those that the asking node made itself
     * @param waited in queues at the node, and {@code held} with a server of the node
     * @param gaveUp when nobody waited for it any more
     */
    public record Step(
            int parent,
            int node,
            int instance,
            int verb,
            int subject,
            int operation,
            int attempt,
            long sent,
            long arrived,
            long waited,
            long held,
            long answered,
            long back,
            long gaveUp,
            int outcome,
            boolean lost) {}

    /**
     * @param operations how many there are
     * @param measured by phase: whether its requests are to be kept
     */
    public Tracer(int operations, boolean[] measured) {
        this.measured = measured.clone();
        for (int i = 0; i < operations; i++) {
            slowest.add(new ArrayList<>(KEPT));
        }
        for (int i = 0; i < Call.ENDS; i++) {
            failed.add(new ArrayList<>(KEPT));
        }
    }

    private Hop take() {
        Hop hop = free;
        if (hop != null) {
            free = hop.next;
            return hop;
        }
        if (made == MOST_HOPS) {
            return null;
        }
        made++;
        return new Hop();
    }

    void sent(Call call, long now) {
        Call root = call.root;
        if (root == null || !call.rootWaits() || root.verb != Call.REQUEST && root.verb != Call.DELIVER) {
            return;
        }
        if (root.hop == null) {
            if (root.phase >= measured.length || !measured[root.phase]) {
                return;
            }
            Hop first = take();
            if (first == null) {
                missed++;
                return;
            }
            first.begin(root, root.madeNanos);
            root.hop = first;
        }
        Hop first = root.hop;
        if (first.count++ >= HOPS) {
            return;
        }
        Hop hop = take();
        if (hop == null) {
            missed++;
            return;
        }
        hop.begin(call, now);
        hop.parent = call.hop != null ? call.hop.parent : call.maker != null ? call.maker : first;
        hop.number = first.last.number + 1;
        first.last.next = hop;
        first.last = hop;
        call.hop = hop;
    }

    /** A root is given back to the pool: what it asked for has ended. */
    void ended(Call root, long now) {
        Hop hop = root.hop;
        root.hop = null;
        long nanos = now - root.madeNanos;
        List<Request> kept = root.outcome == Call.OK ? of(root.operation) : failed.get(root.outcome);
        boolean wanted = root.verb == Call.REQUEST || root.outcome != Call.OK;
        if (!wanted || kept == null) {
            release(hop);
        } else if (kept.size() < KEPT) {
            Request request = new Request();
            kept.add(request);
            keep(request, root, hop, nanos);
        } else {
            Request least = root.outcome == Call.OK ? least(kept) : null;
            if (least == null || least.nanos >= nanos) {
                release(hop);
            } else {
                release(least.root);
                keep(least, root, hop, nanos);
            }
        }
    }

    private List<Request> of(int operation) {
        return operation < 0 || operation >= slowest.size() ? null : slowest.get(operation);
    }

    private static Request least(List<Request> kept) {
        Request least = kept.get(0);
        for (int i = 1; i < kept.size(); i++) {
            if (kept.get(i).nanos < least.nanos) {
                least = kept.get(i);
            }
        }
        return least;
    }

    private static void keep(Request request, Call root, Hop hop, long nanos) {
        request.operation = root.operation;
        request.verb = root.verb;
        request.subject = root.subject;
        request.client = root.client;
        request.key = root.key;
        request.keyEntity = root.keyEntity;
        request.attempts = root.attempt;
        request.phase = root.phase;
        request.outcome = root.outcome;
        request.madeNanos = root.madeNanos;
        request.nanos = nanos;
        request.root = hop;
    }

    private void release(Hop root) {
        root.last.next = free;
        free = root;
    }

    /** Hops that were not noted for want of room. */
    public long missed() {
        return missed;
    }

    /** The slowest of all requests and at least the slowest of each operation, the slowest first. */
    public List<Trace> slowest(List<Trace> underWay) {
        List<Trace> all = new ArrayList<>(underWay);
        slowest.forEach(kept -> kept.forEach(request -> all.add(trace(request))));
        all.sort(Comparator.comparingLong(Trace::nanos).reversed().thenComparing(Trace::madeNanos));
        List<Trace> chosen = new ArrayList<>();
        boolean[] seen = new boolean[slowest.size()];
        for (int i = 0; i < all.size(); i++) {
            int operation = all.get(i).operation();
            boolean first = operation >= 0 && operation < seen.length && !seen[operation];
            if (i < KEPT || first && chosen.size() < 2 * KEPT) {
                chosen.add(all.get(i));
            }
            if (first) {
                seen[operation] = true;
            }
        }
        return chosen;
    }

    /** Failed requests and messages: the first of each outcome, then the second ones, and so on. */
    public List<Trace> failed() {
        List<Trace> chosen = new ArrayList<>();
        for (int turn = 0; turn < KEPT; turn++) {
            for (List<Request> kept : failed) {
                if (turn < kept.size() && chosen.size() < KEPT) {
                    chosen.add(trace(kept.get(turn)));
                }
            }
        }
        return chosen;
    }

    /** Whether the request would be among the slowest, had it ended now. */
    public boolean slow(Call root, long now) {
        List<Request> kept = of(root.operation);
        return kept != null && (kept.size() < KEPT || least(kept).nanos < now - root.madeNanos);
    }

    /** A request that has not ended yet; null where it was not traced. */
    public Trace underWay(Call root, long now) {
        if (root.hop == null) {
            return null;
        }
        Request request = new Request();
        keep(request, root, root.hop, now - root.madeNanos);
        request.outcome = -1;
        return trace(request);
    }

    private static Trace trace(Request request) {
        List<Step> trail = new ArrayList<>();
        for (Hop hop = request.root.next; hop != null; hop = hop.next) {
            trail.add(step(hop, request.madeNanos));
        }
        return new Trace(
                request.operation,
                request.verb,
                request.subject,
                request.client,
                request.key,
                request.keyEntity,
                request.attempts,
                request.phase,
                request.madeNanos,
                request.nanos,
                request.outcome,
                request.root.count - 1,
                List.copyOf(trail));
    }

    private static Step step(Hop hop, long from) {
        return new Step(
                hop.parent == null ? -1 : hop.parent.number - 1,
                hop.node,
                hop.instance,
                hop.verb,
                hop.subject,
                hop.operation,
                hop.attempt,
                hop.sent - from,
                since(hop.arrived, from),
                hop.waited,
                hop.held,
                since(hop.answered, from),
                since(hop.back, from),
                since(hop.gaveUp, from),
                hop.outcome,
                hop.lost);
    }

    private static long since(long nanos, long from) {
        return nanos < 0 ? -1 : nanos - from;
    }
}
