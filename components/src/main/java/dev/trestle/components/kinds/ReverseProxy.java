package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stands before servers: ends encryption, keeps answers, compresses them, and hides what is behind. */
public final class ReverseProxy extends Proxy {
    static final Param COMPRESSES = Param.of(
                    "compresses",
                    ParamType.FLAG,
                    "Compresses",
                    "yes",
                    "Whether answers leave compressed, and are kept so.")
            .group("Compression");
    static final Param COMPRESSION_RATE = Param.of(
                    "compressionRate",
                    ParamType.BYTES,
                    "Compressed per second",
                    "500 MiB",
                    "Bytes that one worker compresses in a second.")
            .between("1 KiB", "1 TiB")
            .group("Compression");
    static final Param COMPRESSED_TO = Param.of(
                    "compressedTo",
                    ParamType.RATIO,
                    "Compressed to",
                    "30 %",
                    "Share of the bytes that is left: 30 % of text, nearly all of photos and films.")
            .between("0.1 %", "100 %")
            .group("Compression");

    public ReverseProxy() {
        super(
                "reverse-proxy",
                "Reverse proxy",
                Family.TRAFFIC,
                "Ends TLS, keeps and compresses answers, and hides the servers behind it.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                INSTANCES,
                WORKERS,
                QUEUE,
                HOP,
                TLS_TIME,
                DENIES,
                CAPACITY,
                CACHES,
                TTL,
                COMPRESSES,
                COMPRESSION_RATE,
                COMPRESSED_TO);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.HIT_RATIO);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "nginx",
                "nginx with a cache and gzip",
                Map.of("capacity", "1 GiB", "hop", "50 us", "tlsTime", "150 us", "compresses", "yes"),
                List.of("lb.hop.latency", "lb.hop.latency-tls", "proxy.compression.rate", "proxy.gzip.ratio")));
    }

    /**
     * Compressing takes a worker a second time, for as long as the answer is large. The turns of one request follow each
     * other, so there is no closed form for how long they wait.
     */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        if (!settings.flag(COMPRESSES) || settings.ratio(COMPRESSED_TO) == 1) {
            return super.forecast(settings, demand);
        }
        double compressing = demand.mix().answerBytes() / settings.bytes(COMPRESSION_RATE);
        double load = demand.callsPerSecond() * (ownSeconds(settings, Call.REQUEST) + compressing);
        boolean open =
                settings.limit(QUEUE) >= SHORT_QUEUE && settings.names(DENIES).isEmpty();
        return open && !Double.isNaN(load)
                ? Optional.of(Forecast.busy((long) settings.integer(INSTANCES) * settings.integer(WORKERS), load))
                : Optional.empty();
    }

    @Override
    public boolean corruptible(Settings settings) {
        return !settings.isNone(Proxy.CAPACITY);
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        Proxying.Compression compression = settings.flag(COMPRESSES)
                ? new Proxying.Compression(1e9 / settings.bytes(COMPRESSION_RATE), settings.ratio(COMPRESSED_TO))
                : Proxying.Compression.NONE;
        return new Proxying(site, compression, false);
    }
}
