package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChanceTest {
    private static final int MILLION = 1_000_000;

    /** First numbers of the authors' xoshiro256plusplus.c from the state 1, 2, 3, 4. */
    private static final long[] XOSHIRO = {
        41943041L,
        58720359L,
        3588806011781223L,
        3591011842654386L,
        Long.parseUnsignedLong("9228616714210784205"),
        Long.parseUnsignedLong("9973669472204895162"),
        Long.parseUnsignedLong("14011001112246962877"),
        Long.parseUnsignedLong("12406186145184390807"),
        Long.parseUnsignedLong("15849039046786891736"),
        Long.parseUnsignedLong("10450023813501588000")
    };

    @Test
    void givesTheReferenceNumbersOfXoshiro256PlusPlus() {
        Chance chance = new Chance(1, 2, 3, 4);
        for (long expected : XOSHIRO) {
            assertEquals(expected, chance.nextLong());
        }
    }

    /** First numbers of splitmix64.c from the seed 1234567. */
    @Test
    void seedsTheStateBySplitMix64() {
        Chance expected = new Chance(
                6457827717110365317L,
                3203168211198807973L,
                Long.parseUnsignedLong("9817491932198370423"),
                4593380528125082431L);
        Chance seeded = new Chance(1234567);
        for (int i = 0; i < 10; i++) {
            assertEquals(expected.nextLong(), seeded.nextLong());
        }
    }

    @Test
    void uniformStaysWithinTheOpenIntervalAtBothEnds() {
        // rotl(s0 + s3, 23) + s0 is 0 for 0 + 0, and all ones for s0 = 0, s3 = -1.
        assertEquals(0x1p-53, new Chance(0, 1, 1, 0).uniform());
        double largest = new Chance(0, 1, 1, -1).uniform();
        assertTrue(largest < 1 && largest > 1 - 0x1p-52);
    }

    @Test
    void uniformFollowsTheUniformLaw() {
        Chance chance = new Chance(11);
        Samples.of(MILLION, chance::uniform)
                .haveMean(0.5, 0.002)
                .haveVariance(1 / 12.0, 0.001)
                .follow(x -> x);
    }

    @Test
    void exponentialFollowsTheExponentialLaw() {
        Chance chance = new Chance(12);
        Samples.of(MILLION, chance::exponential)
                .haveMean(1, 0.005)
                .haveVariance(1, 0.02)
                .haveShareAbove(7.7, StrictMath.exp(-7.7))
                .haveShareAbove(9, StrictMath.exp(-9))
                .follow(x -> 1 - StrictMath.exp(-x));
    }

    @Test
    void gaussianFollowsTheNormalLaw() {
        Chance chance = new Chance(13);
        // Upper tail probabilities of the normal law from tables (Abramowitz and Stegun 26.2).
        Samples.of(MILLION, chance::gaussian)
                .haveMean(0, 0.005)
                .haveVariance(1, 0.007)
                .haveShareAbove(-1, 0.8413447461)
                .haveShareAbove(0, 0.5)
                .haveShareAbove(1, 0.1586552539)
                .haveShareAbove(2, 0.0227501319)
                .haveShareAbove(3, 0.0013498980)
                .haveShareAbove(4, 0.0000316712);
        Chance again = new Chance(13);
        Samples.of(MILLION, () -> power4(again.gaussian())).haveMean(3, 0.05);
    }

    private static double power4(double x) {
        return x * x * x * x;
    }

    @Test
    void belowIsUniformByChiSquare() {
        Chance chance = new Chance(14);
        int cells = 100;
        int[] counts = new int[cells];
        for (int i = 0; i < MILLION; i++) {
            counts[(int) chance.below(cells)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - 10_000.0) * (count - 10_000.0) / 10_000.0;
        }
        // 99 degrees of freedom: the 0.001 and 0.999 quantiles.
        assertTrue(chiSquare > 60.0 && chiSquare < 148.3, "chi-square " + chiSquare);
    }

    /** With n = 3 * 2^61 a bare 64-bit product would make two of three numbers a third likelier. */
    @Test
    void belowIsUnbiasedWhereTheRangeDoesNotDivideTheWord() {
        Chance chance = new Chance(15);
        long third = 1L << 61;
        int[] counts = new int[3];
        for (int i = 0; i < 300_000; i++) {
            counts[(int) (chance.below(3 * third) / third)]++;
        }
        for (int count : counts) {
            assertEquals(100_000, count, 4 * Math.sqrt(300_000 * 2 / 9.0));
        }
    }

    @Test
    void belowRefusesAnEmptyRange() {
        Chance chance = new Chance(1);
        assertEquals(0, chance.below(1));
        assertThrows(IllegalArgumentException.class, () -> chance.below(0));
    }

    @Test
    void seedsDifferByRootNodePurposeAndReplication() {
        Set<Long> seeds = new HashSet<>();
        for (long root = 0; root < 5; root++) {
            for (String id : new String[] {"a", "b", "ab", "lb", "app"}) {
                for (String purpose : new String[] {"service", "arrivals", "b", "ab", ""}) {
                    for (int replication = 0; replication < 8; replication++) {
                        seeds.add(Chance.seed(root, id, purpose, replication));
                    }
                }
            }
        }
        assertEquals(5 * 5 * 5 * 8, seeds.size());
        assertNotEquals(Chance.seed(1, "ab", "c", 0), Chance.seed(1, "a", "bc", 0));
        assertEquals(Chance.seed(1, "app", "service", 2), Chance.seed(1, "app", "service", 2));
    }

    /** A pin, not an oracle: one digest on every JDK and processor, and old seeds keep their reports. */
    @Test
    void streamsStayTheSameBitForBit() {
        Chance chance = new Chance(Chance.seed(1, "app", "service", 0));
        long digest = 0;
        for (int i = 0; i < MILLION; i++) {
            digest = digest * 31 + Double.doubleToLongBits(chance.exponential());
            digest = digest * 31 + Double.doubleToLongBits(chance.gaussian());
            digest = digest * 31 + chance.below(1_000_003);
        }
        assertEquals(4578648961393524806L, digest);
    }

    @Test
    void allocatesNothing() {
        Chance chance = new Chance(3);
        Allocation.isNone(MILLION, steps -> {
            for (int i = 0; i < steps; i++) {
                chance.exponential();
                chance.gaussian();
                chance.below(1_000);
                chance.uniform();
            }
        });
    }
}
