package dev.trestle.components.run;

/**
 * How to run a board.
 *
 * @param seed fixes every bit of the run
 * @param eventBudget engine events at most, all replications together; at least {@link #REPLICATIONS}
 * @param wallNanos wall-clock time at most; only a guard, as a run that it stops is not repeatable
 * @param threads replications that run side by side; the result does not depend on it
 * @param mode how long the phases of the script last
 * @param replications independent ones: of fewer than two no interval can be told
 */
public record Options(long seed, long eventBudget, long wallNanos, int threads, Mode mode, int replications) {
    /** How long the phases of a script last. */
    public enum Mode {
        /** As the script says. */
        SCRIPT,
        /** Level phases last as long as it takes to settle and to decide the requirements. */
        DECIDE
    }

    /** Independent replications of a usual run: the t distribution with 7 degrees of freedom, 2.36 standard errors at 95 %. */
    public static final int REPLICATIONS = 8;
    /**
     * Calls in flight at once in one replication: bounds the memory of a run whose queue nobody drains to some 700 MB, as
     * all replications are kept until the end and a call takes 300 bytes with its timer.
     */
    static final int MOST_CALLS = 300_000;
    /** Some ten seconds on two cores. */
    public static final long EVENTS = 200_000_000;
    /** Two minutes: what somebody waits at a command line. */
    public static final long WALL_NANOS = 120_000_000_000L;

    public Options {
        if (replications < 1 || eventBudget < replications || wallNanos <= 0 || threads < 1) {
            throw new IllegalArgumentException(
                    "budget must be at least an event for each replication, with some time and a thread");
        }
    }

    /** With the usual number of replications. */
    public Options(long seed, long eventBudget, long wallNanos, int threads, Mode mode) {
        this(seed, eventBudget, wallNanos, threads, mode, REPLICATIONS);
    }

    /** Plays the script as it is. */
    public Options(long seed, long eventBudget, long wallNanos, int threads) {
        this(seed, eventBudget, wallNanos, threads, Mode.SCRIPT);
    }

    /** The same, but phases last as long as it takes to decide. */
    public Options deciding() {
        return new Options(seed, eventBudget, wallNanos, threads, Mode.DECIDE, replications);
    }

    /** The first replication alone, of the script as it is: what a live run plays, and its record says again. */
    public Options alone() {
        return new Options(seed, eventBudget, wallNanos, threads, Mode.SCRIPT, 1);
    }

    /** The same within another budget; an event for each replication at least. */
    Options within(long events, long nanos) {
        return new Options(seed, Math.max(replications, events), nanos, threads, mode, replications);
    }

    /** The script as it is, on so many threads. */
    Options played(int onThreads) {
        return new Options(seed, eventBudget, wallNanos, onThreads, Mode.SCRIPT, replications);
    }

    /** The usual budget on all cores; plays the script as it is. */
    public static Options seed(long seed) {
        return new Options(seed, EVENTS, WALL_NANOS, Runtime.getRuntime().availableProcessors());
    }
}
