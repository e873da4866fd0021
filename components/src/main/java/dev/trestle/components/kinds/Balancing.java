package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A balancer at work: it forwards each call to one instance behind it by the algorithm and hands the answer back.
 *
 * <p>A slot is one instance at the end of one wire. Open requests and health are kept per slot; the balancer only knows
 * what it has seen itself: its own open requests, and the health checks.
 */
final class Balancing extends Behaviour {
    private static final int FORWARD = FIRST_EVENT;
    private static final int CHECK_HEALTH = FIRST_EVENT + 1;
    private static final int TAKE_OVER = FIRST_EVENT + 2;

    private final Site site;
    private final Pick pick;
    private final Distribution hop;
    private final boolean noHop;
    private final Chance hopChance;
    private final Chance chance;
    private final int connections;
    private final long healthNanos;
    private final int healthThreshold;
    private final long takeoverNanos;
    private Wire[] slotWires = {};
    private int[] slotInstances = {};
    private final Map<Wire, Integer> firstSlot = new HashMap<>();
    private int[] open;
    private int[] failedChecks;
    private boolean[] healthy;
    private int[][] requestSlots;
    /** By entity, read or write, and operation + 1. */
    private int[][][][] dataSlots;

    private int turn;
    private final boolean[] balancerUp;
    private int active;
    private boolean working = true;
    private boolean takingOver;
    /** Changes when the working balancer dies: what it had open is broken off. */
    private int life;

    private Call healthTimer;
    private Call takeoverTimer;

    /** The balancing algorithms. */
    private enum Pick {
        ROUND_ROBIN,
        LEAST_CONNECTIONS,
        TWO_CHOICES,
        RANDOM,
        SOURCE_HASH,
        KEY_HASH
    }

    Balancing(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        pick = Pick.valueOf(settings.text(LoadBalancer.ALGORITHM)
                .toUpperCase(java.util.Locale.ROOT)
                .replace('-', '_'));
        hop = settings.distribution(LoadBalancer.HOP);
        noHop = hop.mean() == 0;
        hopChance = site.chance("hop");
        chance = site.chance("pick");
        connections = settings.limit(LoadBalancer.CONNECTIONS);
        healthNanos = settings.nanos(LoadBalancer.HEALTH_INTERVAL);
        healthThreshold = settings.integer(LoadBalancer.HEALTH_THRESHOLD);
        balancerUp = new boolean[settings.integer(LoadBalancer.INSTANCES)];
        Arrays.fill(balancerUp, true);
        takeoverNanos = settings.nanos(LoadBalancer.TAKEOVER);
    }

    @Override
    public void start() {
        requestSlots = new int[site.operations().size()][];
        for (int i = 0; i < requestSlots.length; i++) {
            requestSlots[i] = slots(site.requests(i));
        }
        dataSlots = new int[site.entities().size()][2][requestSlots.length + 1][];
        for (int entity = 0; entity < dataSlots.length; entity++) {
            for (int operation = -1; operation < requestSlots.length; operation++) {
                dataSlots[entity][0][operation + 1] = slots(site.data(entity, false, operation));
                dataSlots[entity][1][operation + 1] = slots(site.data(entity, true, operation));
            }
        }
        open = new int[slotWires.length];
        failedChecks = new int[open.length];
        healthy = new boolean[open.length];
        Arrays.fill(healthy, true);
        takeoverTimer = engine.call(this);
        healthTimer = engine.call(this);
        if (healthNanos > 0) {
            engine.schedule(healthTimer, CHECK_HEALTH, healthNanos);
        }
    }

    private int[] slots(Wire[] wires) {
        List<Integer> slots = new ArrayList<>();
        for (Wire wire : wires) {
            if (!firstSlot.containsKey(wire)) {
                int first = slotWires.length;
                firstSlot.put(wire, first);
                slotWires = Arrays.copyOf(slotWires, first + wire.to.instances());
                slotInstances = Arrays.copyOf(slotInstances, slotWires.length);
                for (int slot = first; slot < slotWires.length; slot++) {
                    slotWires[slot] = wire;
                    slotInstances[slot] = slot - first;
                }
            }
            for (int i = 0; i < wire.to.instances(); i++) {
                slots.add(firstSlot.get(wire) + i);
            }
        }
        return slots.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean up(int instance) {
        return working;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        call.stage = life;
        if (!working) {
            call.outcome = Call.REFUSED;
            answer(call);
        } else if (meter.inside > connections) {
            call.outcome = Call.REJECTED;
            answer(call);
        } else if (noHop) {
            forward(call);
        } else {
            engine.schedule(call, FORWARD, slowed(hop.sample(hopChance)));
        }
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case FORWARD -> forward(call);
            case CHECK_HEALTH -> checkHealth();
            default -> takeOver();
        }
    }

