package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.List;
import java.util.Map;

/** Stands before clients: asks in their place, so that nobody behind it sees them, and filters what they may ask. */
public final class ForwardProxy extends Proxy {
    public ForwardProxy() {
        super(
                "forward-proxy",
                "Forward proxy",
                Family.TRAFFIC,
                "Asks in its clients' place, hides them, filters and keeps what they ask.");
    }

    @Override
    public List<Param> params() {
        return List.of(INSTANCES, WORKERS, QUEUE, HOP, TLS_TIME, DENIES, CAPACITY, CACHES, TTL);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "squid",
                "Caching proxy of an office",
                Map.of("instances", "1", "capacity", "10 GiB", "ttl", "1 h"),
                List.of("lb.hop.latency", "lb.hop.latency-tls")));
    }

    @Override
    public boolean corruptible(Settings settings) {
        return !settings.isNone(Proxy.CAPACITY);
    }

    @Override
    public Behaviour behave(Site site) {
        return new Proxying(site, Proxying.Compression.NONE, true);
    }
}
