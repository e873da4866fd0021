package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds a connection to each person who is there: passes on what they send and pushes events to them. */
public final class WebsocketGateway extends Kind {
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Instances", "2", "Nodes that hold connections.")
            .between("1", "1000")
            .group("Size")
            .tries("+1", "x2");
    static final Param WORKERS = Param.of(
                    "workers", ParamType.INTEGER, "Workers", "4", "Threads of an instance, each with a processor.")
            .between("1", "10000")
            .group("Size");
    static final Param QUEUE = Param.of(
                    "queue",
                    ParamType.INTEGER,
                    "Queue",
                    "10000",
                    "Frames, pushes and handshakes that may wait for a worker of an instance; one more is rejected.")
            .between("0", "1e8")
            .orNone()
            .group("Size");
    static final Param LIMIT = Param.of(
                    "limit", ParamType.INTEGER, "Connections per instance", "50000", "One more is turned away.")
            .between("1", "10000000")
            .group("Connections");
    static final Param CONNECTED = Param.of(
                    "connected",
                    ParamType.INTEGER,
                    "People connected",
                    "10000",
                    "How many hold a connection, or try to get one back; more than a quarter of a million a run cannot hold.")
            .between("1", "250000")
            .group("Connections");
    static final Param MEMORY = Param.of(
                    "memory",
                    ParamType.BYTES,
                    "Memory for connections",
                    "8 GB",
                    "What an instance has for them; a connection that finds no room in it is turned away.")
            .between("1 KB", "100 TB")
            .group("Connections");
    static final Param CONNECTION_MEMORY = Param.of(
                    "connectionMemory",
                    ParamType.BYTES,
                    "Memory per connection",
                    "10 KB",
                    "What a connection takes of it: buffers of the socket and the person's state.")
            .between("100 B", "1 GB")
            .group("Connections");
    static final Param LIFETIME = Param.of(
                    "lifetime",
                    ParamType.DURATION,
                    "Lifetime",
                    "none",
                    "After so long a connection is drained: the person is asked to connect anew; none means never.")
            .between("1 s", "365 day")
            .orNone()
            .group("Connections");
    static final Param DRAIN_AT = Param.of(
                    "drainAt",
                    ParamType.DURATION,
                    "Drain one at",
                    "none",
                    "When during the run an instance is drained, to be replaced; none means never.")
            .between("0 s", "1 day")
            .orNone()
            .group("Draining");
    static final Param DRAIN_INSTANCE = Param.of(
                    "drainInstance", ParamType.INTEGER, "Which one", "1", "The number of the instance that is drained.")
            .between("1", "1000")
            .group("Draining");
    static final Param DRAIN_TIME = Param.of(
                    "drainTime",
                    ParamType.DURATION,
                    "Over",
                    "30 s",
                    "Its connections are asked to go elsewhere one after another, evenly over so long; it takes no new ones.")
            .between("1 s", "1 day")
            .group("Draining");
    static final Param REPLACE_TIME = Param.of(
                    "replaceTime",
                    ParamType.DURATION,
                    "Back after",
                    "1 min",
                    "How long after that its replacement takes connections.")
            .between("0 s", "1 day")
            .group("Draining");
    static final Param HANDSHAKE_TIME = Param.of(
                    "handshakeTime",
                    ParamType.DISTRIBUTION,
                    "Handshake",
                    "1 ms",
                    "A worker's time to take a connection: TLS, upgrade, who is it.")
            .group("Connections");
    static final Param BACKOFF = Param.of(
                    "backoff",
                    ParamType.DURATION,
                    "First backoff",
                    "1 s",
                    "Wait before the first try to reconnect; it doubles with each further one.")
            .between("1 ms", "1 h")
            .group("Reconnecting");
    static final Param LONGEST_BACKOFF = Param.of(
                    "longestBackoff", ParamType.DURATION, "Longest backoff", "1 min", "Waits grow no longer.")
            .between("1 ms", "1 day")
            .group("Reconnecting");
    static final Param JITTER = Param.of(
                    "jitter",
                    ParamType.FLAG,
                    "Jitter",
                    "yes",
                    "Whether each wait is drawn between nothing and the backoff, so that not all come at once.")
            .group("Reconnecting");
    static final Param HOP = Param.of(
                    "hop",
                    ParamType.DISTRIBUTION,
                    "Time per frame",
                    "50 us",
                    "A worker's time to pass on what a person sends.")
            .group("Traffic");
    static final Param PUSH_TIME = Param.of(
                    "pushTime",
                    ParamType.DISTRIBUTION,
                    "Time per push",
                    "20 us",
                    "A worker's time to push an event to one person.")
            .group("Traffic");
    static final Param AUDIENCE = Param.of(
                    "audience",
                    ParamType.INTEGER,
                    "Audience",
                    "1",
                    "How many people an event goes to; its key, if it has one, says whom.")
            .between("1", "1000000")
            .group("Traffic");
    static final Param OFFLINE = Param.choice(
                    "offline",
                    "Not connected",
                    "What becomes of an event whose person is not connected: nobody gets it (drop), or its queue tries again.",
                    "drop",
                    "retry")
            .group("Traffic");

