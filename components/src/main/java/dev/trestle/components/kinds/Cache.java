package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CachePattern;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Copies of hot entries in memory, on nodes of a hash ring; each node really holds keys and evicts some when it is full. */
public final class Cache extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param PATTERN = Param.choice(
                    "pattern",
                    "Pattern",
                    "Who reads the store on a miss: the caller (cache-aside), or the cache itself; on a write read-through "
                            + "drops the entry after the store has it, write-through updates it, write-around leaves it as "
                            + "it is, and write-back answers at once and writes to the store later.",
                    "cache-aside",
                    "read-through",
                    "write-through",
                    "write-around",
                    "write-back")
            .group("Content")
            .tries("write-through", "cache-aside");
    static final Param ON_WRITE = Param.choice(
                    "onWrite",
                    "On a write",
                    "With cache-aside, what the caller does to the entry when the store has the write: drop it, so that the next "
                            + "read fetches it, or put the new one in its place.",
                    "invalidate",
                    "update")
            .group("Content")
            .tries("invalidate", "update");
    static final Param FLUSH = Param.of(
                    "flushInterval",
                    ParamType.DURATION,
                    "Flush every",
                    "1 s",
                    "How often write-back writes to the store what has changed.")
            .between("1 ms", "1 h")
            .group("Content");
    static final Param EVICTION = Param.choice(
                    "eviction",
                    "Eviction",
                    "Who goes when memory is full: least recently used, least frequently used, first in, most recently "
                            + "used, or any.",
                    "LRU",
                    "LFU",
                    "FIFO",
                    "MRU",
                    "RANDOM")
            .group("Size")
            .tries("LFU", "LRU");
    static final Param SINGLE_FLIGHT = Param.choice(
                    "singleFlight",
                    "Single flight",
                    "Whether of all who miss the same entry only the first goes to the store and the others wait for it.",
                    "no",
                    "yes")
            .group("Content")
            .tries("yes");
    static final Param LEASE = Param.of(
                    "lease",
                    ParamType.DURATION,
                    "Lease",
                    "10 s",
                    "With single flight, how long the others wait for the first before the next one goes.")
            .between("1 ms", "1 h")
            .group("Content");
    static final Param TTL = Param.of(
                    "ttl", ParamType.DURATION, "Time to live", "none", "After so long an entry counts as missing.")
            .between("1 ms", "365 day")
            .orNone()
            .group("Content")
            .tries("x2", "/2", "none")
            .whileRunning();
    static final Param JITTER = Param.of(
                    "jitter",
                    ParamType.RATIO,
                    "Jitter",
                    "0 %",
                    "How much each time to live is shortened at random, at most, so that not all end together.")
            .between("0 %", "100 %")
            .group("Content");
    static final Param NODES = Param.of(
                    "instances",
                    ParamType.INTEGER,
                    "Nodes",
                    "1",
                    "How many nodes share the keys by consistent hashing.")
            .between("1", "1000")
            .group("Size")
            .tries("+1", "x2");
    static final Param CAPACITY = Param.of(
                    "capacity", ParamType.BYTES, "Memory per node", "4 GiB", "Bytes for entries and their overhead.")
            .between("1 B", "100 TiB")
            .group("Size")
            .tries("x2")
            .whileRunning();
    static final Param OVERHEAD = Param.of(
                    "overhead",
                    ParamType.BYTES,
                    "Overhead per entry",
                    "0 B",
                    "Memory that an entry takes beyond its value.")
            .between("0 B", "1 MB")
            .group("Size");
    static final Param SERVICE_TIME = Param.of(
                    "serviceTime",
                    ParamType.DISTRIBUTION,
                    "Time per command",
                    "12.5 us",
                    "A thread's time on one command.")
            .group("Speed")
            .whileRunning();
    static final Param THREADS = Param.of(
                    "threads", ParamType.INTEGER, "Threads", "1", "Commands that one node executes at the same time.")
            .between("1", "256")
            .group("Speed")
            .whileRunning();
    static final Param VIRTUAL_NODES = Param.of(
                    "virtualNodes", ParamType.INTEGER, "Virtual nodes", "200", "Places that each node has on the ring.")
            .between("1", "1000")
            .group("Size");

    public Cache() {
        super("cache", "Cache", Family.CACHE, "Keeps copies of hot entries in memory, in front of a store.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                HOLDS,
                PATTERN,
                ON_WRITE,
                FLUSH,
                TTL,
                JITTER,
                SINGLE_FLIGHT,
                LEASE,
                NODES,
                CAPACITY,
                EVICTION,
                OVERHEAD,
                VIRTUAL_NODES,
                SERVICE_TIME,
                THREADS);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "reads and writes", Port.DATA),
                Port.out("out", "the store behind it (read-through, write-through)", Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "redis",
                        "Redis",
                        Map.of("serviceTime", "12.5 us", "threads", "1", "overhead", "85 B"),
                        List.of("cache.rate", "cache.key.bytes", "cache.node.price")),
                new Preset(
                        "memcached",
                        "Memcached",
                        Map.of("serviceTime", "20 us", "threads", "4", "overhead", "56 B"),
                        List.of("cache.memcached.rate")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CACHES);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.HIT_RATIO);
    }

    @Override
    public CachePattern cachePattern(Settings settings) {
        return settings.text(PATTERN).equals("cache-aside") ? CachePattern.ASIDE : CachePattern.THROUGH;
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(SERVICE_TIME).mean() / 1e9;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new CacheCluster(site);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(NODES);
    }

    /** A lost cache node costs hits, not answers: callers fall back to the store. */
    @Override
    public boolean survivesOneLoss(Settings settings) {
        return cachePattern(settings) == CachePattern.ASIDE || instances(settings) > 1;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int nodes = settings.integer(NODES);
        double gib = settings.bytes(CAPACITY) / (double) (1L << 30);
        double perGibHour = Fact.of("cache.gib.price").value();
        return List.of(new CostLine(
                String.format(Locale.ROOT, "%d x %.3g GiB of memory", nodes, gib),
                nodes * gib * perGibHour * Usage.HOURS));
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return Optional.of(Service.perInstance(
                settings.integer(NODES),
                settings.integer(THREADS),
                settings.distribution(SERVICE_TIME),
                new Demand(demand.callsPerSecond(), 0)));
    }
}
