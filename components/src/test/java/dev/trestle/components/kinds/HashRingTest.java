package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HashRingTest {
    private static final int KEYS = 200_000;

    @Test
    void aNewNodeTakesItsShareAndNothingElseMoves() {
        // P19: 1/(n+1) of the keys, and never to an old node.
        for (int n : new int[] {4, 10, 100}) {
            HashRing before = new HashRing(n, 200);
            HashRing after = new HashRing(n + 1, 200);
            int moved = 0;
            for (int key = 0; key < KEYS; key++) {
                if (before.owner(key) != after.owner(key)) {
                    assertEquals(n, after.owner(key), "key " + key + " went to an old node");
                    moved++;
                }
            }
            // One ring of 200 places per node: the new node's share has a relative deviation of 1/sqrt(200) = 7 %.
            assertEquals(1, moved / (KEYS / (n + 1.0)), 4 * 0.07);
        }
    }

    @Test
    void keysMoveInTheRightShareOverManyPlaces() {
        HashRing before = new HashRing(4, 10_000);
        HashRing after = new HashRing(5, 10_000);
        int moved = 0;
        for (int key = 0; key < KEYS; key++) {
            moved += before.owner(key) != after.owner(key) ? 1 : 0;
        }
        assertEquals(0.2, (double) moved / KEYS, 0.2 * 0.04);
    }

    @Test
    void loadSpreadsAsWidelyAsTheoryOfRingsSays() {
        // P18: the fullest of n nodes over the mean, and the relative deviation of a node's share, by places of a node.
        int[] places = {1, 10, 100, 200, 500, 1000};
        double[] ten = {2.92, 1.54, 1.160, 1.113, 1.069, 1.049};
        double[] deviation = {0.873, 0.289, 0.0915, 0.0657, 0.0409, 0.0293};
        double[] hundred = {5.17, 1.97, 1.267, 1.186, 1.120, 1.082};
        for (int i = 0; i < places.length; i++) {
            // The fewer the places, the more the fullest node depends on luck: more rings for the same error.
            double[] spread = spread(10, places[i], places[i] < 100 ? 2_000 : 200);
            assertEquals(ten[i], spread[0], 0.05 * ten[i], places[i] + " places of 10 nodes");
            assertEquals(deviation[i], spread[1], 0.05 * deviation[i], places[i] + " places of 10 nodes");
            assertEquals(hundred[i], spread(100, places[i], places[i] < 100 ? 400 : 20)[0], 0.05 * hundred[i]);
        }
        // One place each: the harmonic numbers, exactly.
        assertEquals(2.929, spread(10, 1, 5_000)[0], 0.02 * 2.929);
    }

    /** Mean over rings of the largest share over the mean one, and the relative deviation of shares. */
    private static double[] spread(int nodes, int virtualNodes, int rings) {
        double most = 0;
        double squares = 0;
        for (int ring = 0; ring < rings; ring++) {
            double[] shares = new HashRing(nodes, virtualNodes, (long) ring << 32).shares();
            assertEquals(1, Arrays.stream(shares).sum(), 1e-9);
            most += Arrays.stream(shares).max().orElseThrow() * nodes;
            squares += Arrays.stream(shares)
                    .map(share -> (share * nodes - 1) * (share * nodes - 1))
                    .sum();
        }
        return new double[] {most / rings, StrictMath.sqrt(squares / rings / nodes)};
    }

    @Test
    void sharesAreThoseThatKeysFind() {
        HashRing ring = new HashRing(10, 20);
        double[] counts = new double[10];
        for (int key = 0; key < KEYS; key++) {
            counts[ring.owner(key)] += 1.0 / KEYS;
        }
        double[] shares = ring.shares();
        for (int node = 0; node < 10; node++) {
            assertEquals(shares[node], counts[node], 4.5 * 0.0007);
        }
    }

    @Test
    void theOwnerIsTheFirstPlaceAtOrAfterTheKey() {
        HashRing ring = new HashRing(10, 100);
        int[] counts = new int[10];
        for (int key = 0; key < KEYS; key++) {
            counts[ring.owner(key)]++;
        }
        for (int count : counts) {
            // A relative deviation of 0.0915 per node (P18).
            assertEquals(1, count / (KEYS / 10.0), 4 * 0.0915);
        }
        assertTrue(Arrays.stream(counts).max().orElseThrow() > KEYS / 10 * 1.02, "a ring is not perfectly even");
    }

    @Test
    void oneNodeOwnsAll() {
        HashRing ring = new HashRing(1, 1);
        for (int key = 0; key < 1_000; key++) {
            assertEquals(0, ring.owner(key));
        }
    }
}
