package dev.trestle.components.bench;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.load.Popularity;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.randvar.UniformGen;
import umontreal.ssj.rng.LFSR258;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Accumulate;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.Henriksen;
import umontreal.ssj.simevents.eventlist.SplayTree;
import umontreal.ssj.stat.Tally;

/**
 * The model of {@code ten-components.json} written for SSJ by hand: the same hops, token bucket, servers, caches, shards,
 * followers and readers of what they have written, and how busy each station is, but no histories, no functional checks, no
 * visibility timeouts and nothing else that a report shows. Keys come from our generator in both, because SSJ's own for
 * Zipf's law are slower. Times in milliseconds.
 */
final class SsjTenComponents implements Task {
    private static final int REQUESTS = 1_000_000;
    private static final int KEYS = 1_000_000;
    private static final double TIMEOUT = 1_000;
    /** Of the token bucket: milliseconds between two tokens, and what it holds. */
    private static final double TOKEN = 1 / 120.0;

    private static final double BURST = 1_000 * TOKEN;
    private static final int SHARDS = 8;
    private static final int COPIES = 3;

    private final Simulator clock;
    private final boolean tuned;
    private final RandomStream arrivals;
    private final RandomStream hops;
    private final RandomStream services;
    private final RandomStream picks;
    private final Chance keys = new Chance(42);
    private final Popularity popularity = Popularity.of("zipf 1.0", KEYS);
    private final Lru cdn = new Lru(10_000);
    private final Lru[] caches = new Lru[4];
    private final Servers[] cacheThreads = new Servers[4];
    private final Servers[] apps = new Servers[16];
    private final int[] open = new int[16];
    private final Servers[] copies = new Servers[SHARDS * COPIES];
    private final int[] nextCopy = new int[SHARDS];
    /** Keys whose writers look at them next, the last first. */
    private final ArrayDeque<Long> lookers = new ArrayDeque<>();

    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private final int[] freeWorkers = new int[8];
    private final Tally gets = new Tally("get");
    private final Tally lag = new Tally("lag");
    private final Histogram responses = new Histogram(1_000, 3_600_000_000_000L, 2);
    private double bucketFull;
    private int firstWorker;
    private int begun;
    private long asked;
    private long found;

    SsjTenComponents(boolean tuned) {
        this.tuned = tuned;
        clock = new Simulator(tuned ? new Henriksen() : new SplayTree());
        clock.init(clock.getEventList());
        arrivals = stream();
        hops = stream();
        services = stream();
        picks = stream();
        for (int i = 0; i < apps.length; i++) {
            apps[i] = new Servers(32);
        }
        for (int i = 0; i < caches.length; i++) {
            caches[i] = new Lru(25_000);
            cacheThreads[i] = new Servers(1);
        }
        for (int i = 0; i < copies.length; i++) {
            copies[i] = new Servers(16);
        }
        java.util.Arrays.fill(freeWorkers, 8);
        new Arrival().schedule(0);
    }

    private RandomStream stream() {
        return tuned ? new LFSR258() : new MRG32k3a();
    }

    @Override
    public double play() {
        gets.init();
        responses.reset();
        begun = 0;
        asked = 0;
        found = 0;
        clock.start();
        System.out.printf(
                "p99 of all %.2f ms; %.1f %% of reads from the CDN or a cache; lag %.2f ms%n",
                responses.getValueAtPercentile(99) / 1e6, 100.0 * found / asked, lag.average());
        return gets.average();
    }

    @Override
    public long units() {
        return REQUESTS;
    }

    private double hop(double mean) {
        return ExponentialGen.nextDouble(hops, 1 / mean);
    }

    /** Between people and the edge. */
    private double line() {
        return UniformGen.nextDouble(hops, 2, 29);
    }

    private double service(double mean) {
        return ExponentialGen.nextDouble(services, 1 / mean);
    }

