package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Wire;

/**
 * One consumer of an exchange: the copies that wait for it, oldest first, and how many its instances have not acknowledged.
 */
final class Subscription {
    private final Engine engine;
    private final Meter meter;
    final Wire wire;
    private final Behaviour consumer;
    private final int limit;
    private final int[] unacknowledged;
    private int turn;
    private Call head;
    private Call tail;
    private int size;

    Subscription(Engine engine, Meter meter, Wire wire, int limit) {
        this.engine = engine;
        this.meter = meter;
        this.wire = wire;
        this.limit = limit;
        consumer = wire.to;
        unacknowledged = new int[consumer.instances()];
    }

    /** Whether an instance of the consumer runs. */
    boolean present() {
        for (int i = 0; i < unacknowledged.length; i++) {
            if (consumer.up(i)) {
                return true;
            }
        }
        return false;
    }

    void add(Call copy) {
        copy.other = null;
        if (tail == null) {
            head = copy;
        } else {
            tail.other = copy;
        }
        tail = copy;
        size++;
        meter.backlog(1, engine.now());
    }

    int size() {
        return size;
    }

    /** Takes out the oldest copy. */
    Call poll() {
        Call copy = head;
        head = copy.other;
        if (head == null) {
            tail = null;
        }
        copy.other = null;
        size--;
        meter.backlog(-1, engine.now());
        return copy;
    }

    /** The next instance in turn that runs and may have one more; -1 when there is none. */
    int instance() {
        for (int i = 0; i < unacknowledged.length; i++) {
            int instance = turn++ % unacknowledged.length;
            if (consumer.up(instance) && unacknowledged[instance] < limit) {
                return instance;
            }
        }
        return -1;
    }

    void pushed(int instance) {
        unacknowledged[instance]++;
    }

    void answered(int instance) {
        unacknowledged[instance]--;
    }
}
