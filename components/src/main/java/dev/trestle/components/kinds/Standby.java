package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import java.util.Arrays;

/**
 * A balancer and those that stand by (as VRRP, RFC 5798): who acts tells the others at every heartbeat, and one that has
 * not heard for the takeover time acts itself, the first one first. Cut off from each other two may act at once; when they
 * hear each other again the first one goes on.
 */
final class Standby {
    private final Engine engine;
    private final int node;
    private final int event;
    private final long heartbeatNanos;
    private final long takeoverNanos;
    private final boolean[] up;
    private final boolean[] acts;
    private final long[] actsSince;
    /** When each one heard a heartbeat last, known once it hears no more. */
    private final long[] heard;

    private final boolean[] waits;
    private final Call[] timers;
    /** Changes when one stops acting: what it had open is broken off. */
    private final int[] lives;

    private int takeovers;

    /** @param event the node's event that {@link #timer} is to be told of; heartbeats of 0 come all the time */
    Standby(Engine engine, int node, int count, int event, long heartbeatNanos, long takeoverNanos) {
        this.engine = engine;
        this.node = node;
        this.event = event;
        this.heartbeatNanos = heartbeatNanos;
        this.takeoverNanos = takeoverNanos;
        up = new boolean[count];
        Arrays.fill(up, true);
        acts = new boolean[count];
        acts[0] = true;
        actsSince = new long[count];
        heard = new long[count];
        waits = new boolean[count];
        timers = new Call[count];
        lives = new int[count];
    }

    void start(dev.trestle.components.engine.Behaviour of) {
        for (int i = 0; i < timers.length; i++) {
            timers[i] = engine.call(of);
            timers[i].instance = i;
        }
    }

    /** The first one that acts; -1 for none. */
    int acting() {
        for (int i = 0; i < acts.length; i++) {
            if (acts[i]) {
                return i;
            }
        }
        return -1;
    }

    boolean acts(int i) {
        return acts[i];
    }

    int life(int i) {
        return lives[i];
    }

    int takeovers() {
        return takeovers;
    }

    /** With -1 all of them. */
    void crash(int instance) {
        for (int i = 0; i < up.length; i++) {
            if (up[i] && (instance < 0 || i == instance)) {
                up[i] = false;
                engine.cancel(timers[i]);
                waits[i] = false;
                stop(i);
            }
        }
        review();
    }

    /** One that is back goes on if nobody has taken over, else it stands by. */
    void recover(int instance) {
        for (int i = 0; i < up.length; i++) {
            if (!up[i] && (instance < 0 || i == instance)) {
                up[i] = true;
                heard[i] = engine.now();
                if (acting() < 0 && last == i) {
                    act(i);
                }
            }
        }
        review();
    }

    /** The one that acted last. */
    private int last;

    private void act(int i) {
        acts[i] = true;
        actsSince[i] = engine.now();
        last = i;
    }

    private void stop(int i) {
        if (acts[i]) {
            long beat = heartbeatNanos == 0 ? 0 : (engine.now() - actsSince[i]) % heartbeatNanos;
            for (int j = 0; j < up.length; j++) {
                if (hears(j, i)) {
                    heard[j] = engine.now() - beat;
                }
            }
            acts[i] = false;
            lives[i]++;
        }
    }

    private boolean hears(int one, int other) {
        return engine.network().joins(node, other, one);
    }

    /** Something has changed: who hears nobody any more begins to wait, and of two that hear each other one stops. */
    void review() {
        for (int i = 0; i < up.length; i++) {
            for (int j = 0; acts[i] && j < i; j++) {
                if (acts[j] && hears(i, j)) {
                    stop(i);
                }
            }
        }
        for (int i = 0; i < up.length; i++) {
            if (up[i] && !acts[i]) {
                watch(i);
            }
        }
    }

    private void watch(int i) {
        boolean hears = false;
        for (int j = 0; j < up.length; j++) {
            hears |= acts[j] && hears(i, j);
        }
        if (hears) {
            engine.cancel(timers[i]);
            waits[i] = false;
        } else if (!waits[i]) {
            int other = acting();
            if (other >= 0) {
                // It acts and is not heard any more, since its last heartbeat before now.
                heard[i] =
                        engine.now() - (heartbeatNanos == 0 ? 0 : (engine.now() - actsSince[other]) % heartbeatNanos);
            }
            waits[i] = true;
            engine.schedule(timers[i], event, heard[i] + takeoverNanos - engine.now());
        }
    }

    /** A standby has heard nothing for long enough. */
    void timer(int i) {
        waits[i] = false;
        takeovers++;
        act(i);
        review();
    }
}