    /** Where a request is. The names say what has just happened. */
    private enum At {
        EDGE,
        CDN_HIT,
        BALANCER,
        APP,
        SERVED,
        CACHE,
        LOOKED_UP,
        CACHE_ANSWERED,
        COPY,
        READ,
        COPY_ANSWERED,
        FILL,
        FILLED,
        LEADER,
        WRITTEN,
        LEADER_ANSWERED,
        DROP,
        DROPPED,
        DROP_ANSWERED,
        QUEUE,
        ACCEPTED,
        QUEUE_ANSWERED,
        BALANCER_BACK,
        CDN_BACK,
        CLIENT,
        APPLIED,
        WORKER,
        WORKED,
        ACKNOWLEDGED,
        LOOK,
        TIMED_OUT
    }

    private final class Arrival extends Event {
        Arrival() {
            super(clock);
        }

        @Override
        public void actions() {
            if (++begun == REQUESTS) {
                clock.stop();
            }
            Request request = new Request();
            request.write = picks.nextDouble() < 0.1;
            request.key = request.write || lookers.isEmpty() ? popularity.key(keys) : lookers.removeLast();
            request.born = clock.time();
            request.timeout = new Step(request, At.TIMED_OUT);
            request.timeout.schedule(TIMEOUT);
            request.go(At.EDGE, line());
            if (tuned) {
                schedule(ExponentialGen.nextDouble(arrivals, 100));
            } else {
                new Arrival().schedule(ExponentialGen.nextDouble(arrivals, 100));
            }
        }
    }

    private final class Step extends Event {
        private final Request request;
        private At at;

        Step(Request request, At at) {
            super(clock);
            this.request = request;
            this.at = at;
        }

        @Override
        public void actions() {
            request.reach(at);
        }
    }

    /** A request of a client, a cache entry under way, a copy of a write or a message: whatever moves. */
    private final class Request {
        private long key;
        private boolean write;
        private boolean gone;
        private double born;
        private Step timeout;
        private Step step;
        private int app;
        private int node;
        private At waitsFor;
        private double meanService;

        Request of(Request parent) {
            key = parent.key;
            born = clock.time();
            return this;
        }

        void go(At at, double delay) {
            if (!tuned || step == null) {
                step = new Step(this, at);
            }
            step.at = at;
            step.schedule(delay);
        }

        void reach(At at) {
            switch (at) {
                case EDGE -> atEdge();
                case CDN_HIT -> go(At.CLIENT, line());
                case BALANCER -> balance();
                case APP -> apps[app].enter(this, At.SERVED, 1);
                case SERVED -> go(write ? At.LEADER : At.CACHE, hop(0.25));
                case BALANCER_BACK -> {
                    open[app]--;
                    go(At.CDN_BACK, hop(0.5));
                }
                case CDN_BACK -> {
                    if (!write) {
                        cdn.put(key, 0L);
                    }
                    go(At.CLIENT, line());
                }
                case CLIENT -> end();
                case TIMED_OUT -> gone = true;
                default -> reachBehind(at);
            }
        }

        private void reachBehind(At at) {
            switch (at) {
                case CACHE, FILL, DROP -> atCache(at);
                case LOOKED_UP, FILLED, DROPPED -> cached(at);
                case CACHE_ANSWERED -> {
                    if (node < 0) {
                        go(At.COPY, hop(0.25));
                    } else {
                        leaveApp();
                    }
                }
                case COPY -> {
                    int shard = shard();
                    node = shard * COPIES + nextCopy[shard]++ % COPIES;
                    copies[node].enter(this, At.READ, 0.8);
                }
                case READ -> {
                    copies[node].leave();
                    go(At.COPY_ANSWERED, hop(0.25));
                }
                case COPY_ANSWERED -> {
                    new Request().of(this).go(At.FILL, hop(0.25));
                    leaveApp();
                }
                case LEADER -> copies[shard() * COPIES].enter(this, At.WRITTEN, 2);
                case WRITTEN -> written();
                case LEADER_ANSWERED -> go(At.DROP, hop(0.25));
                case DROP_ANSWERED -> go(At.QUEUE, hop(0.25));
                case QUEUE_ANSWERED -> leaveApp();
                case APPLIED -> lag.add(clock.time() - born);
                default -> reachQueue(at);
            }
        }

