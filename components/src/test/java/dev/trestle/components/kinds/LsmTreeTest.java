package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows are of 1,000 bytes; keys below 100 were there before the run. */
class LsmTreeTest {
    private final CommitLog log = new CommitLog(1);

    private LsmTree tree(long memtableBytes, double falsePositives, int mergeAt) {
        LsmTree.Shape shape = new LsmTree.Shape(memtableBytes, falsePositives, mergeAt);
        return new LsmTree(shape, log, new long[] {1_000}, new long[] {100});
    }

    private int write(LsmTree tree, long key, long time) {
        int write = log.append(0, key, log.end() + 1, time);
        tree.put(LruKeys.of(0, key), write);
        return write;
    }

    @Test
    void theMemtableAnswersWithoutATable() {
        LsmTree tree = tree(10_000, 0.01, 4);
        int write = write(tree, 5, 1);
        assertEquals(write, tree.get(5));
        assertEquals(0, tree.touched);
    }

    @Test
    void whatWasThereBeforeTheRunLiesInOneTable() {
        LsmTree tree = tree(10_000, 0.01, 4);
        assertEquals(0, tree.get(99));
        assertEquals(1, tree.touched);
    }

    @Test
    void aFullMemtableBecomesATable() {
        LsmTree tree = tree(3_000, 0.01, 4);
        write(tree, 1, 1);
        write(tree, 2, 2);
        write(tree, 1, 3);
        assertEquals(0, tree.tables(), "the same row again takes no more room");
        int last = write(tree, 3, 4);
        assertEquals(1, tree.tables());
        assertEquals(last, tree.get(3));
        assertEquals(1, tree.touched);
    }

    @Test
    void aReadStopsWhenNothingNewerCanBeLeft() {
        LsmTree tree = tree(1_000, 1, 32);
        write(tree, 1, 1);
        write(tree, 2, 2);
        int newest = write(tree, 1, 3);
        assertEquals(3, tree.tables());
        assertEquals(newest, tree.get(1));
        assertEquals(1, tree.touched);
        tree.get(2);
        assertEquals(2, tree.touched, "without a filter it goes into the newer table in vain");
        assertEquals(1, tree.falsePositives);
    }

    @Test
    void theLaterTimestampWinsWhateverCameLater() {
        LsmTree tree = tree(1_000, 0.01, 32);
        int later = write(tree, 1, 10);
        write(tree, 1, 5);
        assertEquals(later, tree.get(1));
    }

    @Test
    void tablesOfLikeSizeAreMergedAndEachRowKeptOnce() {
        LsmTree tree = tree(2_000, 0.01, 4);
        for (int table = 0; table < 4; table++) {
            assertEquals(0, tree.pickCompaction());
            write(tree, 1, 10 * table + 1);
            write(tree, 2 + table, 10 * table + 2);
        }
        assertEquals(4, tree.tables());
        assertEquals(8_000, tree.pickCompaction());
        assertEquals(5_000, tree.compacted(), "rows 1 to 5");
        assertEquals(1, tree.tables());
        assertEquals(31, log.stamp(tree.get(1)));
        assertEquals(1, tree.touched);
    }

    @Test
    void filtersLetInAsManyStrangersAsBloomSays() {
        for (double wanted : new double[] {0.1, 0.01}) {
            BloomFilter filter = new BloomFilter(10_000, wanted);
            for (long key = 0; key < 10_000; key++) {
                filter.add(key);
            }
            for (long key = 0; key < 10_000; key++) {
                assertTrue(filter.mayContain(key), "never a member for a stranger");
            }
            int let = 0;
            int strangers = 200_000;
            for (long key = 10_000; key < 10_000 + strangers; key++) {
                let += filter.mayContain(key) ? 1 : 0;
            }
            // (1 - e^(-k n / m))^k
            double full = 1 - StrictMath.exp(-filter.hashes() * 10_000.0 / filter.bits());
            double known = StrictMath.pow(full, filter.hashes());
            assertEquals(wanted, known, 0.03 * wanted);
            double error = StrictMath.sqrt(known * (1 - known) / strangers);
            // The share of bits that are set has a deviation of its own, some 1 % of the rate here.
            assertEquals(known, (double) let / strangers, 4 * (error + 0.01 * known));
        }
    }

    @Test
    void itAgreesWithAMapOverRandomUse() {
        Random random = new Random(7);
        LsmTree tree = tree(20_000, 0.05, 3);
        Map<Long, Integer> map = new HashMap<>();
        for (int i = 1; i <= 30_000; i++) {
            long key = random.nextInt(300);
            int write = write(tree, key, i + random.nextInt(50));
            map.merge(key, write, (a, b) -> LsmTree.newer(log, b, a) ? b : a);
            if (i % 100 == 0 && tree.pickCompaction() > 0) {
                tree.compacted();
            }
            long asked = random.nextInt(320);
            assertEquals(map.getOrDefault(asked, 0), tree.get(asked));
        }
        assertTrue(tree.tables() < 20, tree.tables() + " tables");
        assertFalse(tree.tables() == 0);
    }

    @Test
    void hintsLeaveInTheirOrderAndOnlyFromHoldersThatRun() {
        Hints hints = new Hints(3);
        hints.add(0, 1, 11);
        hints.add(0, 2, 12);
        hints.add(0, 1, 13);
        hints.add(1, 2, 14);
        boolean[] oneDown = {true, false, true};
        int slot = hints.first(0, oneDown);
        assertEquals(12, hints.write(slot));
        hints.remove(0, slot);
        assertEquals(-1, hints.first(0, oneDown));
        boolean[] all = {true, true, true};
        slot = hints.first(0, all);
        assertEquals(11, hints.write(slot));
        hints.remove(0, slot);
        slot = hints.first(0, all);
        assertEquals(13, hints.write(slot));
        assertEquals(1, hints.holder(slot));
        hints.remove(0, slot);
        assertEquals(-1, hints.first(0, all));
        hints.add(0, 2, 15);
        assertEquals(15, hints.write(hints.first(0, all)));
        assertEquals(2, hints.size());
    }
}
