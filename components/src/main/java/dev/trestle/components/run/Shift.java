package dev.trestle.components.run;

import java.util.Arrays;

/**
 * Which thread plays which replication next, so that none is idle while others have several to go. Safe for any thread.
 *
 * <p>A thread keeps its replication, whose data are near, until there is hardly more than one for each thread. Those that are
 * left then take turns, the one furthest behind first; but a thread that has got less done than others gives its own up, so
 * that a faster one may have it. Replications of one length then end together, whoever was slower. That a thread gets none
 * means that it will get none later on either.
 */
final class Shift {
    /** No replication: before the first one, and when there is none that nobody plays. */
    static final int NONE = -1;

    private enum State {
        IDLE,
        PLAYED,
        DONE
    }

    private final State[] states;
    /** How many turns each replication has had. */
    private final int[] turns;
    /** The replication that a thread plays, and how many turns it has played. */
    private final int[] plays;

    private final int[] played;
    private int left;

    Shift(int replications, int threads) {
        states = new State[replications];
        Arrays.fill(states, State.IDLE);
        turns = new int[replications];
        plays = new int[threads];
        Arrays.fill(plays, NONE);
        played = new int[threads];
        left = replications;
    }

    /**
     * The next replication for a thread, which has played a turn of the one that it was given last, if there was one.
     *
     * @param done whether that was its last turn
     */
    synchronized int next(int thread, boolean done) {
        int last = plays[thread];
        if (last != NONE) {
            played[thread]++;
            turns[last]++;
            states[last] = done ? State.DONE : State.IDLE;
            left -= done ? 1 : 0;
        }
        int next = furthestBehind(last);
        if (last != NONE && !done && (next == NONE || keeps(thread, next))) {
            next = last;
        }
        if (next != NONE) {
            states[next] = State.PLAYED;
        }
        plays[thread] = next;
        return next;
    }

    private boolean keeps(int thread, int other) {
        boolean fastest = Arrays.stream(played).allMatch(turnsOfThread -> turnsOfThread <= played[thread]);
        return left > plays.length + 1 || fastest && turns[plays[thread]] <= turns[other];
    }

    /** Of those that nobody plays, but for that one. */
    private int furthestBehind(int but) {
        int behind = NONE;
        for (int i = 0; i < states.length; i++) {
            if (i != but && states[i] == State.IDLE && (behind == NONE || turns[i] < turns[behind])) {
                behind = i;
            }
        }
        return behind;
    }
}
