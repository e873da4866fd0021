package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommitLogTest {
    @Test
    void aCopySeesTheNewestWriteUpToItsPosition() {
        CommitLog log = new CommitLog(2);
        log.append(0, 7, 100, 1);
        log.append(0, 8, 101, 2);
        log.append(0, 7, 102, 3);
        assertEquals(0, log.versionAt(0, 7, 0));
        assertEquals(100, log.versionAt(0, 7, 1));
        assertEquals(100, log.versionAt(0, 7, 2));
        assertEquals(102, log.versionAt(0, 7, 3));
        assertEquals(0, log.versionAt(0, 8, 1));
        assertEquals(0, log.versionAt(1, 7, 3), "another entity");
    }

    @Test
    void positionsTellWhatWasWritten() {
        CommitLog log = new CommitLog(2);
        int at = log.append(1, 7, 100, 55);
        assertEquals(1, at);
        assertEquals(1, log.entity(at));
        assertEquals(7, log.key(at));
        assertEquals(100, log.version(at));
        assertEquals(55, log.time(at));
    }

    @Test
    void cuttingTheLogBringsBackWhatWasBefore() {
        CommitLog log = new CommitLog(1);
        log.append(0, 7, 100, 1);
        log.append(0, 7, 101, 2);
        log.append(0, 8, 102, 3);
        log.cutLast();
        log.cutLast();
        assertEquals(1, log.end());
        assertEquals(100, log.versionAt(0, 7, log.end()));
        assertEquals(0, log.versionAt(0, 8, log.end()));
        log.append(0, 7, 103, 4);
        assertEquals(103, log.versionAt(0, 7, log.end()));
    }

    @Test
    void itAgreesWithAListOverRandomUse() {
        Random random = new Random(4);
        CommitLog log = new CommitLog(2);
        List<long[]> writes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (!writes.isEmpty() && random.nextInt(5) == 0) {
                log.cutLast();
                writes.remove(writes.size() - 1);
            } else {
                long[] write = {random.nextInt(2), random.nextInt(20), i};
                log.append((int) write[0], write[1], i, i);
                writes.add(write);
            }
            assertEquals(writes.size(), log.end());
            int entity = random.nextInt(2);
            long key = random.nextInt(20);
            int position = writes.size() - random.nextInt(Math.min(50, writes.size() + 1));
            assertEquals(newest(writes, entity, key, position), log.versionAt(entity, key, position));
        }
    }

    private static long newest(List<long[]> writes, int entity, long key, int position) {
        for (int i = position - 1; i >= 0; i--) {
            if (writes.get(i)[0] == entity && writes.get(i)[1] == key) {
                return writes.get(i)[2];
            }
        }
        return 0;
    }
}
