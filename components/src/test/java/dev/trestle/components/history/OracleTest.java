package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checkers against slow definitions, on thousands of random small histories that are good and bad in every way. */
class OracleTest {
    private static final int HISTORIES = 20_000;

    private record Op(boolean write, boolean known, long client, long key, long version, long start, long end) {}

    @Test
    void sessionCheckersAgreeWithTheirDefinitions() {
        Random random = new Random(11);
        int bad = 0;
        for (int i = 0; i < HISTORIES; i++) {
            List<Op> ops = random(random, 2 + random.nextInt(7), 2);
            History history = history(ops);
            for (boolean floorIsWrite : new boolean[] {true, false}) {
                Checked checked = floorIsWrite
                        ? Sessions.readYourWrites(history, 0, Past.NAMES)
                        : Sessions.monotonicReads(history, 0, Past.NAMES);
                long violations =
                        ops.stream().filter(o -> breaks(ops, o, floorIsWrite)).count();
                assertEquals(violations, checked.violations(), ops.toString());
                bad += violations > 0 ? 1 : 0;
            }
        }
        assertTrue(bad > 1000 && bad < 2 * HISTORIES - 1000, "both outcomes must be tried: " + bad);
    }

    private static boolean breaks(List<Op> ops, Op read, boolean floorIsWrite) {
        return !read.write
                && read.known
                && ops.stream()
                        .anyMatch(f -> f != read
                                && f.write == floorIsWrite
                                && f.known
                                && f.client == read.client
                                && f.key == read.key
                                && f.end <= read.start
                                && f.version > read.version);
    }

    @Test
    void freshnessAgreesWithItsDefinition() {
        Random random = new Random(12);
        int bad = 0;
        for (int i = 0; i < HISTORIES; i++) {
            List<Op> ops = random(random, 2 + random.nextInt(7), 2);
            long within = random.nextInt(10);
            Checked checked = Freshness.within(history(ops), 0, within * 1_000_000, Past.NAMES);
            long violations = ops.stream()
                    .filter(r -> !r.write && r.known)
                    .filter(r -> stale(ops, r, within))
                    .count();
            assertEquals(violations, checked.violations(), ops.toString());
            bad += violations > 0 ? 1 : 0;
        }
        assertTrue(bad > 1000 && bad < HISTORIES - 1000, "both outcomes must be tried: " + bad);
    }

    private static boolean stale(List<Op> ops, Op read, long within) {
        return ops.stream()
                .anyMatch(w -> w.write
                        && w.known
                        && w.key == read.key
                        && w.version > read.version
                        && w.end + within < read.start);
    }

    @Test
    void registerAgreesWithASearchForALinearization() {
        Random random = new Random(13);
        int bad = 0;
        for (int i = 0; i < HISTORIES; i++) {
            List<Op> ops = random(random, 2 + random.nextInt(6), 1);
            boolean found = linearizes(withUnseenWrites(ops), 0);
            boolean good = Register.linearizable(history(ops), 0, Past.NAMES).violations() == 0;
            boolean written = ops.stream().anyMatch(Op::write);
            if (written) {
                assertEquals(found, good, ops.toString());
                bad += found ? 0 : 1;
            }
        }
        assertTrue(bad > 1000 && bad < HISTORIES - 1000, "both outcomes must be tried: " + bad);
    }

    /** A version that is read but not written here was written by someone whose operation had not ended by the end. */
    private static List<Op> withUnseenWrites(List<Op> ops) {
        List<Op> all = new ArrayList<>(ops);
        for (Op op : ops) {
            boolean unseen = op.version > 0 && all.stream().noneMatch(w -> w.write && w.version == op.version);
            if (unseen) {
                all.add(new Op(true, false, 9, op.key, op.version, 0, Long.MAX_VALUE));
            }
        }
        return all;
    }

