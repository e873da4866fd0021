package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Chance;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Spreads requests over the instances of the nodes behind it, and stops sending to those that fail health checks. */
public final class LoadBalancer extends Kind {
    private static final String WEIGHT = "0*[1-9][0-9]{0,5}(?:\\.[0-9]{1,6})?|0?\\.[0-9]{0,5}[1-9]";

    static final Param ALGORITHM = Param.choice(
                    "algorithm",
                    "Algorithm",
                    "Who gets the next request: each in turn, who has least to do by some measure, the best of some drawn at "
                            + "random, or always the same one for the same client, key or URL.",
                    "round-robin",
                    "weighted-round-robin",
                    "sticky-round-robin",
                    "least-connections",
                    "least-response-time",
                    "least-bandwidth",
                    "two-choices",
                    "power-of-d",
                    "random",
                    "source-hash",
                    "key-hash",
                    "url-hash",
                    "consistent-hash")
            .group("Balancing")
            .tries("least-connections", "two-choices")
            .whileRunning();
    static final Param WEIGHTS = Param.of(
                    "weights",
                    ParamType.TEXT,
                    "Weights",
                    "1",
                    "For weighted round robin: shares of the instances in order, such as 3, 1; the last one goes for all others.")
            .group("Balancing");
    static final Param CHOICES = Param.of(
                    "choices", ParamType.INTEGER, "Choices d", "3", "How many instances power of d draws at random.")
            .between("1", "1000")
            .group("Balancing");
    static final Param HASH_OF = Param.choice(
                    "hashOf",
                    "Ring by",
                    "What a consistent hash is taken of: the key, the client, or the operation and key.",
                    "key",
                    "client",
                    "url")
            .group("Balancing");
    static final Param VIRTUAL_NODES = Param.of(
                    "virtualNodes",
                    ParamType.INTEGER,
                    "Virtual nodes",
                    "100",
                    "Places of each instance on the ring of a consistent hash.")
            .between("1", "1000")
            .group("Balancing");
    static final Param RING = Param.of(
                    "ring",
                    ParamType.INTEGER,
                    "Ring",
                    "0",
                    "Which of the possible rings: the places are drawn anew for each number, some rings more even than others.")
            .between("0", "1000000000")
            .group("Balancing");
    static final Param HOP = Param.of(
                    "hop",
                    ParamType.DISTRIBUTION,
                    "Time per request",
                    "0 ms",
                    "What the balancer itself adds to a request: parsing, TLS.")
            .group("Balancing");
    static final Param CONNECTIONS = Param.of(
                    "connections",
                    ParamType.INTEGER,
                    "Connection limit",
                    "none",
                    "Requests that may be open at once; one more is rejected.")
            .between("1", "1e8")
            .orNone()
            .group("Balancing")
            .tries("x2", "none");
    static final Param HEALTH_INTERVAL = Param.of(
                    "healthInterval",
                    ParamType.DURATION,
                    "Health check every",
                    "5 s",
                    "How often each instance is asked whether it is well; none means never.")
            .between("10 ms", "1 h")
            .orNone()
            .group("Health")
            .tries("/2");
    static final Param HEALTH_THRESHOLD = Param.of(
                    "healthThreshold",
                    ParamType.INTEGER,
                    "Failed checks",
                    "2",
                    "Checks that must fail in a row before an instance gets no more requests; one good check brings it back.")
            .between("1", "100")
            .group("Health");
    static final Param INSTANCES = Param.of(
                    "instances",
                    ParamType.INTEGER,
                    "Balancers",
                    "2",
                    "One works, the others stand by and take over when its heartbeat stops.")
            .between("1", "16")
            .group("Health")
            .tries("+1");
    static final Param TAKEOVER = Param.of(
                    "takeover",
                    ParamType.DURATION,
                    "Takeover after",
                    "3 s",
                    "From the last heartbeat of the working balancer until a standby answers in its place.")
            .between("1 ms", "1 h")
            .group("Health");
    static final Param HEARTBEAT = Param.of(
                    "heartbeat",
                    ParamType.DURATION,
                    "Heartbeat every",
                    "none",
                    "How often the working balancer tells the others that it lives; none means all the time, so that a "
                            + "takeover counts from the crash.")
            .between("1 ms", "1 min")
            .orNone()
            .group("Health");

