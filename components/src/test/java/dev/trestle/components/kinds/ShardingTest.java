package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.kinds.Sharding.By;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Where keys go, by each way of sharding, and how many move when a shard is added (P19). */
class ShardingTest {
    private static final int KEYS = 200_000;
    private static final double[] SHARES = {0.4, 0.3, 0.2, 0.1};

    private static Sharding by(By by, int shards) {
        return new Sharding(new Sharding.Rule(by, 200, SHARES, 2), shards, new long[] {KEYS});
    }

    private static int[] counts(Sharding sharding) {
        int[] counts = new int[sharding.shards()];
        for (int key = 0; key < KEYS; key++) {
            counts[sharding.shard(0, key)]++;
        }
        return counts;
    }

    /** Share of the keys that move when one shard is added; for consistent ways none may go to an old shard. */
    private static double moved(By by, int shards, boolean onlyToTheNewOne) {
        Sharding before = by(by, shards);
        Sharding after = before.over(shards + 1);
        int moved = 0;
        for (int key = 0; key < KEYS; key++) {
            int from = before.shard(0, key);
            int to = after.shard(0, key);
            if (from != to) {
                moved++;
                assertTrue(!onlyToTheNewOne || to == shards, by + " moves key " + key + " to an old shard");
            }
        }
        return (double) moved / KEYS;
    }

    @Test
    void consistentWaysMoveTheShareOfTheNewShardAndNothingToAnOldOne() {
        for (int n : new int[] {4, 10, 100}) {
            double share = 1.0 / (n + 1);
            // Of 200,000 keys the share of 1/101 has a standard error of 2.2 %.
            double chance = StrictMath.sqrt((1 - share) / share / KEYS);
            for (By by : new By[] {By.JUMP, By.RENDEZVOUS, By.DIRECTORY}) {
                assertEquals(1, moved(by, n, true) / share, Math.max(0.02, 4 * chance), by + " from " + n);
            }
            // One ring with 200 places a shard: the new shard's own share has a relative deviation of 7 %.
            assertEquals(1, moved(By.RING, n, true) / share, 4 * 0.07);
        }
    }

    @Test
    void modulesMoveNearlyAllKeys() {
        for (int n : new int[] {4, 10}) {
            assertEquals(n / (n + 1.0), moved(By.HASH, n, false), 0.02 * n / (n + 1.0));
            assertEquals(n / (n + 1.0), moved(By.ROUND_ROBIN, n, false), 0.02 * n / (n + 1.0));
        }
    }

    @Test
    void aNewRangeIsHalfOfAnOldOne() {
        assertEquals(1 / 8.0, moved(By.RANGE, 4, true), 0.001);
        assertEquals(1 / 20.0, moved(By.RANGE, 10, true), 0.001);
        Sharding doubled = by(By.RANGE, 4).over(8);
        for (int shard = 0; shard < 8; shard++) {
            assertEquals(KEYS / 8.0, counts(doubled)[shard], 1);
            assertEquals(1 / 8.0, doubled.share(0, shard), 1e-4);
        }
        assertEquals(0, doubled.shard(0, KEYS / 8 - 1));
        assertEquals(4, doubled.shard(0, KEYS / 8), "the upper half of the first range");
        assertEquals(7, doubled.shard(0, 10L * KEYS), "new keys are beyond all others");
    }

    @Test
    void aRangeWhoseShardGoesIsMergedWithItsNeighbour() {
        Sharding before = by(By.RANGE, 5);
        Sharding after = before.over(4);
        for (int key = 0; key < KEYS; key++) {
            assertEquals(Math.min(3, before.shard(0, key)), after.shard(0, key));
        }
        // What was split off goes back to where it came from.
        Sharding old = by(By.RANGE, 4);
        Sharding back = old.over(6).over(4);
        for (int key = 0; key < KEYS; key++) {
            assertEquals(old.shard(0, key), back.shard(0, key));
        }
    }

    @Test
    void aDirectoryGivesUpAShardWithoutMovingOthers() {
        Sharding before = by(By.DIRECTORY, 5);
        Sharding after = before.over(4);
        for (int key = 0; key < KEYS; key++) {
            int from = before.shard(0, key);
            assertTrue(after.shard(0, key) == from || from == 4, "key " + key);
        }
        assertTrue(Arrays.stream(counts(after)).allMatch(count -> Math.abs(count - KEYS / 4) < KEYS / 100));
    }

    @Test
    void aDirectoryRemembersWhereItHasPutNewKeys() {
        Sharding before = by(By.DIRECTORY, 3);
        int[] counts = new int[3];
        for (int i = 0; i < 300; i++) {
            counts[before.shard(0, KEYS + 7L * i)]++;
        }
        assertEquals("[100, 100, 100]", Arrays.toString(counts));
        Sharding after = before.over(4);
        for (int i = 0; i < 300; i++) {
            int now = after.shard(0, KEYS + 7L * i);
            assertTrue(now == before.shard(0, KEYS + 7L * i) || now == 3);
        }
    }

    @Test
    void hashesAreEvenAsCoinTosses() {
        for (By by : new By[] {By.HASH, By.JUMP, By.RENDEZVOUS}) {
            for (int count : counts(by(by, 10))) {
                // Binomial: a standard deviation of 134.
                assertEquals(KEYS / 10.0, count, 4.5 * 134, by.word());
            }
        }
    }

    @Test
    void dealingAndRangesAreExactlyEven() {
        for (By by : new By[] {By.ROUND_ROBIN, By.RANGE, By.DIRECTORY}) {
            for (int count : counts(by(by, 8))) {
                assertEquals(KEYS / 8, count, by.word());
            }
        }
    }

    @Test
    void rangesKeepNeighboursTogether() {
        Sharding ranges = by(By.RANGE, 4);
        assertEquals(0, ranges.shard(0, 0));
        assertEquals(0, ranges.shard(0, KEYS / 4 - 1));
        assertEquals(1, ranges.shard(0, KEYS / 4));
        assertEquals(3, ranges.shard(0, 10L * KEYS), "new keys are beyond all others");
    }

    @Test
    void aListIsAsUnevenAsItsValues() {
        int[] counts = counts(by(By.LIST, 4));
        for (int value = 0; value < 4; value++) {
            assertEquals(SHARES[value], (double) counts[value] / KEYS, 0.005);
        }
        // Three shards for four values: the fourth goes to the first.
        assertEquals(0.5, counts(by(By.LIST, 3))[0] / (double) KEYS, 0.005);
    }

    @Test
    void aCompositeHashesWithinItsRanges() {
        Sharding composite = by(By.COMPOSITE, 6);
        for (int key = 0; key < KEYS; key++) {
            assertEquals(key < KEYS / 2, composite.shard(0, key) < 3, "key " + key);
        }
        for (int count : counts(composite)) {
            assertEquals(KEYS / 6.0, count, 4.5 * 170);
        }
    }

    @Test
    void sharesOfTheStartAreThoseThatCountingGives() {
        for (By by : By.values()) {
            Sharding sharding = by(by, 5);
            int[] counts = counts(sharding);
            double sum = 0;
            for (int shard = 0; shard < 5; shard++) {
                sum += sharding.share(0, shard);
                assertEquals(sharding.share(0, shard), (double) counts[shard] / KEYS, 0.005, by.word());
            }
            assertEquals(1, sum, 1e-9, by.word());
            assertEquals(0, sharding.share(0, 5), "a shard that is still to come");
        }
    }
}