        private void reachQueue(At at) {
            switch (at) {
                case QUEUE -> go(At.ACCEPTED, service(1));
                case ACCEPTED -> {
                    waiting.addLast(new Request().of(this));
                    deliver();
                    go(At.QUEUE_ANSWERED, hop(0.25));
                }
                case WORKER -> go(At.WORKED, service(2));
                case WORKED -> go(At.ACKNOWLEDGED, hop(0.25));
                case ACKNOWLEDGED -> {
                    freeWorkers[node]++;
                    deliver();
                }
                case LOOK -> lookers.addLast(key);
                default -> throw new IllegalStateException(at.name());
            }
        }

        private void atEdge() {
            double full = Math.max(clock.time(), bucketFull) + TOKEN;
            if (full - clock.time() > BURST) {
                go(At.CLIENT, line());
                return;
            }
            bucketFull = full;
            asked += write ? 0 : 1;
            if (!write && cdn.get(key) != null) {
                found++;
                go(At.CDN_HIT, service(0.2));
            } else {
                go(At.BALANCER, hop(0.5));
            }
        }

        private int shard() {
            return (int) ((key * 0x9E3779B97F4A7C15L) >>> 58) % SHARDS;
        }

        private void balance() {
            int one = picks.nextInt(0, 15);
            int two = picks.nextInt(0, 15);
            app = open[two] < open[one] ? two : one;
            open[app]++;
            go(At.APP, hop(0.25));
        }

        private void atCache(At at) {
            node = (int) ((key * 0x9E3779B97F4A7C15L) >>> 62);
            At next = at == At.CACHE ? At.LOOKED_UP : at == At.FILL ? At.FILLED : At.DROPPED;
            cacheThreads[node].enter(this, next, 0.0125);
        }

        private void cached(At at) {
            cacheThreads[node].leave();
            if (at == At.LOOKED_UP) {
                node = caches[node].get(key) == null ? -1 : node;
                found += node < 0 ? 0 : 1;
                go(At.CACHE_ANSWERED, hop(0.25));
            } else if (at == At.FILLED) {
                caches[node].put(key, 0L);
            } else {
                caches[node].remove(key);
                go(At.DROP_ANSWERED, hop(0.25));
            }
        }

        private void written() {
            copies[shard() * COPIES].leave();
            for (int follower = 1; follower < COPIES; follower++) {
                new Request().of(this).go(At.APPLIED, service(10));
            }
            go(At.LEADER_ANSWERED, hop(0.25));
        }

        private void leaveApp() {
            apps[app].leave();
            go(At.BALANCER_BACK, hop(0.25));
        }

        private void end() {
            if (gone) {
                return;
            }
            timeout.cancel();
            double response = clock.time() - born;
            responses.recordValue((long) (1e6 * response));
            if (!write) {
                gets.add(response);
            } else if (picks.nextDouble() < 0.1) {
                new Request().of(this).go(At.LOOK, service(100));
            }
        }
    }

    /** Hands messages to workers that are free. */
    private void deliver() {
        for (int tried = 0; !waiting.isEmpty() && tried < freeWorkers.length; tried++) {
            firstWorker = (firstWorker + 1) % freeWorkers.length;
            if (freeWorkers[firstWorker] > 0) {
                freeWorkers[firstWorker]--;
                Request message = waiting.removeFirst();
                message.node = firstWorker;
                message.go(At.WORKER, hop(0.25));
                return;
            }
        }
    }

    /** Servers behind a queue, with the share of them that is busy. */
    private final class Servers {
        private final Accumulate busyServers = new Accumulate(clock);
        private final ArrayDeque<Request> queue = new ArrayDeque<>();
        private final int servers;
        private int busy;

        Servers(int servers) {
            this.servers = servers;
            busyServers.init(0);
        }

        void enter(Request request, At next, double mean) {
            if (busy == servers) {
                queue.addLast(request);
                request.waitsFor = next;
                request.meanService = mean;
                return;
            }
            busyServers.update(++busy);
            request.go(next, service(mean));
        }

        void leave() {
            Request first = queue.pollFirst();
            if (first == null) {
                busyServers.update(--busy);
            } else {
                first.go(first.waitsFor, service(first.meanService));
            }
        }
    }

    /** A cache of keys as one writes it in Java. */
    private static final class Lru extends LinkedHashMap<Long, Long> {
        private final int most;

        Lru(int most) {
            super(2 * most, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > most;
        }
    }
}
