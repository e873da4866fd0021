package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Tunable;
import dev.trestle.components.load.Distribution;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A balancer at work: it forwards each call to one instance behind it by the algorithm and hands the answer back.
 *
 * <p>The balancer only knows what it has seen itself ({@link Targets}); {@link Choice} and {@link LeastLoaded} are the
 * algorithms.
 */
final class Balancing extends Behaviour implements Tunable {
    private static final int FORWARD = FIRST_EVENT;
    private static final int CHECK_HEALTH = FIRST_EVENT + 1;
    private static final int TAKE_OVER = FIRST_EVENT + 2;

    private final Site site;
    private final Distribution hop;
    private final boolean noHop;
    private final Chance hopChance;
    private final int connections;
    private final long healthNanos;
    private final int healthThreshold;
    private final Standby standby;
    private final int balancers;
    private final Targets targets = new Targets();
    /** Null where no hash decides. */
    private final Moves moves;

    private final List<Choice> choices = new ArrayList<>();
    /** The choices in which a slot stands: usually one. */
    private Choice[][] choicesOf;

    private Choice[] requestChoices;
    /** By twice the entity, plus 1 for writes, and operation + 1. */
    private Choice[][] dataChoices;

    private Call healthTimer;

    Balancing(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        hop = settings.distribution(LoadBalancer.HOP);
        noHop = hop.mean() == 0;
        hopChance = site.chance("hop");
        connections = settings.limit(LoadBalancer.CONNECTIONS);
        healthNanos = settings.nanos(LoadBalancer.HEALTH_INTERVAL);
        healthThreshold = settings.integer(LoadBalancer.HEALTH_THRESHOLD);
        balancers = settings.integer(LoadBalancer.INSTANCES);
        standby = new Standby(
                engine,
                node,
                balancers,
                TAKE_OVER,
                settings.isNone(LoadBalancer.HEARTBEAT) ? 0 : settings.nanos(LoadBalancer.HEARTBEAT),
                settings.nanos(LoadBalancer.TAKEOVER));
        moves = settings.text(LoadBalancer.ALGORITHM).endsWith("-hash") ? new Moves(targets, meter) : null;
    }

    @Override
    public void start() {
        int operations = site.operations().size();
        int[][] requestSlots = new int[operations][];
        for (int i = 0; i < operations; i++) {
            requestSlots[i] = targets.slots(site.requests(i));
        }
        int[][][] dataSlots = new int[2 * site.entities().size()][operations + 1][];
        for (int i = 0; i < dataSlots.length; i++) {
            for (int operation = -1; operation < operations; operation++) {
                dataSlots[i][operation + 1] = targets.slots(site.data(i / 2, i % 2 == 1, operation));
            }
        }
        Chance chance = site.chance("pick");
        requestChoices = choices(requestSlots, chance);
        dataChoices = new Choice[dataSlots.length][];
        for (int i = 0; i < dataSlots.length; i++) {
            dataChoices[i] = choices(dataSlots[i], chance);
        }
        choicesOf = new Choice[targets.count()][];
        for (int slot = 0; slot < choicesOf.length; slot++) {
            int target = slot;
            choicesOf[slot] =
                    choices.stream().filter(choice -> choice.has(target)).toArray(Choice[]::new);
        }
        choices.forEach(choice -> choice.counts(meter, choices.size() == 1));
        standby.start(this);
        healthTimer = engine.call(this);
        if (healthNanos > 0) {
            engine.schedule(healthTimer, CHECK_HEALTH, healthNanos);
        }
    }

    /** One choice for each set of slots, so that those who share instances share what is known of them; null for none. */
    private Choice[] choices(int[][] sets, Chance chance) {
        Choice[] made = new Choice[sets.length];
        for (int i = 0; i < sets.length; i++) {
            int[] slots = sets[i];
            made[i] = choices.stream()
                    .filter(choice -> choice.isOver(slots))
                    .findFirst()
                    .orElse(null);
            if (made[i] == null && slots.length > 0) {
                made[i] = LoadBalancer.choice(site.settings(), targets, slots, chance);
                choices.add(made[i]);
            }
        }
        return made;
    }

