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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names to addresses: resolvers remember an answer for its time to live, so only some requests wait for a lookup. */
public final class Dns extends Kind {
    static final Param TTL = Param.of(
                    "ttl",
                    ParamType.DURATION,
                    "Time to live",
                    "60 s",
                    "How long a resolver uses an answer before it asks again.")
            .between("0 s", "7 day")
            .tries("/2");
    static final Param LOOKUP = Param.of(
            "lookup",
            ParamType.DISTRIBUTION,
            "Lookup",
            "lognormal(20 ms, cv 1)",
            "Time of a lookup that no resolver knows.");
    static final Param RESOLVERS = Param.of(
                    "resolvers",
                    ParamType.INTEGER,
                    "Resolvers",
                    "1000",
                    "How many resolvers the people sit behind; each remembers answers of its own.")
            .between("1", "10000000");

    static final Param ANSWERS = Param.choice(
                    "answers",
                    "Answers",
                    "Which address a resolver is told where several links lead on: all that are healthy (spread), the one "
                            + "nearest to its people (geo), one drawn by weight (weighted), or the first link's as long as "
                            + "it is healthy, then the next one's (failover).",
                    "spread",
                    "geo",
                    "weighted",
                    "failover")
            .group("Answers");
    static final Param WEIGHTS = Param.of(
                    "weights",
                    ParamType.TEXT,
                    "Weights",
                    "1",
                    "For weighted answers: shares of the links in order, such as 9, 1; the last one goes for all others.")
            .group("Answers");
    static final Param HEALTH_INTERVAL = Param.of(
                    "healthInterval",
                    ParamType.DURATION,
                    "Health check every",
                    "30 s",
                    "How often each address is asked whether it is well; none means never.")
            .between("1 s", "1 h")
            .orNone()
            .group("Answers");
    static final Param HEALTH_THRESHOLD = Param.of(
                    "healthThreshold",
                    ParamType.INTEGER,
                    "Failed checks",
                    "3",
                    "Checks that must fail in a row before an address is told to nobody; one good check brings it back.")
            .between("1", "100")
            .group("Answers");

    public Dns() {
        super("dns", "DNS", Family.TRAFFIC, "Turns names into addresses that resolvers remember for a while.");
    }

    @Override
    public List<Param> params() {
        return List.of(TTL, LOOKUP, RESOLVERS, ANSWERS, WEIGHTS, HEALTH_INTERVAL, HEALTH_THRESHOLD);
    }

    /** The shares that a text says, each at least 0 and one above; a share of 1 for everybody where it says none. */
    static double[] weights(String text) {
        String[] parts = text.split(",");
        double[] weights = new double[parts.length];
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            try {
                weights[i] = Double.parseDouble(parts[i].trim());
            } catch (NumberFormatException e) {
                return new double[] {1};
            }
            sum += weights[i] >= 0 ? weights[i] : Double.NaN;
        }
        return sum > 0 && sum < Double.POSITIVE_INFINITY ? weights : new double[] {1};
    }

    @Override
    public List<String> check(Settings settings) {
        String text = settings.text(WEIGHTS).trim();
        boolean one = text.matches("1(\\.0*)?");
        return weights(text).length == 1 && weights(text)[0] == 1 && !one
                ? List.of("weights \"" + text + "\" are no shares such as 9, 1: all links are alike")
                : List.of();
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "route53",
                "Amazon Route 53, record that fails over",
                Map.of("ttl", "60 s", "answers", "failover"),
                List.of("dns.ttl", "dns.query.price", "dns.zone.price")));
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "requests", Port.REQUEST), Port.out("out", "the address", Port.REQUEST));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.FORWARDS, Role.POINTS);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of();
    }

    @Override
    public Behaviour behave(Site site) {
        return new Resolving(site);
    }

    /** A managed name service has no single server to lose. */
    @Override
    public boolean survivesOneLoss(Settings settings) {
        return true;
    }

    /** Every resolver asks once per time to live at most, and not more often than there are requests. */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        double ttlSeconds = settings.nanos(TTL) / 1e9;
        double most = ttlSeconds > 0 ? settings.integer(RESOLVERS) / ttlSeconds : Double.POSITIVE_INFINITY;
        double lookups = Math.min(usage.callsPerSecond(), most) * Usage.SECONDS;
        return List.of(
                new CostLine("hosted zone", Fact.of("dns.zone.price").value()),
                new CostLine("lookups", lookups * Fact.of("dns.query.price").value()));
    }
}
