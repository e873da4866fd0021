package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one door to many services: it authenticates, limits, translates, aggregates, keeps answers and breaks circuits. */
public final class ApiGateway extends Proxy {
    static final Param AUTH_TIME = Param.of(
                    "authTime",
                    ParamType.DISTRIBUTION,
                    "Authentication",
                    "100 us",
                    "A worker's time to check who asks.")
            .group("Work");
    static final Param ANONYMOUS = Param.of(
                    "anonymous",
                    ParamType.OPERATIONS,
                    "Anonymous",
                    "",
                    "Operations that are not authenticated, separated by commas.")
            .group("Work");
    static final Param TRANSLATION_TIME = Param.of(
                    "translationTime",
                    ParamType.DISTRIBUTION,
                    "Translation",
                    "0 ms",
                    "A worker's time to translate a request into the protocol behind, such as JSON into gRPC.")
            .group("Work");
    static final Param TRANSLATES = Param.of(
                    "translates",
                    ParamType.OPERATIONS,
                    "Translates",
                    "",
                    "Operations that are translated, separated by commas; empty means all.")
            .group("Work");
    static final Param AGGREGATES = Param.of(
                    "aggregates",
                    ParamType.TEXT,
                    "Aggregates",
                    "",
                    "Operations whose steps it runs itself, separated by commas: one request, several calls. They may only call others.")
            .group("Work");
    static final Param LIMIT = Param.of(
                    "limit",
                    ParamType.RATE,
                    "Limit",
                    "none",
                    "Requests that may pass in the long run, counted over all instances; none means any number.")
            .between("0.001/s", "1000000000/s")
            .orNone()
            .group("Limit")
            .tries("x2")
            .whileRunning();
    static final Param BREAKER = Param.of(
                    "breaker",
                    ParamType.INTEGER,
                    "Breaker opens after",
                    "5",
                    "Failures in a row after which a node behind is asked no more for a while; none means never.")
            .between("1", "1000000")
            .orNone()
            .group("Breaker");
    static final Param PAUSE = Param.of(
                    "pause",
                    ParamType.DURATION,
                    "Pause",
                    "10 s",
                    "How long an open breaker waits before one request may try again.")
            .between("1 ms", "1 h")
            .group("Breaker");
    static final Param TIMEOUT = Param.of(
                    "timeout",
                    ParamType.DURATION,
                    "Timeout",
                    "none",
                    "An answer that takes longer is not waited for and counts as a failure.")
            .between("1 ms", "1 h")
            .orNone()
            .group("Breaker")
            .tries("x2");

    public ApiGateway() {
        super(
                "api-gateway",
                "API gateway",
                Family.GUARDS,
                "One door to many services: authenticates, limits, translates and breaks circuits.");
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
                AUTH_TIME,
                ANONYMOUS,
                TRANSLATION_TIME,
                TRANSLATES,
                AGGREGATES,
                LIMIT,
                RateLimiter.ALGORITHM,
                RateLimiter.BURST,
                RateLimiter.WINDOW,
                RateLimiter.PER,
                BREAKER,
                PAUSE,
                TIMEOUT,
                CAPACITY,
                CACHES,
                TTL);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "per-account",
                "Limit per account as at Stripe",
                Map.of("limit", "100/s", "burst", "100", "per", "client", "timeout", "10 s"),
                List.of("external.stripe.rate")));
    }

    @Override
    public boolean runs(Settings settings, String operation) {
        return settings.names(AGGREGATES).contains(operation);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return super.ownSeconds(settings, verb)
                + (settings.distribution(AUTH_TIME).mean()
                                + settings.distribution(TRANSLATION_TIME).mean())
                        / 1e9;
    }

    @Override
    Optional<WorkTime> workTime(Settings settings) {
        WorkTime translation = WorkTime.of(settings.distribution(TRANSLATION_TIME));
        boolean alike = settings.names(ANONYMOUS).isEmpty()
                && (settings.names(TRANSLATES).isEmpty() || translation.seconds() == 0);
        return alike
                ? super.workTime(settings)
                        .map(time -> time.then(WorkTime.of(settings.distribution(AUTH_TIME)))
                                .then(translation))
                : Optional.empty();
    }

    @Override
    public List<String> check(Settings settings) {
        boolean windows = !settings.text(RateLimiter.ALGORITHM).endsWith("bucket");
        if (settings.isNone(LIMIT)
                || !windows
                || Limit.inWindow(settings.perSecond(LIMIT), settings.nanos(RateLimiter.WINDOW)) >= 1) {
            return List.of();
        }
        return List.of("a window of " + settings.text(RateLimiter.WINDOW) + " at " + settings.text(LIMIT)
                + " lets nothing through: it is less than one request");
    }

    @Override
    public boolean corruptible(Settings settings) {
        return !settings.isNone(Proxy.CAPACITY);
    }

    @Override
    public Behaviour behave(Site site) {
        return new Gating(site);
    }
}