    private void forward(Call call) {
        if (call.stage != life) {
            call.outcome = Call.CRASHED;
            answer(call);
            return;
        }
        int[] slots = call.verb == Call.REQUEST
                ? requestSlots[call.operation]
                : dataSlots[call.subject][call.verb == Call.READ ? 0 : 1][call.operation + 1];
        int slot = pick(slots, call);
        if (slot < 0) {
            call.outcome = Call.NO_ROUTE;
            answer(call);
            return;
        }
        open[slot]++;
        call.scratch = slot;
        Call child = engine.child(call);
        engine.send(child, slotWires[slot], slotInstances[slot]);
    }

    @Override
    public void reply(Call call, Call child) {
        open[(int) call.scratch]--;
        call.takeAnswer(child);
        if (call.stage != life) {
            call.outcome = Call.CRASHED;
        }
        answer(call);
    }

    /** A healthy slot by the algorithm; where none is healthy all are tried, as a balancer that fails open does. */
    private int pick(int[] slots, Call call) {
        if (slots.length == 0) {
            return -1;
        }
        return switch (pick) {
            case ROUND_ROBIN -> next(slots, turn++);
            case LEAST_CONNECTIONS -> least(slots);
            case TWO_CHOICES -> {
                int one = next(slots, (int) chance.below(slots.length));
                int two = next(slots, (int) chance.below(slots.length));
                yield open[two] < open[one] ? two : one;
            }
            case RANDOM -> next(slots, (int) chance.below(slots.length));
            case SOURCE_HASH -> next(slots, hash(call.client, slots.length));
            case KEY_HASH -> next(slots, hash(call.key, slots.length));
        };
    }

    private static int hash(long value, int buckets) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L;
        return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 29), buckets);
    }

    /** The slot at a place in turn, or the next healthy one after it. */
    private int next(int[] slots, int from) {
        int start = Math.floorMod(from, slots.length);
        int place = start;
        do {
            if (healthy[slots[place]]) {
                return slots[place];
            }
            place = place + 1 == slots.length ? 0 : place + 1;
        } while (place != start);
        return slots[start];
    }

    private int least(int[] slots) {
        int start = Math.floorMod(turn++, slots.length);
        int best = -1;
        int place = start;
        for (int i = 0; i < slots.length; i++) {
            int slot = slots[place];
            if (healthy[slot] && (best < 0 || open[slot] < open[best])) {
                if (open[slot] == 0) {
                    return slot;
                }
                best = slot;
            }
            place = place + 1 == slots.length ? 0 : place + 1;
        }
        return best < 0 ? slots[start] : best;
    }

    private void checkHealth() {
        for (int slot = 0; slot < healthy.length; slot++) {
            if (slotWires[slot].to.up(slotInstances[slot])) {
                failedChecks[slot] = 0;
                healthy[slot] = true;
            } else if (++failedChecks[slot] >= healthThreshold) {
                healthy[slot] = false;
            }
        }
        engine.schedule(healthTimer, CHECK_HEALTH, healthNanos);
    }

    /** When the working balancer dies, a standby takes over after a while, if one is left. */
    @Override
    public void crash(int instance) {
        for (int i = 0; i < balancerUp.length; i++) {
            balancerUp[i] &= instance >= 0 && i != instance;
        }
        if (!working || balancerUp[active]) {
            return;
        }
        working = false;
        life++;
        beginTakeover();
    }

    private void beginTakeover() {
        takingOver = true;
        engine.schedule(takeoverTimer, TAKE_OVER, takeoverNanos);
    }

    private void takeOver() {
        takingOver = false;
        for (int i = 0; i < balancerUp.length && !working; i++) {
            if (balancerUp[i]) {
                active = i;
                working = true;
            }
        }
    }

    /** The balancer that worked goes on at once; another one is there to take over. */
    @Override
    public void recover(int instance) {
        for (int i = 0; i < balancerUp.length; i++) {
            balancerUp[i] |= instance < 0 || i == instance;
        }
        if (balancerUp[active] && !working) {
            engine.cancel(takeoverTimer);
            takingOver = false;
            working = true;
        } else if (!working && !takingOver) {
            beginTakeover();
        }
    }
}
