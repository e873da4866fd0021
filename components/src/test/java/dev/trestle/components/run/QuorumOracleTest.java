package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Journal;
import dev.trestle.components.measure.Latencies;
import dev.trestle.components.run.Boards.Part;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whole runs of a leaderless store against the tables of Bailis et al., "Probabilistically bounded staleness", VLDB 2012
 * (WARS model, Table 4) and the order statistics of exponential delays.
 */
class QuorumOracleTest {
    private static final String SSD = "91.22%: pareto(0.235 ms, 10); 8.78%: exponential(0.6024096 ms)";
    private static final String DISK_WRITE = "38%: pareto(1.05 ms, 1.51); 62%: exponential(5.4644809 ms)";
    private static final String YMMR_WRITE = "93.9%: pareto(3 ms, 3.35); 6.1%: exponential(357.142857 ms)";
    private static final String YMMR = "98.2%: pareto(1.5 ms, 3.8); 1.8%: exponential(46.082949 ms)";

    /** Three nodes that do nothing but send: the write delay is one law, the other three another. */
    private static Part store(String write, String others, String... settings) {
        Part part = part("db", "wide-column", settings);
        Map<String, String> free = part.settings();
        for (String time : new String[] {"coordinateTime", "readTime", "tableTime", "writeTime"}) {
            free.put(time, "0 ms");
        }
        free.put("workers", "10000");
        free.putIfAbsent("instances", "3");
        free.put("timeout", "1 h");
        free.put("readRepair", "no");
        free.put("writeDelay", write);
        free.put("ackDelay", others);
        free.put("readDelay", others);
        free.put("responseDelay", others);
        return part;
    }

    private static Part people() {
        return clients("readsOwn", "0 %", "timeout", "none");
    }

    /** Asserts that one in a thousand takes longer than what is known as the 99.9th percentile. */
    private static void assertTail(String what, Latencies latencies, double knownMillis) {
        long n = latencies.count();
        assertTrue(n > 100_000, n + " are too few");
        double share = 1 - latencies.shareWithin(knownMillis / 1e3);
        double error = StrictMath.sqrt(0.001 * 0.999 / n);
        assertTrue(
                Math.abs(share - 0.001) <= 4 * error,
                what + ": " + share + " above " + knownMillis + " ms; the p99.9 is "
                        + 1e3 * latencies.quantile(0.999).value());
    }

