package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Forecast;
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

/** Hands out ids: every write of an entity that it holds gets a new one. */
public final class IdGenerator extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Hands out ids of",
                    "",
                    "Entities whose writes ask for an id, separated by commas; empty means all.")
            .group("Ids");
    static final Param SCHEME = Param.choice(
                    "scheme",
                    "Scheme",
                    "Time, machine and sequence in one number; a counter on disk; a counter in blocks that instances use "
                            + "up from memory; or random bits.",
                    "snowflake",
                    "ticket",
                    "range",
                    "random")
            .group("Ids")
            .tries("snowflake", "ticket", "range");
    static final Param BITS = Param.of(
                    "bits", ParamType.INTEGER, "Random bits", "63", "Bits of a random id: 2 to that power ids.")
            .between("8", "63")
            .group("Ids");
    static final Param BLOCK = Param.of(
                    "block", ParamType.INTEGER, "Block", "1000", "Ids that an instance takes from the counter at once.")
            .between("1", "1000000000")
            .group("Ids");
    static final Param BLOCK_TIME = Param.of(
                    "blockTime",
                    ParamType.DISTRIBUTION,
                    "Taking a block",
                    "5 ms",
                    "Time until the counter has handed out a block; requests wait for it.")
            .group("Ids");
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Instances", "2", "Generators; requests go over them in turn.")
            .between("1", "1024")
            .group("Size")
            .tries("+1");
    static final Param WORKERS = Param.of(
                    "workers", ParamType.INTEGER, "Workers", "16", "Requests that one instance works on at once.")
            .between("1", "100000")
            .group("Size");
    static final Param SERVICE_TIME = Param.of(
                    "serviceTime",
                    ParamType.DISTRIBUTION,
                    "Service time",
                    "0.1 ms",
                    "Time of one request; with a ticket server that of a durable write.")
            .group("Size");
    static final Param MACHINES = Param.choice(
                    "machines",
                    "Machine numbers",
                    "Whether each instance has its own machine number, or a mistake gave all the same.",
                    "distinct",
                    "same")
            .group("Clocks")
            .tries("distinct");
    static final Param SKEW = Param.of(
                    "skew",
                    ParamType.DURATION,
                    "Clock skew",
                    "1 ms",
                    "Clocks of odd instances are so much ahead, those of even ones so much behind.")
            .between("0 s", "1 h")
            .group("Clocks");
    static final Param DRIFT = Param.of(
                    "drift",
                    ParamType.RATIO,
                    "Clock drift",
                    "0.005 %",
                    "How much faster the clocks of odd instances run, and slower those of even ones.")
            .between("0 %", "10 %")
            .group("Clocks");
    static final Param SYNC = Param.of(
                    "sync",
                    ParamType.DURATION,
                    "Set right every",
                    "64 s",
                    "How often a clock is set right: a fast one goes back by what it has gained.")
            .between("10 ms", "1 day")
            .orNone()
            .group("Clocks");
    static final Param CLOCK_BACK = Param.choice(
                    "clockBack",
                    "When the clock went back",
                    "Wait until it has caught up, refuse until then, or go on as if nothing were.",
                    "wait",
                    "refuse",
                    "ignore")
            .group("Clocks")
            .tries("wait");

    public IdGenerator() {
        super("id-generator", "ID generator", Family.DATA, "Hands out ids that nobody else has.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                HOLDS,
                SCHEME,
                BITS,
                BLOCK,
                BLOCK_TIME,
                INSTANCES,
                WORKERS,
                SERVICE_TIME,
                MACHINES,
                SKEW,
                DRIFT,
                SYNC,
                CLOCK_BACK);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "requests for ids", Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "snowflake",
                        "Twitter Snowflake",
                        Map.of("scheme", "snowflake", "clockBack", "refuse"),
                        List.of("id.snowflake.sequence", "id.snowflake.machines")),
                new Preset(
                        "flickr",
                        "Flickr ticket servers",
                        Map.of("scheme", "ticket", "instances", "2", "serviceTime", "lognormal(2 ms, cv 0.5)"),
                        List.of("disk.ssd.fsync")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.STORES);
    }

    @Override
    public Behaviour behave(Site site) {
        return new Numbering(site);
    }

    /** Who waits for a block waits with all others. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.text(SCHEME).equals("range")
                ? Double.NaN
                : settings.distribution(SERVICE_TIME).mean() / 1e9;
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return settings.text(SCHEME).equals("range")
                ? Optional.empty()
                : Optional.of(WorkTime.of(settings.distribution(SERVICE_TIME))
                        .queue(settings.integer(INSTANCES), settings.integer(WORKERS), demand.callsPerSecond()));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public boolean fillsDisks(Settings settings) {
        return false;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of(Service.machines(settings.integer(INSTANCES), 1));
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        String scheme = settings.text(SCHEME);
        if (scheme.equals("snowflake")) {
            if (settings.text(MACHINES).equals("same") && settings.integer(INSTANCES) > 1) {
                flaws.add("instances with the same machine number hand out the same ids");
            }
            if (settings.text(CLOCK_BACK).equals("ignore")) {
                flaws.add("a clock that is set back hands out the same ids again");
            }
        }
        if (scheme.equals("random") && settings.integer(BITS) < 48) {
            int bits = settings.integer(BITS);
            flaws.add(bits + " random bits: a collision is as likely as not after some "
                    + Math.round(1.1774 * Math.sqrt(Math.scalb(1.0, bits))) + " ids");
        }
        return flaws;
    }
}
