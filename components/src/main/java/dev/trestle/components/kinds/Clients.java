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
import java.util.List;
import java.util.Set;

/** People and their devices: they issue the operations of the brief at its rates and see how long answers take. */
public final class Clients extends Kind {
    static final Param ARRIVALS = Param.choice(
                    "arrivals",
                    "Arrivals",
                    "How requests come: independently (poisson), evenly (steady), in bursts, or over a day.",
                    "poisson",
                    "steady",
                    "bursty",
                    "daily")
            .group("Load");
    static final Param USERS = Param.of(
                    "users", ParamType.NUMBER, "Users", "1 M", "How many different people there are here.")
            .between("1", "1e10")
            .group("Load");
    static final Param TIMEOUT = Param.of(
                    "timeout", ParamType.DURATION, "Timeout", "none", "How long a client waits before it gives up.")
            .between("1 us", "1 day")
            .orNone()
            .group("Patience");
    static final Param RETRIES = Param.of(
                    "retries",
                    ParamType.INTEGER,
                    "Retries",
                    "0",
                    "How often a failed or timed-out request is sent again.")
            .between("0", "20")
            .group("Patience");
    static final Param BACKOFF = Param.of(
                    "backoff",
                    ParamType.DURATION,
                    "Backoff",
                    "100 ms",
                    "Mean wait before the first retry; it doubles with each further one and is jittered over 0 to twice itself.")
            .between("0 s", "1 h")
            .group("Patience");
    static final Param READS_OWN = Param.of(
                    "readsOwn",
                    ParamType.RATIO,
                    "Look at own writes",
                    "30 %",
                    "Share of writes after which the same person reads what was written; such a read takes the place of "
                            + "one of the load's own, so rates stay as stated.")
            .between("0 %", "100 %")
            .group("Sessions");
    static final Param READS_OWN_AFTER = Param.of(
                    "readsOwnAfter",
                    ParamType.DISTRIBUTION,
                    "Look after",
                    "exponential(1 s)",
                    "Time from the answer to the write until that person reads it.")
            .group("Sessions");

    public Clients() {
        super("clients", "Clients", Family.CLIENTS, "People and devices that issue the operations of the brief.");
    }

    @Override
    public List<Param> params() {
        return List.of(ARRIVALS, USERS, TIMEOUT, RETRIES, BACKOFF, READS_OWN, READS_OWN_AFTER);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.out("out", "requests", Port.REQUEST));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.SOURCE);
    }

    @Override
    public Behaviour behave(Site site) {
        return new ClientLoad(site);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of();
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return true;
    }
}
