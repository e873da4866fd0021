package dev.trestle.components.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Allocation;
import dev.trestle.components.engine.Chance;
import dev.trestle.estimator.quantity.BadText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PopularityTest {
    private static final int MILLION = 1_000_000;

    /** 99 degrees of freedom: the 0.001 and 0.999 quantiles are 60.0 and 148.2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "uniform",
                "zipf 0",
                "zipf 0.5",
                "zipf 0.99999999",
                "zipf 1.0",
                "zipf 1.2",
                "zipf 2.5",
                "hot 10% takes 50%"
            })
    void keysComeInTheirSharesByChiSquare(String text) {
        double chiSquare = chiSquare(Popularity.of(text, 100), weightsOf(text), 31);
        assertTrue(chiSquare > 60.0 && chiSquare < 148.2, text + ": chi-square " + chiSquare);
    }

    /** The probabilities of 100 keys from the definition, not from the class under test. */
    private static double[] weightsOf(String text) {
        double[] weights = new double[100];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (text.startsWith("zipf")) {
                weights[i] = Math.pow(i + 1, -Double.parseDouble(text.substring(5)));
            } else {
                weights[i] = text.equals("uniform") ? 1 : i < 10 ? 9 : 1;
            }
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double chiSquare(Popularity popularity, double[] shares, long seed) {
        Chance chance = new Chance(seed);
        int[] counts = new int[shares.length];
        for (int i = 0; i < MILLION; i++) {
            counts[(int) popularity.key(chance)]++;
        }
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = MILLION * shares[i];
            assertEquals(shares[i], popularity.share(i), 1e-12);
            sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return sum;
    }

    /** Harmonic numbers: H(10^6) = 14.392726722865723; the sum of 1/k^2 is pi^2/6. */
    @Test
    void knowsTheSharesOfManyRanks() {
        assertEquals(1 / 14.392726722865723, Popularity.of("zipf 1.0", MILLION).share(0), 1e-15);
        // H(100) = 5.187377517639621.
        assertEquals(
                5.187377517639621 / 14.392726722865723,
                Popularity.of("zipf 1", MILLION).shareOfTop(100),
                1e-14);
        assertEquals(
                6 / (Math.PI * Math.PI),
                Popularity.of("zipf 2", Popularity.MOST_KEYS).share(0),
                1e-12);
        assertEquals(1, Popularity.of("zipf 0.7", 5_000_000_000L).shareOfTop(5_000_000_000L), 1e-12);
    }

    /** Known sums of the caches in the oracles (P16): the share of the hottest 1,000 and 10,000 of 100,000 keys. */
    @ParameterizedTest
    @CsvSource({"0.8, 1000, .33953", "0.8, 10000, .59502", "1.0, 1000, .61914", "1.2, 10000, .94256"})
    void theHottestKeysTakeTheirShare(String s, long top, double share) {
        Popularity popularity = Popularity.of("zipf " + s, 100_000);
        assertEquals(share, popularity.shareOfTop(top), 5e-6);
        assertHits(popularity, top, share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zipf 0.3", "zipf 0.9", "zipf 0.9999", "zipf 1.0", "zipf 1.01", "zipf 1.5"})
    void aTrillionKeysKeepTheirShares(String text) {
        Popularity popularity = Popularity.of(text, Popularity.MOST_KEYS);
        for (long top : new long[] {1, 100, MILLION, 10_000_000_000L, 500_000_000_000L}) {
            assertHits(popularity, top, popularity.shareOfTop(top));
        }
    }

    /** The share of keys below a rank lies within 4 standard errors, and 5 hits more where hardly any are due. */
    private static void assertHits(Popularity popularity, long top, double share) {
        Chance chance = new Chance(77);
        int hits = 0;
        for (int i = 0; i < 400_000; i++) {
            long key = popularity.key(chance);
            assertTrue(key >= 0 && key < popularity.keys());
            hits += key < top ? 1 : 0;
        }
        assertEquals(
                share, hits / 4e5, 4 * Math.sqrt(share * (1 - share) / 4e5) + 5 / 4e5, popularity + " below " + top);
    }

    @Test
    void sequentialGoesRound() {
        Popularity popularity = Popularity.of("sequential", 3);
        Chance chance = new Chance(1);
        for (int i = 0; i < 7; i++) {
            assertEquals(i % 3, popularity.key(chance));
        }
    }

    @Test
    void theLatestKeyBecomesTheHottest() {
        Popularity popularity = Popularity.of("latest 3", 1_000);
        Chance chance = new Chance(2);
        assertEquals(999, popularity.keyOf(0));
        popularity.created(1_001);
        popularity.created(1_000);
        int newest = 0;
        int before = 0;
        for (int i = 0; i < 10_000; i++) {
            long key = popularity.key(chance);
            newest += key == 1_001 ? 1 : 0;
            before += key == 1_000 ? 1 : 0;
        }
        // 1 / zeta(3) = 0.8319, and an eighth of it.
        assertEquals(8319, newest, 4 * 37.4);
        assertEquals(1040, before, 4 * 30.5);
    }

    @Test
    void hotKeysTakeTheirShare() {
        Popularity popularity = Popularity.of("hot 1% takes 50%", 10_000);
        assertEquals(0.005, popularity.share(99), 1e-15);
        assertEquals(0.5 / 9_900, popularity.share(100), 1e-15);
        assertEquals(0.5, popularity.shareOfTop(100), 1e-15);
        assertEquals(0.75, popularity.shareOfTop(5_050), 1e-12);
        assertEquals(0, Popularity.of("hot 50% takes 50%", 1).key(new Chance(1)));
    }

    @Test
    void oneKeyIsAlwaysThatKey() {
        for (String text : new String[] {"uniform", "zipf 0.5", "zipf 1", "zipf 3", "latest 1", "sequential"}) {
            assertEquals(0, Popularity.of(text, 1).key(new Chance(9)));
            assertEquals(1, Popularity.of(text, 1).share(0), 1e-15);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zipfian 1        | 0  | zipf 1.0
            zipf             | 0  | zipf 1.0
            zipf x           | 5  | exponent
            zipf 11          | 5  | 0 to 10
            hot 1%           | 0  | takes
            hot 0% takes 5%  | 4  | above 0
            hot 1% takes 5 s | 13 | ratio
            """)
    void saysWhereAndWhatIsAllowed(String text, int at, String word) {
        BadText bad = assertThrows(BadText.class, () -> Popularity.of(text, 10));
        assertEquals(at, bad.at(), bad.getMessage());
        assertTrue(bad.getMessage().contains(word), bad.getMessage());
    }

    @Test
    void refusesNoKeysAndTooMany() {
        assertThrows(IllegalArgumentException.class, () -> Popularity.of("uniform", 0));
        assertThrows(IllegalArgumentException.class, () -> Popularity.of("uniform", Popularity.MOST_KEYS + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"uniform", "zipf 0.8", "zipf 1.0", "zipf 1.2", "latest 1.0", "hot 1% takes 50%", "sequential"})
    void drawingAllocatesNothing(String text) {
        Popularity popularity = Popularity.of(text, MILLION);
        assertEquals(text, popularity.toString());
        Chance chance = new Chance(1);
        Allocation.isNone(MILLION, steps -> {
            for (int i = 0; i < steps; i++) {
                popularity.key(chance);
            }
        });
    }
}
