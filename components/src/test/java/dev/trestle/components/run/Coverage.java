package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Latencies;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often the 95 % intervals of the mean and of p99 hold what is known of an M/M/1 queue (Kleinrock, Queueing Systems I: its
 * response time is exponential with mean 1 / (1 - rho) service times), when every run stops as soon as it has decided.
 */
final class Coverage {
    private final int seeds;
    private int mean;
    private int p99;
    private long requests;
    private double precision;
    private final Map<String, Integer> stopped = new TreeMap<>();

    /** Runs the board under seeds 1, 2, 3... */
    Coverage(Board board, double rho, int seeds) {
        this.seeds = seeds;
        double known = OracleTest.SERVICE_SECONDS / (1 - rho);
        for (int seed = 1; seed <= seeds; seed++) {
            RunResult result = Run.of(board, Options.seed(seed).deciding()).execute(Watcher.NOBODY);
            Latencies latency = result.report().operations().get("ask").latency();
            mean += holds(latency.mean(), known);
            p99 += holds(latency.quantile(0.99), known * StrictMath.log(100));
            requests += result.report().requests() / seeds;
            precision +=
                    latency.quantile(0.99).halfWidth() / latency.quantile(0.99).value() / seeds;
            stopped.merge(result.report().stoppedBy(), 1, Integer::sum);
        }
    }

    private static int holds(Estimate measured, double known) {
        return measured.low() <= known && known <= measured.high() ? 1 : 0;
    }

    int mean() {
        return mean;
    }

    int p99() {
        return p99;
    }

    int stoppedBy(String why) {
        return stopped.getOrDefault(why, 0);
    }

    @Override
    public String toString() {
        return "of " + seeds + " seeds: mean " + mean + ", p99 " + p99 + "; " + requests + " requests a run, p99 to "
                + Math.round(precision * 1000) / 10.0 + " %, stopped by " + stopped;
    }

    /** For people who look: loads, seeds, length, requirement. */
    public static void main(String[] arguments) {
        int seeds = Integer.parseInt(arguments[0]);
        for (String rho : arguments[1].split(",")) {
            long began = System.nanoTime();
            Board board = CoverageTest.station(
                    Double.parseDouble(rho), arguments[2], arguments.length > 3 ? arguments[3] : null);
            System.out.println(rho + " " + new Coverage(board, Double.parseDouble(rho), seeds) + " "
                    + (System.nanoTime() - began) / 1_000_000_000 + " s");
        }
    }
}
