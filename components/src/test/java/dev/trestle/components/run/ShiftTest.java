package dev.trestle.components.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** No core waits for the last replication of another: simulated threads, each with the time that a turn takes it. */
class ShiftTest {
    private static final int TURNS = 20;

    @Test
    void threadsOfOneSpeedEndTogether() {
        assertEquals(80, Play.of(8, 1, 1).idle(), "8 replications of 20 turns on two threads");
    }

    @Test
    void aSlowThreadIsRelievedOfTheRest() {
        // 160 turns, three in four of them by the thread that is three times as fast: 120 time units, and one slow
        // turn.
        assertTrue(Play.of(8, 1, 3).end <= 120 + 3);
    }

    @Test
    void anOddNumberIsShared() {
        // 3 replications of 20 turns on two threads: 30 each, not 40 and 20.
        assertTrue(Play.of(3, 1, 1).end <= 31);
    }

    @Test
    void everyTurnIsPlayedOnceAndAReplicationByOneThreadAtATime() {
        for (int threads = 1; threads <= 9; threads++) {
            long[] slow = new long[threads];
            Arrays.setAll(slow, i -> 1 + i % 3);
            Play play = Play.of(8, slow);
            for (int turns : play.turns) {
                assertEquals(TURNS, turns);
            }
        }
    }

    @Test
    void oneThreadPlaysOneReplicationAfterTheOtherUntilTheLastTwo() {
        Play play = Play.of(4, 1);
        assertTrue(play.switches <= 4 + 2 * TURNS);
        assertEquals(4 * TURNS, play.end);
    }

    /** What came of it. */
    private static final class Play {
        private final int[] turns;
        private final boolean[] busy;
        private long end;
        private long first = -1;
        private int switches;

        private Play(int replications) {
            turns = new int[replications];
            busy = new boolean[replications];
        }

        /** The time at which the first thread had nothing more to do. */
        long idle() {
            return first;
        }

        static Play of(int replications, long... nanosATurn) {
            Shift shift = new Shift(replications, nanosATurn.length);
            Play play = new Play(replications);
            int[] plays = new int[nanosATurn.length];
            long[] until = new long[nanosATurn.length];
            for (int t = 0; t < plays.length; t++) {
                plays[t] = play.take(shift, t, Shift.NONE);
                until[t] = nanosATurn[t];
            }
            while (Arrays.stream(plays).anyMatch(number -> number != Shift.NONE)) {
                int soonest = -1;
                for (int t = 0; t < plays.length; t++) {
                    boolean sooner = soonest < 0 || until[t] < until[soonest];
                    soonest = plays[t] != Shift.NONE && sooner ? t : soonest;
                }
                play.end = until[soonest];
                plays[soonest] = play.take(shift, soonest, plays[soonest]);
                play.first = plays[soonest] == Shift.NONE && play.first < 0 ? play.end : play.first;
                until[soonest] += nanosATurn[soonest];
            }
            return play;
        }

        private int take(Shift shift, int thread, int played) {
            boolean done = false;
            if (played != Shift.NONE) {
                busy[played] = false;
                done = ++turns[played] == TURNS;
            }
            int next = shift.next(thread, done);
            if (next != Shift.NONE) {
                assertTrue(!busy[next] && turns[next] < TURNS);
                busy[next] = true;
            }
            switches += next == played ? 0 : 1;
            return next;
        }
    }
}
