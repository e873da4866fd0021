package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgendaTest {

    /** One event of the reference: a priority queue by (time, order of scheduling). */
    private record Event(long time, long order) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
        }
    }

    /** How far ahead of now the next event is scheduled. */
    private enum Schedule {
        EXPONENTIAL {
            @Override
            long delay(SplittableRandom random, long step) {
                return (long) (-1e6 * Math.log(1 - random.nextDouble()));
            }
        },
        BURSTS_OF_TIES {
            @Override
            long delay(SplittableRandom random, long step) {
                return step % 1000 == 0 ? 1_000_000 : random.nextInt(3) * 1_000L;
            }
        },
        ZERO_DELAYS {
            @Override
            long delay(SplittableRandom random, long step) {
                return random.nextInt(10) < 8 ? 0 : random.nextInt(5);
            }
        },
        FAR_TIMERS {
            @Override
            long delay(SplittableRandom random, long step) {
                return random.nextInt(4) == 0 ? 86_400_000_000_000L + random.nextInt(3) : random.nextInt(20_000);
            }
        },
        RISING_RATE {
            @Override
            long delay(SplittableRandom random, long step) {
                return random.nextLong(Math.max(1, 10_000_000_000L >>> (step / 2_000)) + 1);
            }
        },
        FALLING_RATE {
            @Override
            long delay(SplittableRandom random, long step) {
                return random.nextLong((1L << Math.min(40, step / 2_000)) + 1);
            }
        },
        MANY_SCALES {
            @Override
            long delay(SplittableRandom random, long step) {
                return random.nextLong(1L << random.nextInt(1, 50));
            }
        },
        DENSE_CLUSTERS {
            @Override
            long delay(SplittableRandom random, long step) {
                return random.nextInt(50) == 0 ? 1_000_000_000L : 1_000_000 + random.nextInt(8);
            }
        };

        abstract long delay(SplittableRandom random, long step);
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void handsOutWhatASortedReferenceHandsOut(Schedule schedule) {
        for (int pending : new int[] {1, 2, 17, 300, 20_000}) {
            compare(schedule, pending, 60_000, 7L * pending);
        }
    }

    @Test
    void keepsAMillionPendingInOrder() {
        compare(Schedule.EXPONENTIAL, 1_000_000, 300_000, 3);
    }

    /** Holds about this many pending, in lanes as well, peeking now and then; then drains all. */
    private static void compare(Schedule schedule, int pending, int steps, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Agenda agenda = new Agenda();
        PriorityQueue<Event> reference = new PriorityQueue<>();
        int[] lanes = {agenda.lane(0), agenda.lane(5), agenda.lane(1_000), agenda.lane(1_000_000_000L)};
        long[] delays = {0, 5, 1_000, 1_000_000_000L};
        long order = 0;
        long now = 0;
        for (long step = 0; step < steps || !reference.isEmpty(); step++) {
            int adds = step >= steps ? 0 : reference.size() < pending ? 2 + random.nextInt(3) : random.nextInt(3);
            for (int i = 0; i < adds; i++) {
                int lane = random.nextInt(16);
                if (lane < lanes.length) {
                    reference.add(new Event(now + delays[lane], order));
                    agenda.addToLane(lanes[lane], now, order++);
                } else {
                    long time = now + schedule.delay(random, step);
                    reference.add(new Event(time, order));
                    agenda.add(time, order++);
                }
            }
            if (random.nextInt(8) == 0) {
                assertFalse(agenda.next(
                        reference.isEmpty() ? Agenda.LAST : reference.peek().time() - 1));
            }
            assertEquals(reference.size(), agenda.size());
            Event expected = reference.poll();
            assertEquals(expected != null, agenda.next());
            if (expected != null) {
                now = expected.time();
                assertEquals(now, agenda.time());
                assertEquals(expected.order(), agenda.payload());
            }
        }
        assertTrue(agenda.isEmpty());
        assertFalse(agenda.next());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 1_000_000})
    void handsOutTiesInTheOrderOfScheduling(int ties) {
        Agenda agenda = new Agenda();
        agenda.add(1, -1);
        assertFalse(agenda.next(0));
        for (int i = 0; i < ties; i++) {
            agenda.add(2_000_000_000L, i);
        }
        assertTrue(agenda.next());
        for (int i = 0; i < ties; i++) {
            assertTrue(agenda.next());
            assertEquals(2_000_000_000L, agenda.time());
            assertEquals(i, agenda.payload());
        }
        assertFalse(agenda.next());
    }

    @Test
    void handsOutALaneAndOrdinaryEventsOfOneTimeInTheOrderOfScheduling() {
        Agenda agenda = new Agenda();
        int lane = agenda.lane(10);
        agenda.add(10, 0);
        agenda.addToLane(lane, 0, 1);
        agenda.add(10, 2);
        agenda.addToLane(lane, 0, 3);
        for (int i = 0; i < 4; i++) {
            assertTrue(agenda.next());
            assertEquals(10, agenda.time());
            assertEquals(i, agenda.payload());
        }
    }

    @Test
    void takesEventsBeforeOneThatWasBeyondTheLimit() {
        Agenda agenda = new Agenda();
        agenda.add(3_600_000_000_000L, 0);
        for (int i = 1; i <= 100_000; i++) {
            assertFalse(agenda.next(1_000));
            agenda.add(3_600_000_000_000L - i * 1_000L, i);
        }
        for (int i = 100_000; i >= 0; i--) {
            assertTrue(agenda.next());
            assertEquals(i, agenda.payload());
        }
    }

    @Test
    void sharesTheLaneOfOneDelay() {
        Agenda agenda = new Agenda();
        assertEquals(agenda.lane(250), agenda.lane(250));
        assertThrows(IllegalArgumentException.class, () -> agenda.lane(-1));
    }

    @Test
    void refusesThePastAndTheTooFarFuture() {
        Agenda agenda = new Agenda();
        assertThrows(IllegalArgumentException.class, () -> agenda.add(-1, 0));
        agenda.add(5_000, 0);
        agenda.add(Agenda.LAST, 1);
        assertThrows(IllegalArgumentException.class, () -> agenda.add(Agenda.LAST + 1, 0));
        assertThrows(IllegalArgumentException.class, () -> agenda.add(Long.MAX_VALUE, 0));
        agenda.next();
        assertThrows(IllegalArgumentException.class, () -> agenda.add(4_999, 0));
        assertTrue(agenda.next());
        assertEquals(Agenda.LAST, agenda.time());
    }

    @Test
    void refusesThePastAfterALaneHasMovedTheClock() {
        Agenda agenda = new Agenda();
        agenda.addToLane(agenda.lane(1_000_000_000L), 0, 0);
        agenda.next();
        assertThrows(IllegalArgumentException.class, () -> agenda.add(999_999_999L, 0));
        agenda.add(1_000_000_000L, 7);
        assertTrue(agenda.next());
        assertEquals(7, agenda.payload());
    }

    @Test
    void allocatesNothingInSteadyState() {
        Agenda agenda = new Agenda();
        int lane = agenda.lane(1_000_000);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            agenda.add(random.nextLong(2_000_000), i);
        }
        for (int i = 0; i < 100; i++) {
            agenda.addToLane(lane, 0, i);
        }
        Allocation.isNone(2_000_000, steps -> hold(agenda, lane, random, steps));
    }

    private static void hold(Agenda agenda, int lane, SplittableRandom random, int steps) {
        for (int i = 0; i < steps; i++) {
            agenda.next();
            if (agenda.payload() < 100 && agenda.time() % 2 == 0) {
                agenda.addToLane(lane, agenda.time(), agenda.payload());
            } else {
                agenda.add(agenda.time() + random.nextLong(2_000_000), agenda.payload());
            }
        }
    }
}