    public LoadBalancer() {
        super(
                "load-balancer",
                "Load balancer",
                Family.TRAFFIC,
                "Spreads requests over instances and checks their health.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                ALGORITHM,
                WEIGHTS,
                CHOICES,
                HASH_OF,
                VIRTUAL_NODES,
                RING,
                HOP,
                CONNECTIONS,
                HEALTH_INTERVAL,
                HEALTH_THRESHOLD,
                INSTANCES,
                TAKEOVER,
                HEARTBEAT);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "requests", Port.REQUEST, Port.DATA),
                Port.out("out", "targets", Port.REQUEST, Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "nginx",
                        "nginx",
                        Map.of("hop", "0.2 ms", "algorithm", "round-robin"),
                        List.of("lb.rate.lab", "lb.hop.latency-tls")),
                new Preset(
                        "alb",
                        "AWS Application Load Balancer",
                        Map.of("hop", "0.2 ms", "algorithm", "least-connections", "instances", "2"),
                        List.of("lb.hour.price", "lb.lcu.price", "lb.slo")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.FORWARDS);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of();
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(HOP).mean() / 1e9;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Balancing(site);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        for (String weight : settings.names(WEIGHTS)) {
            if (!weight.matches(WEIGHT)) {
                flaws.add("a weight must be a number above 0 such as 3, not \"" + weight + "\"; it counts as 1");
            }
        }
        return flaws;
    }

    private static double[] weights(Settings settings) {
        double[] weights = settings.names(WEIGHTS).stream()
                .mapToDouble(weight -> weight.matches(WEIGHT) ? Double.parseDouble(weight) : 1)
                .toArray();
        return weights.length == 0 ? new double[] {1} : weights;
    }

    /** The algorithm that the settings ask for, over some slots. */
    static Choice choice(Settings settings, Targets targets, int[] slots, Chance chance) {
        return switch (settings.text(ALGORITHM)) {
            case "weighted-round-robin" -> new Choice.WeightedRoundRobin(targets, slots, weights(settings));
            case "sticky-round-robin" -> new Choice.StickyRoundRobin(targets, slots);
            case "least-connections" -> new LeastLoaded.Connections(targets, slots);
            case "least-response-time" -> new LeastLoaded.ResponseTime(targets, slots);
            case "least-bandwidth" -> new LeastLoaded.Bandwidth(targets, slots);
            case "two-choices" -> new Choice.PowerOfChoices(targets, slots, 2, chance);
            case "power-of-d" -> new Choice.PowerOfChoices(targets, slots, settings.integer(CHOICES), chance);
            case "random" -> new Choice.PowerOfChoices(targets, slots, 1, chance);
            case "source-hash" -> new Choice.Hashed(targets, slots, Choice.Of.CLIENT);
            case "key-hash" -> new Choice.Hashed(targets, slots, Choice.Of.KEY);
            case "url-hash" -> new Choice.Hashed(targets, slots, Choice.Of.URL);
            case "consistent-hash" -> {
                Choice.Of of = Choice.Of.valueOf(settings.text(HASH_OF).toUpperCase(Locale.ROOT));
                HashRing ring = new HashRing(
                        slots.length, settings.integer(VIRTUAL_NODES), (long) settings.integer(RING) << 32);
                yield new Choice.OnRing(targets, slots, of, ring);
            }
            default -> new Choice.RoundRobin(targets, slots);
        };
    }

    /** By the hour, and by capacity units: a unit is 25 new connections or 1 GB an hour, whichever is more. */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        double hours = Fact.of("lb.hour.price").value() * Usage.HOURS;
        double byConnections =
                usage.callsPerSecond() / Fact.of("lb.lcu.new-connections").value();
        double byBytes = (usage.bytesInPerSecond() + usage.bytesOutPerSecond())
                * 3600
                / 1e9
                / Fact.of("lb.lcu.bytes").value();
        double units = Math.max(byConnections, byBytes);
        return List.of(
                new CostLine("balancer by the hour", hours),
                new CostLine("capacity units", units * Fact.of("lb.lcu.price").value() * Usage.HOURS));
    }
}
