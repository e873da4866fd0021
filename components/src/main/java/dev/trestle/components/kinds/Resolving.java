package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * Resolvers at work: a request whose resolver has no fresh answer first waits for a lookup.
 *
 * <p>Operations that may go the same ways have one name. An answer is one address, or for {@code spread} the set of all
 * that were healthy when it was given, as bits; people use it until its time to live is over, whatever has become of it.
 */
final class Resolving extends Behaviour {
    private static final int LOOKED_UP = FIRST_EVENT;
    private static final int CHECK_HEALTH = FIRST_EVENT + 1;
    /** Resolvers that room is made for at the start; more find theirs as they come. */
    private static final int MOST_FORESEEN = 1 << 16;
    /** Of more addresses than bits of an answer the rest counts as well. */
    private static final int BITS = 62;

    private final Site site;
    private final Distribution lookup;
    private final Chance chance;
    private final Chance weighing;
    private final long ttlNanos;
    private final int resolvers;
    private final String policy;
    private final double[] weights;
    private final long healthNanos;
    private final int healthThreshold;
    /** When each resolver knows the answer, until when it may use it, and what it is; by resolver and name. */
    private final LongMap knownFrom;

    private final LongMap freshUntil;
    private final LongMap answers;
    private final Counter lookups;
    private final Counter switched;
    private Wire[][] ways;
    /** By operation: the number of its name, and by name its ways. */
    private int[] names;

    private Wire[][] addresses;
    private boolean[][] healthy;
    private int[][] failedChecks;
    private boolean up = true;

    Resolving(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        lookup = settings.distribution(Dns.LOOKUP);
        chance = site.chance("lookup");
        weighing = site.chance("weights");
        ttlNanos = settings.nanos(Dns.TTL);
        resolvers = settings.integer(Dns.RESOLVERS);
        policy = settings.text(Dns.ANSWERS);
        weights = Dns.weights(settings.text(Dns.WEIGHTS));
        healthNanos = settings.isNone(Dns.HEALTH_INTERVAL) ? 0 : settings.nanos(Dns.HEALTH_INTERVAL);
        healthThreshold = settings.integer(Dns.HEALTH_THRESHOLD);
        knownFrom = new LongMap(Math.min(resolvers, MOST_FORESEEN));
        freshUntil = new LongMap(Math.min(resolvers, MOST_FORESEEN));
        answers = new LongMap(Math.min(resolvers, MOST_FORESEEN));
        lookups = meter.counter("lookups");
        switched = meter.counter("switched");
    }

    @Override
    public void start() {
        ways = new Wire[site.operations().size()][];
        names = new int[ways.length];
        addresses = new Wire[ways.length][];
        int count = 0;
        for (int i = 0; i < ways.length; i++) {
            ways[i] = site.requests(i);
            int name = 0;
            while (name < count && !Arrays.equals(addresses[name], ways[i])) {
                name++;
            }
            addresses[name] = ways[i];
            names[i] = name;
            count = Math.max(count, name + 1);
        }
        healthy = new boolean[count][];
        failedChecks = new int[count][];
        for (int name = 0; name < count; name++) {
            healthy[name] = new boolean[addresses[name].length];
            Arrays.fill(healthy[name], true);
            failedChecks[name] = new int[addresses[name].length];
        }
        if (healthNanos > 0) {
            engine.schedule(engine.call(this), CHECK_HEALTH, healthNanos);
        }
    }

    @Override
    public boolean up(int instance) {
        return up;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        long now = engine.now();
        long resolver = resolver(call);
        if (freshUntil.get(resolver) > now) {
            wait(call, knownFrom.get(resolver) - now);
        } else if (!up) {
            call.outcome = Call.REFUSED;
            answer(call);
        } else {
            lookups.value++;
            long took = slowed(lookup.sample(chance));
            knownFrom.put(resolver, now + took);
            freshUntil.put(resolver, now + took + ttlNanos);
            answers.put(resolver, resolve(call));
            wait(call, took);
        }
    }

    /** People have their resolver by a hash; those of another region have others, which ask for another name apart. */
    private long resolver(Call call) {
        long own = Long.remainderUnsigned(HashRing.mix(call.client), resolvers);
        long from = engine.network().spots() == 0 ? 0 : engine.network().spotOf(call) + 1;
        return (from * resolvers + own) * healthy.length + names[call.operation];
    }