    /**
     * Whether the operations that are not placed yet can follow in some order: each read returns the last write before
     * it, writes come in the order of their versions, an operation never precedes one that ended before it began, and a
     * write with an unknown end may be left out.
     */
    private static boolean linearizes(List<Op> left, long version) {
        if (left.stream().noneMatch(Op::known)) {
            return true;
        }
        for (Op op : left) {
            boolean fits = op.write ? op.version > version : op.version == version;
            boolean mayBeNext = left.stream().noneMatch(o -> o != op && o.known && o.end < op.start);
            if (fits && mayBeNext) {
                List<Op> rest = new ArrayList<>(left);
                rest.remove(op);
                if (linearizes(rest, op.write ? op.version : version)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void messageCheckersAgreeWithTheirDefinitions() {
        Random random = new Random(14);
        int late = 0;
        int twice = 0;
        for (int i = 0; i < HISTORIES; i++) {
            Past past = new Past();
            int lateHere = 0;
            int twiceHere = 0;
            long end = 40;
            for (int message = 0; message < 4; message++) {
                long told = random.nextInt(20);
                boolean acknowledged = random.nextInt(5) > 0;
                int times = random.nextInt(3);
                long firstDone = Long.MAX_VALUE;
                for (int t = 0; t < times; t++) {
                    long done = told + random.nextInt(20);
                    firstDone = Math.min(firstDone, done);
                    past.handled(message, t + 1, done, done);
                }
                if (acknowledged) {
                    past.publish(message, 0, told);
                } else {
                    past.failedPublish(message, 0, told);
                }
                lateHere += acknowledged && Math.min(firstDone, end) - told > 10 ? 1 : 0;
                twiceHere += acknowledged && times > 1 ? 1 : 0;
            }
            History history = past.until(end);
            assertEquals(
                    lateHere,
                    Messages.handledWithin(history, 0, 10_000_000, Past.NAMES).violations());
            assertEquals(
                    twiceHere,
                    Messages.handledExactlyOnce(history, 0, Past.NAMES).violations());
            late += lateHere;
            twice += twiceHere;
        }
        assertTrue(late > 1000 && twice > 1000, "both outcomes must be tried");
    }

    @Test
    void durabilityAgreesWithItsDefinition() {
        Random random = new Random(15);
        int bad = 0;
        for (int i = 0; i < HISTORIES; i++) {
            Past past = new Past();
            List<long[]> written = new ArrayList<>();
            List<long[]> discarded = new ArrayList<>();
            for (long version = 1; version <= 1 + random.nextInt(6); version++) {
                long key = random.nextInt(2);
                long end = random.nextInt(30);
                if (random.nextInt(4) > 0) {
                    past.write(7, key, version, 0, end);
                    written.add(new long[] {key, version});
                } else {
                    past.unknownWrite(7, key, version, 0, end);
                }
                if (random.nextInt(4) == 0) {
                    // At any time: a store may lose a write before its client is told that it is safe.
                    past.lost(key, version, random.nextInt(30));
                    discarded.add(new long[] {key, version});
                }
            }
            long violations = written.stream()
                    .filter(w -> discarded.stream().anyMatch(l -> l[0] == w[0] && l[1] == w[1]))
                    .count();
            Checked checked = Durability.neverLost(past.end(), 0, Past.NAMES);
            assertEquals(violations, checked.violations());
            assertEquals(written.size(), checked.checked());
            bad += violations > 0 ? 1 : 0;
        }
        assertTrue(bad > 1000 && bad < HISTORIES - 1000, "both outcomes must be tried: " + bad);
    }

    @Test
    void atLeastOnceAgreesWithItsDefinition() {
        Random random = new Random(16);
        int lost = 0;
        for (int i = 0; i < HISTORIES; i++) {
            Past past = new Past();
            // Milliseconds; patience is 60 s, and what is younger than ten times the slowest handling is on its way.
            long end = 100_000;
            long slowest = 0;
            List<Long> missing = new ArrayList<>();
            for (int message = 0; message < 5; message++) {
                long told = random.nextInt(100_000);
                boolean acknowledged = random.nextInt(5) > 0;
                boolean handled = random.nextInt(3) > 0;
                long done = told + random.nextInt(2_000);
                if (acknowledged) {
                    past.publish(message, 0, told);
                } else {
                    past.failedPublish(message, 0, told);
                }
                if (handled) {
                    past.handled(message, 1, done, done);
                }
                slowest = acknowledged && handled ? Math.max(slowest, done - told) : slowest;
                if (acknowledged && !handled) {
                    missing.add(told);
                }
            }
            long young = 10 * slowest;
            Checked checked = Messages.handledAtLeastOnce(past.until(end), 0, Past.NAMES);
            long violations = missing.stream()
                    .filter(told -> end - told > young && end - told > 60_000)
                    .count();
            long doubtful = missing.stream()
                    .filter(told -> end - told > young && end - told <= 60_000)
                    .count();
            assertEquals(violations, checked.violations());
            assertEquals(doubtful, checked.doubtful());
            assertEquals(missing.size() - violations - doubtful, checked.censored());
            lost += violations > 0 ? 1 : 0;
        }
        assertTrue(lost > 1000 && lost < HISTORIES - 1000, "both outcomes must be tried: " + lost);
    }

    /** Overlapping operations of three clients; reads see a version that is near what they should see, or not. */
    private static List<Op> random(Random random, int size, int keys) {
        List<Op> ops = new ArrayList<>();
        long version = 0;
        for (int i = 0; i < size; i++) {
            long start = 3L * i + random.nextInt(6);
            long end = start + random.nextInt(8);
            boolean write = random.nextInt(2) == 0;
            long seen = Math.max(0, version - random.nextInt(3) + (random.nextInt(6) == 0 ? 1 : 0));
            long own = write ? ++version : seen;
            boolean known = random.nextInt(5) > 0;
            if (write && version > 1 && random.nextInt(8) == 0) {
                // Two commits in the other order than their operations began.
                Op last = ops.stream().filter(Op::write).reduce((a, b) -> b).orElseThrow();
                ops.set(ops.indexOf(last), new Op(true, last.known, last.client, last.key, own, last.start, last.end));
                own = last.version;
            }
            ops.add(new Op(write, known, random.nextInt(3), random.nextInt(keys), own, start, end));
        }
        // A failed read has seen nothing, so it is not part of any history.
        ops.removeIf(o -> !o.write && !o.known);
        return ops;
    }

    private static History history(List<Op> ops) {
        Past past = new Past();
        for (Op op : ops.stream().sorted((a, b) -> Long.compare(a.end, b.end)).toList()) {
            if (!op.write) {
                past.read(op.client, op.key, op.version, op.start, op.end);
            } else if (op.known) {
                past.write(op.client, op.key, op.version, op.start, op.end);
            } else {
                past.unknownWrite(op.client, op.key, op.version, op.start, op.end);
            }
        }
        return past.end();
    }
}
