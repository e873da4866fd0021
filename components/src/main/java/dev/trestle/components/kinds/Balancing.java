package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A balancer at work: it forwards each call to one instance behind it by the algorithm and hands the answer back.
 *
 * <p>The balancer only knows what it has seen itself ({@link Targets}); {@link Choice} and {@link LeastLoaded} are the
 * algorithms.
 */
final class Balancing extends Behaviour {
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
    private final long takeoverNanos;
    private final Targets targets = new Targets();
    private final List<Choice> choices = new ArrayList<>();
    /** The choices in which a slot stands: usually one. */
    private Choice[][] choicesOf;

    private Choice[] requestChoices;
    /** By twice the entity, plus 1 for writes, and operation + 1. */
    private Choice[][] dataChoices;

    private final boolean[] balancerUp;
    private int active;
    private boolean working = true;
    private boolean takingOver;
    /** Changes when the working balancer dies: what it had open is broken off. */
    private int life;

    private Shares shares;
    private Call healthTimer;
    private Call takeoverTimer;

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
        balancerUp = new boolean[settings.integer(LoadBalancer.INSTANCES)];
        Arrays.fill(balancerUp, true);
        takeoverNanos = settings.nanos(LoadBalancer.TAKEOVER);
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
        shares = meter.shares("requests", targets.names());
        takeoverTimer = engine.call(this);
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
        Choice choice = call.verb == Call.REQUEST
                ? requestChoices[call.operation]
                : dataChoices[2 * call.subject + (call.verb == Call.READ ? 0 : 1)][call.operation + 1];
        if (choice == null) {
            call.outcome = Call.NO_ROUTE;
            answer(call);
            return;
        }
        int slot = choice.pick(call);
        targets.opened(slot, 1);
        shares.count(slot);
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
        if (call.stage != life) {
            call.outcome = Call.CRASHED;
        }
        answer(call);
    }

    private void checkHealth() {
        for (int slot = 0; slot < targets.count(); slot++) {
            targets.check(slot, healthThreshold);
            for (Choice each : choicesOf[slot]) {
                each.checked(slot);
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
