package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Set;

/** Names to addresses: resolvers remember an answer for its time to live, so only some requests wait for a lookup. */
public final class Dns extends Kind {
    static final Param TTL = Param.of(
                    "ttl",
                    ParamType.DURATION,
                    "Time to live",
                    "60 s",
                    "How long a resolver uses an answer before it asks again.")
            .between("0 s", "7 day");
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

    public Dns() {
        super("dns", "DNS", Family.TRAFFIC, "Turns names into addresses that resolvers remember for a while.");
    }

    @Override
    public List<Param> params() {
        return List.of(TTL, LOOKUP, RESOLVERS);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "requests", Port.REQUEST), Port.out("out", "the address", Port.REQUEST));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.FORWARDS);
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