    /** What the name service says to whoever asks now. Where nothing is healthy it says what it would if all were. */
    private long resolve(Call call) {
        int name = names[call.operation];
        boolean[] well = healthy[name];
        boolean any = false;
        for (boolean each : well) {
            any |= each;
        }
        return switch (policy) {
            case "geo" -> nearest(call, name, any);
            case "weighted" -> weighted(name, any);
            case "failover" -> first(well);
            default -> all(well, any);
        };
    }

    private static long all(boolean[] well, boolean any) {
        long bits = 0;
        for (int i = 0; i < Math.min(BITS, well.length); i++) {
            bits |= well[i] || !any ? 1L << i : 0;
        }
        return bits;
    }

    private static int first(boolean[] well) {
        for (int i = 0; i < well.length; i++) {
            if (well[i]) {
                return i;
            }
        }
        return 0;
    }

    private int nearest(Call call, int name, boolean any) {
        int best = -1;
        long bestNanos = 0;
        for (int i = 0; i < addresses[name].length; i++) {
            if (healthy[name][i] || !any) {
                long nanos = engine.network().nearestNanos(call, addresses[name][i].to.node);
                if (best < 0 || nanos < bestNanos) {
                    best = i;
                    bestNanos = nanos;
                }
            }
        }
        return best;
    }

    private int weighted(int name, boolean any) {
        double total = 0;
        for (int i = 0; i < addresses[name].length; i++) {
            total += weight(name, i, any);
        }
        double left = weighing.uniform() * total;
        int chosen = 0;
        for (int i = 0; i < addresses[name].length && left >= 0; i++) {
            double weight = weight(name, i, any);
            chosen = weight > 0 ? i : chosen;
            left -= weight;
        }
        return chosen;
    }

    private double weight(int name, int address, boolean any) {
        return healthy[name][address] || !any ? weights[Math.min(address, weights.length - 1)] : 0;
    }

    /** Who asks while the resolver is asking waits for the same answer. */
    private void wait(Call call, long nanos) {
        if (nanos <= 0) {
            forward(call);
        } else {
            engine.schedule(call, LOOKED_UP, nanos);
        }
    }

    @Override
    public void event(Call call, int type) {
        if (type == LOOKED_UP) {
            forward(call);
        } else {
            checkHealth();
            engine.schedule(call, CHECK_HEALTH, healthNanos);
        }
    }

    private void checkHealth() {
        for (int name = 0; name < healthy.length; name++) {
            for (int i = 0; i < healthy[name].length; i++) {
                boolean before = healthy[name][i];
                if (anyUp(addresses[name][i].to)) {
                    failedChecks[name][i] = 0;
                    healthy[name][i] = true;
                } else if (++failedChecks[name][i] >= healthThreshold) {
                    healthy[name][i] = false;
                }
                switched.value += before == healthy[name][i] ? 0 : 1;
            }
        }
    }

    private static boolean anyUp(Behaviour node) {
        for (int i = 0; i < node.instances(); i++) {
            if (node.up(i)) {
                return true;
            }
        }
        return false;
    }

    private void forward(Call call) {
        Wire[] targets = ways[call.operation];
        long answer = answers.get(resolver(call));
        int target = policy.equals("spread") ? picked(call, answer, targets.length) : (int) answer;
        engine.send(engine.child(call), targets[target], Call.ANY);
    }

    /** Of the addresses in the answer the one that this person always takes. */
    private static int picked(Call call, long answer, int count) {
        int offered = Long.bitCount(answer) + Math.max(0, count - BITS);
        int chosen = (int) Long.remainderUnsigned(HashRing.mix(call.client + 1), offered);
        for (int i = 0; i < Math.min(BITS, count); i++) {
            if ((answer & 1L << i) != 0 && chosen-- == 0) {
                return i;
            }
        }
        return BITS + chosen;
    }

    @Override
    public void reply(Call call, Call child) {
        call.takeAnswer(child);
        answer(call);
    }

    /** Down, it answers no lookup; resolvers go on with what they remember. */
    @Override
    public void crash(int instance) {
        up = false;
    }

    @Override
    public void recover(int instance) {
        up = true;
    }
}
