package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Family;
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
import dev.trestle.estimator.fact.Tiers;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Edges near the people that keep copies of what they delivered; what they lack they pull through from the origin. */
public final class Cdn extends Kind {
    static final Param CACHES = Param.of(
                    "caches",
                    ParamType.NAMES,
                    "Caches",
                    "",
                    "Entities whose reads it may answer, separated by commas; empty means every operation that only reads one entity.")
            .group("Content");
    static final Param TTL = Param.of(
                    "ttl", ParamType.DURATION, "Time to live", "1 day", "After so long a copy is pulled again.")
            .between("1 ms", "3650 day")
            .group("Content")
            .tries("x2", "/2");
    static final Param CAPACITY = Param.of(
                    "capacity", ParamType.BYTES, "Storage per edge", "1 TiB", "Bytes that one edge keeps.")
            .between("1 B", "1000 TiB")
            .group("Edges")
            .tries("x2");
    static final Param EDGES = Param.of(
                    "edges",
                    ParamType.INTEGER,
                    "Edges",
                    "1",
                    "Places in each region where people are; each person always meets the same one.")
            .between("1", "10000")
            .group("Edges");
    static final Param HIT_TIME = Param.of(
                    "hitTime",
                    ParamType.DISTRIBUTION,
                    "Time on a hit",
                    "1 ms",
                    "The edge's own time for a copy that it has.")
            .group("Edges");

    static final Param EVICTION = Param.choice(
                    "eviction",
                    "Eviction",
                    "Who goes when an edge is full: least recently used, least frequently used, first in, or any.",
                    "LRU",
                    "LFU",
                    "FIFO",
                    "RANDOM")
            .group("Edges")
            .tries("LFU");
    static final Param TLS = Param.choice(
                    "tls",
                    "Encryption ends",
                    "Where connections of people are decrypted: at the edge, which can then answer, or at the origin: then all "
                            + "passes through unread.",
                    "edge",
                    "origin")
            .group("Encryption");
    static final Param TLS_TIME = Param.of(
                    "tlsTime",
                    ParamType.DISTRIBUTION,
                    "Handshake",
                    "0 ms",
                    "Round trips and work until a new connection of a person to the edge is open.")
            .group("Encryption");
    static final Param KEEP_ALIVE = Param.of(
                    "keepAlive",
                    ParamType.DURATION,
                    "Kept open",
                    "60 s",
                    "How long a person's connection stays open without a request.")
            .between("0 s", "1 day")
            .group("Encryption");

    public Cdn() {
        super("cdn", "CDN", Family.TRAFFIC, "Keeps copies of what people read at edges near them.");
    }

    @Override
    public List<Param> params() {
        return List.of(CACHES, TTL, CAPACITY, EVICTION, EDGES, HIT_TIME, TLS, TLS_TIME, KEEP_ALIVE);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "cloudfront",
                "Amazon CloudFront",
                Map.of("ttl", "1 day", "edges", "3"),
                List.of("cdn.gb.price", "cdn.request.price", "cdn.edge.latency")));
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "requests", Port.REQUEST), Port.out("out", "origin", Port.REQUEST));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.FORWARDS, Role.EDGE);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.HIT_RATIO);
    }

    @Override
    public List<String> holds(Settings settings) {
        return settings.names(CACHES);
    }

    @Override
    public List<String> check(Settings settings) {
        return settings.text(TLS).equals("origin")
                ? List.of("encryption ends at the origin, so that the edges can answer nothing")
                : List.of();
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Edges(site);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(EDGES);
    }

    /** A managed network routes round a lost edge. */
    @Override
    public boolean survivesOneLoss(Settings settings) {
        return true;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        double gb = usage.bytesOutPerSecond() * Usage.SECONDS / 1e9;
        return List.of(
                new CostLine("delivery", Tiers.CDN.price(gb)),
                new CostLine(
                        "requests",
                        usage.callsPerSecond()
                                * Usage.SECONDS
                                * Fact.of("cdn.request.price").value()));
    }
}