    public WebsocketGateway() {
        super(
                "websocket-gateway",
                "WebSocket gateway",
                Family.TRAFFIC,
                "Holds connections to people, passes on what they send and pushes events to them.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                INSTANCES,
                WORKERS,
                QUEUE,
                LIMIT,
                MEMORY,
                CONNECTION_MEMORY,
                CONNECTED,
                LIFETIME,
                DRAIN_AT,
                DRAIN_INSTANCE,
                DRAIN_TIME,
                REPLACE_TIME,
                HANDSHAKE_TIME,
                BACKOFF,
                LONGEST_BACKOFF,
                JITTER,
                HOP,
                PUSH_TIME,
                AUDIENCE,
                OFFLINE);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "phoenix",
                "Phoenix channels on 4 vCPU",
                Map.of("workers", "4", "limit", "50000", "connectionMemory", "10 KB"),
                List.of("websocket.connections", "websocket.connection.bytes")));
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "what people send, and events for them", Port.REQUEST, Port.MESSAGE),
                Port.out("out", "requests", Port.REQUEST));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.FORWARDS, Role.CONSUMES);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.LAG);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(HOP).mean() / 1e9;
    }

    /** Connections that an instance can hold: as many as it may have, or as its memory has room for. */
    static int room(Settings settings) {
        return (int) Math.min(settings.integer(LIMIT), settings.bytes(MEMORY) / settings.bytes(CONNECTION_MEMORY));
    }

    /** That an instance is replaced is a story. */
    @Override
    public double paceSeconds(Settings settings) {
        if (!settings.isNone(DRAIN_AT)) {
            return Double.POSITIVE_INFINITY;
        }
        return settings.isNone(LIFETIME) ? 0 : settings.nanos(LIFETIME) / 1e9;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Connecting(site);
    }

    /** Frames and pushes at each instance, while everybody is connected and nobody connects anew. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        double events = demand.mix().eventShare();
        boolean calm = settings.isNone(LIFETIME) && check(settings).isEmpty();
        if (Double.isNaN(events) || !calm || settings.limit(QUEUE) < Proxy.SHORT_QUEUE) {
            return Optional.empty();
        }
        WorkTime push = WorkTime.of(settings.distribution(PUSH_TIME)).times(settings.integer(AUDIENCE));
        return Optional.of(push.mixed(events, WorkTime.of(settings.distribution(HOP)))
                .queue(settings.integer(INSTANCES), settings.integer(WORKERS), demand.callsPerSecond()));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public List<String> check(Settings settings) {
        int instances = settings.integer(INSTANCES);
        long room = (long) instances * room(settings);
        int connected = settings.integer(CONNECTED);
        List<String> flaws = new ArrayList<>();
        if (connected > room) {
            String limit = room(settings) < settings.integer(LIMIT) ? " in memory" : "";
            flaws.add(connected + " people want a connection, but there is room for " + room + limit);
        }
        if (!settings.isNone(DRAIN_AT) && settings.integer(DRAIN_INSTANCE) > instances) {
            flaws.add("instance " + settings.integer(DRAIN_INSTANCE) + " is to be drained, but there are " + instances);
        } else if (!settings.isNone(DRAIN_AT) && connected > room - room(settings)) {
            flaws.add("while an instance is drained there is no room for all who are connected");
        }
        return flaws;
    }

    /** One processor per worker. */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of(Service.machines(settings.integer(INSTANCES), settings.integer(WORKERS)));
    }
}
