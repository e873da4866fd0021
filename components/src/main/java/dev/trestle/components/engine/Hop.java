package dev.trestle.components.engine;

/**
 * What one call of a traced request went through: pooled by the {@link Tracer}. Nanoseconds of virtual time, -1 for what
 * did not happen.
 */
final class Hop {
    /** The next one of the same request, in order of sending. */
    Hop next;

    /** The one whose call made this call. */
    Hop parent;

    /** Number in the request: the root is 0. */
    int number;
    /** Of the root: the last one, and how many there were, more than are kept included. */
    Hop last;

    int count;

    int node;
    int instance;
    int verb;
    int subject;
    int operation;
    int attempt;
    long sent;
    long arrived;
    long answered;
    long back;
    long gaveUp;
    /** How long it has waited in queues, and held servers. */
    long waited;

    long held;
    private long since;
    int outcome;
    boolean lost;

    void begin(Call call, long now) {
        next = null;
        parent = null;
        last = this;
        count = 1;
        number = 0;
        node = call.node.node;
        instance = Call.ANY;
        verb = call.verb;
        subject = call.subject;
        operation = call.operation;
        attempt = call.attempt;
        sent = now;
        arrived = -1;
        answered = -1;
        back = -1;
        gaveUp = -1;
        waited = 0;
        held = 0;
        since = now;
        outcome = Call.OK;
        lost = false;
    }

    /** The node is through with it. */
    void answered(Call call, long now) {
        instance = call.instance;
        outcome = call.outcome;
        answered = now;
    }

    /** The call waits for a server from now on. */
    void queues(int instance, long now) {
        this.instance = instance;
        since = now;
    }

    /** It has one from now on; it waited since it queued, if it did. */
    void seated(int instance, boolean queued, long now) {
        this.instance = instance;
        waited += queued ? now - since : 0;
        since = now;
    }

    /** It holds one no longer. */
    void unseated(long now) {
        held += now - since;
    }

    /** It has left the queue without having got one. */
    void unqueued(long now) {
        waited += now - since;
    }
}
