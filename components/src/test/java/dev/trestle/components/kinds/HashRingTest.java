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
        // P18: 10 nodes of 100 places: the fullest node has 1.160 times the mean, over 100 rings. A ring's places are
        // fixed
        // by the numbers of its nodes, so the 100 rings are made of nodes 0-9, 10-19 and so on, and measured exactly.
        double sum = 0;
        int rings = 100;
        for (int ring = 0; ring < rings; ring++) {
            long[] places = new long[1_000];
            int[] owners = new int[1_000];
            Integer[] order = new Integer[1_000];
            for (int i = 0; i < 1_000; i++) {
                places[i] = HashRing.mix(HashRing.mix(ring * 10L + i / 100 + 1) + i % 100);
                owners[i] = i / 100;
                order[i] = i;
            }
            Arrays.sort(order, (a, b) -> Long.compare(places[a], places[b]));
            double[] share = new double[10];
            for (int i = 0; i < 1_000; i++) {
                long from = places[order[(i + 999) % 1_000]];
                share[owners[order[i]]] += (places[order[i]] - from >>> 1) * 0x1p-63;
            }
            sum += Arrays.stream(share).max().orElseThrow() * 10;
        }
        assertEquals(1.160, sum / rings, 0.05 * 1.160);
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
