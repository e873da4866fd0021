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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A third party that is asked over the internet: payments, messages, maps. It is slow, fails and limits as it likes. */
public final class ExternalService extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Answers for",
                    "",
                    "Entities that are read and written there, separated by commas; empty means all.")
            .group("Work");
    static final Param LATENCY = Param.of(
                    "latency",
                    ParamType.DISTRIBUTION,
                    "Time to answer",
                    "lognormal(50 ms, cv 1)",
                    "Its own time for one call, without the way.")
            .group("Work");
    static final Param ERRORS = Param.of(
                    "errors", ParamType.RATIO, "Errors", "0.1 %", "Share of calls that fail after their time.")
            .between("0 %", "100 %")
            .group("Work");
    static final Param DONE_ANYWAY = Param.of(
                    "doneAnyway",
                    ParamType.RATIO,
                    "Done all the same",
                    "0 %",
                    "Share of failed writes that it did carry out: whoever tries again does it twice.")
            .between("0 %", "100 %")
            .group("Work");
    static final Param LIMIT = Param.of(
                    "limit",
                    ParamType.RATE,
                    "Rate limit",
                    "none",
                    "Calls that it takes from us; one more is rejected. A token bucket of one second.")
            .between("1/s", "1000000000/s")
            .orNone()
            .group("Limits");
    static final Param OUTAGE_EVERY = Param.of(
                    "outageEvery",
                    ParamType.DURATION,
                    "Outage every",
                    "none",
                    "Mean time between outages, drawn at random; none means only those of the script.")
            .between("1 s", "3650 day")
            .orNone()
            .group("Outages");
    static final Param OUTAGE = Param.of(
                    "outage",
                    ParamType.DISTRIBUTION,
                    "Length of an outage",
                    "exponential(10 min)",
                    "How long a drawn outage lasts.")
            .group("Outages");
    static final Param WHEN_DOWN = Param.choice(
                    "whenDown",
                    "When down",
                    "It refuses calls at once, or takes them and does not answer before hangTime is over (hangs).",
                    "refuses",
                    "hangs")
            .group("Outages");
    static final Param HANG_TIME = Param.of(
                    "hangTime",
                    ParamType.DURATION,
                    "Hangs for",
                    "60 s",
                    "After so long a hanging call breaks off by itself.")
            .between("1 ms", "1 h")
            .group("Outages");
    static final Param PRICE = Param.of(
                    "price", ParamType.NUMBER, "USD per 1,000 calls", "0", "What it charges for a thousand calls.")
            .between("0", "1000000")
            .group("Price");

    public ExternalService() {
        super("external-service", "External service", Family.COMPUTE, "A third party, asked over the internet.");
    }

    @Override
    public List<Param> params() {
        return List.of(HOLDS, LATENCY, ERRORS, DONE_ANYWAY, LIMIT, OUTAGE_EVERY, OUTAGE, WHEN_DOWN, HANG_TIME, PRICE);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "calls, reads and writes", Port.REQUEST, Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "payments",
                "Payments such as Stripe",
                Map.of("latency", "lognormal(500 ms, cv 0.7)", "limit", "100/s"),
                List.of("external.stripe.rate")));
    }

    /** It stands for what is written to it, and answers an operation that is one such read or write by itself. */
    @Override
    public Set<Role> roles() {
        return Set.of(Role.STORES, Role.SERVES_OBJECTS);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of();
    }

    /** How it is built is its own affair; its outages are in the settings. */
    @Override
    public boolean survivesOneLoss(Settings settings) {
        return true;
    }

    @Override
    public double paceSeconds(Settings settings) {
        return settings.isNone(OUTAGE_EVERY)
                ? 0
                : (settings.nanos(OUTAGE_EVERY) + settings.distribution(OUTAGE).mean()) / 1e9;
    }

    /** Any number at once, as long as it is there. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.isNone(OUTAGE_EVERY) && settings.isNone(LIMIT)
                ? settings.distribution(LATENCY).mean() / 1e9
                : Double.NaN;
    }

    @Override
    public Behaviour behave(Site site) {
        return new ThirdParty(site);
    }

    @Override
    public boolean fillsDisks(Settings settings) {
        return false;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        double calls = usage.callsPerSecond() * Usage.SECONDS;
        return List.of(new CostLine("calls", calls / 1e3 * settings.number(PRICE)));
    }

    @Override
    public List<String> check(Settings settings) {
        return settings.ratio(ERRORS) >= 1 ? List.of("every call fails") : List.of();
    }
}