    /** The algorithm begins anew; what the balancer has seen of its targets it still knows. */
    @Override
    public void tune(Settings settings) {
        Chance chance = site.chance("pick anew at " + engine.now());
        Map<Choice, Choice> anew = new IdentityHashMap<>();
        for (int i = 0; i < choices.size(); i++) {
            Choice before = choices.get(i);
            Choice choice = LoadBalancer.choice(settings, targets, before.slots(), chance);
            choice.countsOn(before);
            for (int slot : before.slots()) {
                choice.checked(slot);
            }
            anew.put(before, choice);
            choices.set(i, choice);
        }
        replace(requestChoices, anew);
        for (Choice[] each : dataChoices) {
            replace(each, anew);
        }
        for (Choice[] each : choicesOf) {
            replace(each, anew);
        }
    }

    private static void replace(Choice[] those, Map<Choice, Choice> anew) {
        for (int i = 0; i < those.length; i++) {
            those[i] = those[i] == null ? null : anew.get(those[i]);
        }
    }

    @Override
    public boolean up(int instance) {
        return standby.acting() >= 0;
    }

    /** The nearest of those that act: usually there is one. */
    @Override
    public int choose(Call call) {
        int best = -1;
        long bestNanos = 0;
        for (int i = 0; i < balancers; i++) {
            long nanos = standby.acts(i) ? engine.network().nanosTo(call, node, i) : -1;
            if (nanos >= 0 && (best < 0 || nanos < bestNanos)) {
                best = i;
                bestNanos = nanos;
            }
        }
        return best >= 0 ? best : Math.max(0, standby.acting());
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (call.instance == Call.ANY) {
            call.instance = Math.max(0, standby.acting());
        }
        call.stage = standby.life(call.instance);
        if (!standby.acts(call.instance)) {
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
            default -> standby.timer(call.instance);
        }
    }

    private void forward(Call call) {
        if (broken(call)) {
            call.outcome = Call.CRASHED;
            answer(call);
            return;
        }
        Choice choice = call.verb == Call.REQUEST
                ? requestChoices[call.operation]
                : dataChoices[2 * call.subject + (call.verb == Call.READ ? 0 : 1)][call.operation + 1];
        if (choice == null) {
            call.outcome = Call.NO_ROUTE;
            answer(call);
            return;
        }
        int slot = choice.pick(call);
        if (moves != null) {
            moves.goes(choice, call, slot);
        }
        targets.opened(slot, 1);
        choice.counted(slot);
        for (Choice each : choicesOf[slot]) {
            each.sent(slot, call.sentBytes, engine.now());
        }
        call.scratch = slot;
        Call child = engine.child(call);
        engine.send(child, targets.wire(slot), targets.instance(slot));
    }

    @Override
    public void reply(Call call, Call child) {
        int slot = (int) call.scratch;
        targets.opened(slot, -1);
        for (Choice each : choicesOf[slot]) {
            each.answered(slot, engine.now() - child.madeNanos, child.replyBytes, engine.now());
        }
        call.takeAnswer(child);
        if (broken(call)) {
            call.outcome = Call.CRASHED;
        }
        answer(call);
    }

    /** Whether the instance runs, and hears the balancer that works and is heard by it. */
    private boolean answers(int slot) {
        Behaviour to = targets.wire(slot).to;
        int instance = targets.instance(slot);
        return to.up(instance) && engine.network().hear(node, Math.max(0, standby.acting()), to.node, instance);
    }

    @Override
    public boolean carries(Call call) {
        return call.isHere() && !broken(call);
    }

    /** Whether the balancer that took the call has died since, or no longer is the one that acts. */
    private boolean broken(Call call) {
        return call.stage != standby.life(call.instance);
    }

    private void checkHealth() {
        for (int slot = 0; slot < targets.count(); slot++) {
            targets.check(slot, healthThreshold, answers(slot));
            for (Choice each : choicesOf[slot]) {
                each.checked(slot);
            }
        }
        if (moves != null) {
            moves.checked(engine.now());
        }
        engine.schedule(healthTimer, CHECK_HEALTH, healthNanos);
    }

    /** When the working balancer dies, a standby takes over after a while, if one is left. */
    @Override
    public void crash(int instance) {
        standby.crash(instance);
    }

    /** The balancer that worked goes on at once; another one is there to take over. */
    @Override
    public void recover(int instance) {
        standby.recover(instance);
    }

    @Override
    public void rewired() {
        standby.review();
    }
}
