package dev.trestle.components.history;

/**
 * What a checker found in histories: how much it could check, how much of that broke the promise, and the smallest
 * counter-example.
 *
 * @param checked reads, writes or messages that the promise speaks of
 * @param violations how many of them broke it
 * @param censored messages that were too young at the end of the run to be judged; not in checked
 * @param doubtful messages that look lost but may still be on their way; not in checked
 * @param worstSeconds the longest time that the promise limits (staleness, time until handled); 0 when it limits none
 * @param example the smallest counter-example, of fewest moments and of those the shortest; null when there is no violation
 * @param node index of the node that the example blames, or -1
 * @param replication which replication the example is from, counted from 1; 0 = none
 * @param followed keys, messages or clients whose history was looked at
 */
public record Checked(
        long checked,
        long violations,
        long censored,
        long doubtful,
        double worstSeconds,
        Timeline example,
        int node,
        int replication,
        long followed) {
    /** Nothing was there to check. */
    public static Checked nothing() {
        return new Checked(0, 0, 0, 0, 0, null, -1, 0, 0);
    }

    /** Both together. */
    public Checked plus(Checked other) {
        boolean theirs = other.example != null && (example == null || other.example.isSmallerThan(example));
        return new Checked(
                checked + other.checked,
                violations + other.violations,
                censored + other.censored,
                doubtful + other.doubtful,
                Math.max(worstSeconds, other.worstSeconds),
                theirs ? other.example : example,
                theirs ? other.node : node,
                theirs ? other.replication : replication,
                followed + other.followed);
    }

    Checked inReplication(int number) {
        return new Checked(
                checked,
                violations,
                censored,
                doubtful,
                worstSeconds,
                example,
                node,
                example == null ? 0 : number,
                followed);
    }
}
