package dev.trestle.components.kind;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.estimator.fact.Tiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sort of component: the one source of its settings, form, checks, behaviour, cost, theory and documentation.
 *
 * <p>A kind is a public class with a public constructor without parameters in the package {@code kinds}, an icon in
 * {@code static/icons/kinds/<id>.svg} and an essay in {@code resources/kinds/<id>.md}; the {@link Catalog} finds it.
 * Kinds have no state.
 */
public abstract class Kind {
    private final String id;
    private final String label;
    private final Family family;
    private final String summary;

    /**
     * @param id the word on boards, such as {@code load-balancer}
     * @param label the name in the palette
     * @param summary one sentence for people
     */
    protected Kind(String id, String label, Family family, String summary) {
        this.id = id;
        this.label = label;
        this.family = family;
        this.summary = summary;
    }

    public final String id() {
        return id;
    }

    public final String label() {
        return label;
    }

    public final Family family() {
        return family;
    }

    public final String summary() {
        return summary;
    }

    /** Its settings, in the order of the form. */
    public abstract List<Param> params();

    /** Where links attach. */
    public abstract List<Port> ports();

    /** Named technologies as default settings. */
    public List<Preset> presets() {
        return List.of();
    }

    /** What its part in a run is; see {@link Role}. */
    public abstract Set<Role> roles();

    /** What can be measured of its nodes, under some settings at least; as a rule it is something with servers. */
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE);
    }

    /** Whether a node runs the steps of the operation by itself: what handles requests does so for all of them. */
    public boolean runs(Settings settings, String operation) {
        return roles().contains(Role.HANDLES);
    }

    /** The node in the engine. */
    public abstract Behaviour behave(Site site);

    /** What a month costs, provisioned and per use. */
    public abstract List<CostLine> cost(Settings settings, Usage usage);

    /**
     * The whole bill of a node: its {@link #cost} and what its answers to people cost on their way over the internet. An
     * edge sells its delivery itself.
     */
    public final List<CostLine> bill(Settings settings, Usage usage) {
        List<CostLine> lines = new ArrayList<>(cost(settings, usage));
        if (!roles().contains(Role.EDGE)) {
            double gb = usage.bytesToPeoplePerSecond() * Usage.SECONDS / 1e9;
            lines.add(new CostLine("traffic to the internet", Tiers.INTERNET.price(gb)));
        }
        return lines;
    }

    /** What theory says, where it says anything. */
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return Optional.empty();
    }

    /** Mean time in seconds that it works on a call by itself, nobody before it; NaN where the settings do not say. */
    public double ownSeconds(Settings settings, int verb) {
        return Double.NaN;
    }

    /** Without a good answer for so long its publishers send the same message again, in nanoseconds; 0 for never. */
    public long resendNanos(Settings settings) {
        return 0;
    }

    /** Whether all that an operation publishes here is told together when the operation has ended well, or not at all. */
    public boolean transactional(Settings settings) {
        return false;
    }

    /**
     * The longest time in seconds over which a node changes by itself under a level load: bursts that come and go, an
     * autoscaler that looks once a minute. A run of less tells little. 0 where it goes with the requests, infinite where it
     * never comes to rest.
     */
    public double paceSeconds(Settings settings) {
        return 0;
    }

    /** Whether the requests that it issues come at random moments: a Poisson process, which is what forecasts are about. */
    public boolean asksAtRandom(Settings settings) {
        return true;
    }

    /** Flaws of one node that only this kind can know: one clear line each. */
    public List<String> check(Settings settings) {
        return List.of();
    }

    /** What somebody may expect of the settings of one node that they do not do: one clear line each. */
    public List<String> notes(Settings settings) {
        return List.of();
    }

    /** How many instances the settings ask for, for the sweep of single points of failure; 1 where it is one thing. */
    public int instances(Settings settings) {
        return 1;
    }

    /** How many instances there can be at any time of a run: more than at first where a script adds some. */
    public int mostInstances(Settings settings) {
        return instances(settings);
    }

    /**
     * How much has to stand ready from the beginning for what a script does later; a run that has less of it cannot be
     * changed so while it goes on.
     */
    public int readied(Settings settings) {
        return 0;
    }

    /** Why a tunable setting of a node with these settings cannot change while a run goes on, in words; null when it can. */
    public String fixed(Settings settings, Param param) {
        return null;
    }

    /** The settings that can change while a run goes on. */
    public final List<Param> tunables() {
        return params().stream().filter(Param::tunable).toList();
    }

    /** Whether it goes on when one instance is lost: several instances, or a managed service with none to lose. */
    public boolean survivesOneLoss(Settings settings) {
        return instances(settings) > 1;
    }

    /** Whether what it stores lies on disks of its own that can be full: not with a managed service, nor in memory. */
    public boolean fillsDisks(Settings settings) {
        return roles().contains(Role.STORES);
    }

    /** Whether the fault {@code corrupt} can damage what its instances have stored. */
    public boolean corruptible(Settings settings) {
        return false;
    }

    /** The entities that a node of this kind holds; empty means all. Only for kinds that keep data or copies. */
    public List<String> holds(Settings settings) {
        return params().stream()
                .filter(param -> param.id().equals("holds"))
                .findFirst()
                .map(settings::names)
                .orElse(List.of());
    }

    /** Whether a cache leaves misses to the caller ({@link CachePattern#ASIDE}); only for kinds with role CACHE. */
    public CachePattern cachePattern(Settings settings) {
        return CachePattern.ASIDE;
    }

    /** From when to when the latency of an operation goes that nodes of this kind run because of an event, in words. */
    public String handlingClock() {
        return "from a delivery to the end of its handling";
    }

    /** Of those who issue operations: the share of writes whose row the same person reads again; NaN where nobody can say. */
    public double rereads(Settings settings) {
        return 0;
    }

    /** Why {@link #forecast} says nothing, in words. */
    public String whyNoForecast(Settings settings, Demand demand) {
        return "there is no closed form for it with these settings";
    }

    /** Whether its nodes keep copies of what others hold, as caches, edges and proxies do. */
    public final boolean keepsCopies() {
        return roles().contains(Role.CACHES)
                || roles().contains(Role.EDGE)
                || param("caches").isPresent();
    }

    public final Optional<Param> param(String name) {
        return params().stream().filter(param -> param.id().equals(name)).findFirst();
    }

    /** What is wrong with a node's settings: setting id and one clear line each; empty when all is well. */
    public final List<Map.Entry<String, String>> refusals(Map<String, String> settings) {
        List<Map.Entry<String, String>> refusals = new ArrayList<>();
        settings.forEach((name, text) -> {
            Optional<Param> param = param(name);
            if (param.isEmpty()) {
                refusals.add(Map.entry(
                        name,
                        "is not a setting of " + id + "; it has "
                                + String.join(
                                        ", ", params().stream().map(Param::id).toList())));
            } else if (param.get().refusal(text) != null) {
                refusals.add(Map.entry(name, param.get().refusal(text)));
            }
        });
        return refusals;
    }
}
