package dev.trestle.components.kind;

import dev.trestle.components.load.Popularity;
import java.util.List;

/**
 * How many of the reads of a store ask for rows that have been written in the run before, by the laws by which keys are
 * drawn and the writes that have come. Only for rows that reads and writes draw independently of each other.
 */
public final class Rewritten {
    /** Ranks beyond this many are taken together, as many as this share of their rank. */
    private static final long SINGLE_RANKS = 1_000;

    private static final double TOGETHER = 0.005;
    /** Below this many writes of a row the mean over them is that at their middle. */
    private static final double FEW = 1e-6;

    /**
     * Rows of one entity.
     *
     * @param reads per second
     * @param rereads those of them that are known to follow a write of their row
     * @param before writes that had come when the measurement began
     * @param after those that had come when it ended
     */
    public record Rows(
            Popularity popularity, double reads, double rereads, double before, double after, long sizeBytes) {}

    private final List<Rows> entities;

    public Rewritten(List<Rows> entities) {
        this.entities = List.copyOf(entities);
    }

    /**
     * The share of reads whose row has been written before where they look, mean over the measurement; NaN without reads.
     *
     * @param chance with which a write comes to the place where a read looks
     */
    public double shareOfReads(double chance) {
        double reads = 0;
        double found = 0;
        for (Rows rows : entities) {
            double drawn = rows.reads() - rows.rereads();
            reads += rows.reads();
            found += rows.rereads() * chance + drawn * written(rows, chance, false);
        }
        return found / reads;
    }

    /** The bytes of all different rows that have been written when the measurement ends, in one copy each. */
    public double bytes() {
        double bytes = 0;
        for (Rows rows : entities) {
            bytes += written(rows, 1, true) * rows.sizeBytes();
        }
        return bytes;
    }

    /** Over the ranks of rows: the share of reads, or with {@code count} the number, that have been written. */
    private static double written(Rows rows, double chance, boolean count) {
        Popularity popularity = rows.popularity();
        double sum = 0;
        long rank = 0;
        while (rank < popularity.keys()) {
            long ranks = rank < SINGLE_RANKS ? 1 : (long) (rank * TOGETHER);
            ranks = Math.min(ranks, popularity.keys() - rank);
            double share = popularity.shareOfTop(rank + ranks) - popularity.shareOfTop(rank);
            double each = share / ranks * chance;
            sum += count
                    ? ranks * (1 - StrictMath.exp(-each * rows.after()))
                    : share * (1 - unwritten(each, rows.before(), rows.after()));
            rank += ranks;
        }
        return sum;
    }

    /** The chance that a row was not written, when each write is of it with that probability: mean between two numbers. */
    private static double unwritten(double probability, double before, double after) {
        double between = probability * (after - before);
        double first = StrictMath.exp(-probability * before);
        return between < FEW ? first : first * -StrictMath.expm1(-between) / between;
    }
}