    /** The 99.9th percentiles, in milliseconds, of reads and writes that wait for so many of three. */
    private static void assertTails(
            int quorum, double read, double write, String writeLaw, String law, String... more) {
        Part store = store(writeLaw, law, more);
        store.settings().put("readQuorum", "" + quorum);
        store.settings().put("writeQuorum", "" + quorum);
        var operations = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "4000/s", "read Item")
                .operation("change", "4000/s", "write Item")
                .path(people(), instantService("app", "workers", "100000"), store)
                .phase("steady", "5 s", "average")
                .phase("quiet", "20 s", "0/s")
                .run(quorum)
                .report()
                .operations();
        assertTail("read " + quorum, operations.get("look").latency(), read);
        assertTail("write " + quorum, operations.get("change").latency(), write);
    }

    @Test
    void latenciesOnSolidStateDisks() {
        assertTails(1, 0.66, 0.65, SSD, SSD);
        assertTails(2, 1.63, 1.63, SSD, SSD);
        assertTails(3, 4.12, 4.10, SSD, SSD);
    }

    @Test
    void latenciesOnDisks() {
        assertTails(1, 0.66, 10.94, DISK_WRITE, SSD);
        assertTails(2, 1.63, 20.98, DISK_WRITE, SSD);
        assertTails(3, 4.12, 110.3, DISK_WRITE, SSD);
    }

    @Test
    void latenciesAtYammer() {
        assertTails(1, 5.60, 10.95, YMMR_WRITE, YMMR);
        assertTails(2, 32.9, 428, YMMR_WRITE, YMMR);
        assertTails(3, 219, 1866, YMMR_WRITE, YMMR);
    }

    @Test
    void latenciesOverWideAreas() {
        String[] apart = {"sites", "3", "siteDelay", "75 ms"};
        assertTails(1, 3.44, 55.25, DISK_WRITE, SSD, apart);
        assertTails(2, 151.3, 167.6, DISK_WRITE, SSD, apart);
        assertTails(3, 153.9, 241.0, DISK_WRITE, SSD, apart);
    }

    /** Share of reads that find a write at the moment of its commit. */
    private static void assertFresh(double known, double uncertain, Part store) {
        store.settings().put("readQuorum", "1");
        store.settings().put("writeQuorum", "1");
        Journal journal = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "2000/s", "write Item key new", "read Item")
                .requires("Item read-your-writes")
                .path(people(), instantService("app"), store)
                .playFast(1)
                .until(20)
                .journal();
        int fresh = 0;
        int reads = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.READ) {
                reads++;
                fresh += journal.version(row) > 0 ? 1 : 0;
            }
        }
        assertTrue(reads > 30_000, reads + " reads");
        double share = (double) fresh / reads;
        double error = StrictMath.sqrt(known * (1 - known) / reads);
        assertTrue(Math.abs(share - known) <= uncertain + 4 * error, share + " fresh, known is " + known);
    }

    @Test
    void readsAtTheCommitAreFreshAsOftenAsTabled() {
        assertFresh(0.9736, 0.001, store(SSD, SSD));
        assertFresh(0.4366, 0.002, store(DISK_WRITE, SSD));
        assertFresh(0.890, 0.003, store(YMMR_WRITE, YMMR));
        assertFresh(1 / 3.0, 0, store(DISK_WRITE, SSD, "sites", "3", "siteDelay", "75 ms"));
    }

    @Test
    void readsLagBehindByKVersionsAsOftenAsCounted() {
        // P15: a write that reaches only its coordinator's site and a read that asks only its own: (1 - 1/N)^k.
        assertLag(3, new double[] {0.666667, 0.444444, 0.296296, 0.131687});
        assertLag(2, new double[] {0.5, 0.25, 0.125, 0.03125});
    }

    private static void assertLag(int sites, double[] known) {
        String n = "" + sites;
        Part store = store(
                "0 ms",
                "0 ms",
                "instances",
                n,
                "copies",
                n,
                "sites",
                n,
                "siteDelay",
                "10 day",
                "readQuorum",
                "1",
                "writeQuorum",
                "1");
        store.settings().put("timeout", "1 h");
        Journal journal = board().entity("Item", "1 KB", "20", "uniform")
                .operation("change", "500/s", "write Item")
                .operation("look", "500/s", "read Item")
                .requires("Item read-your-writes")
                .path(people(), instantService("app"), store)
                .playFast(1)
                .until(40)
                .journal();
        int[] k = {1, 2, 3, 5};
        int[] behind = new int[k.length];
        int reads = 0;
        Map<Long, long[]> written = new HashMap<>();
        for (int row = 0; row < journal.size(); row++) {
            // The last five versions of a key, the newest first.
            long[] last = written.computeIfAbsent(journal.key(row), key -> new long[6]);
            if (journal.kind(row) == Journal.WRITE) {
                System.arraycopy(last, 0, last, 1, 5);
                last[0] = journal.version(row);
            } else if (last[4] > 0) {
                reads++;
                for (int i = 0; i < k.length; i++) {
                    behind[i] += journal.version(row) < last[k[i] - 1] ? 1 : 0;
                }
            }
        }
        assertTrue(reads > 18_000, reads + " reads");
        for (int i = 0; i < k.length; i++) {
            // Reads between two writes of a key see the same copies: with as many reads as writes the variance doubles.
            double error = StrictMath.sqrt(3 * known[i] * (1 - known[i]) / reads);
            double share = (double) behind[i] / reads;
            assertTrue(Math.abs(share - known[i]) <= 4 * error, share + " are " + k[i] + " behind, not " + known[i]);
        }
    }

    @Test
    void quorumsOfExponentialDelaysAreOrderStatistics() {
        // P25: the k-th of n with mean 10 ms takes H(n) - H(n - k) times that.
        assertWait(3, 1, 0.33333);
        assertWait(3, 2, 0.83333);
        assertWait(3, 3, 1.83333);
        assertWait(5, 3, 0.78333);
    }

    private static Latencies waits(int n, int k) {
        Part store = store("exponential(10 ms)", "0 ms", "instances", "" + n, "copies", "" + n, "writeQuorum", "" + k);
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("ask", "2000/s", "write Item")
                .path(people(), instantService("app"), store)
                .phase("steady", "5 s", "average")
                .run(1)
                .report()
                .operations()
                .get("ask")
                .latency();
    }

    private static void assertWait(int n, int k, double known) {
        Latencies latencies = waits(n, k);
        double variance = 0;
        for (int i = n - k + 1; i <= n; i++) {
            variance += 1.0 / i / i;
        }
        double error = StrictMath.sqrt(variance / latencies.count());
        assertTrue(error < 0.01 * known);
        double mean = latencies.mean().value() / OracleTest.SERVICE_SECONDS;
        assertTrue(Math.abs(mean - known) <= 4 * error, mean + " for " + k + " of " + n + ", known is " + known);
    }

    @Test
    void twoOfThreeHaveTheirQuantiles() {
        Latencies latencies = waits(3, 2);
        double[] p = {0.5, 0.99, 0.999};
        double[] known = {0.693147, 2.831861, 3.997023};
        for (int i = 0; i < p.length; i++) {
            double share = latencies.shareWithin(known[i] * OracleTest.SERVICE_SECONDS);
            double error = StrictMath.sqrt(p[i] * (1 - p[i]) / latencies.count());
            // The histogram keeps three digits: up to 0.1 % of the latency, some 0.0005 at the median.
            assertTrue(Math.abs(share - p[i]) <= 4 * error + 0.0005 * (1 - p[i]), share + ", known is " + p[i]);
        }
    }
}
