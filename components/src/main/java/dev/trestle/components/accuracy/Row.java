package dev.trestle.components.accuracy;

/**
 * One figure of the accuracy table.
 *
 * @param name the case
 * @param measure the words of the figure
 * @param known by theory or publication
 * @param measured the mean over the seeds
 * @param standardError of that mean; 0 where one seed tells
 * @param tolerance how far off it may be, in the same unit as the others
 * @param seeds how many runs the mean is of
 * @param shape whether the tolerance alone decides, see {@link Expected}
 */
public record Row(
        String name,
        String measure,
        double known,
        double measured,
        double standardError,
        double tolerance,
        int seeds,
        boolean shape) {
    private static final double STANDARD_ERRORS = 4;
    /** The 97.5 % point of the normal distribution. */
    private static final double Z = 1.959964;

    /** What a figure says of the engine. */
    public enum Status {
        /** Within 4 standard errors, and the standard error is at most a third of the tolerance. */
        HOLDS,
        /** Within 4 standard errors, but too few requests to say that it is within the tolerance. */
        ROUGH,
        /** Further off than chance explains. */
        OFF
    }

    /** Signed difference as a share of the known value; the difference itself where that is 0. */
    public double error() {
        return known == 0 ? measured : (measured - known) / known;
    }

    /** The lower end of the 95 % interval of the measured value. */
    public double low() {
        return measured - t() * standardError;
    }

    /** Its upper end. */
    public double high() {
        return measured + t() * standardError;
    }

    /** The 97.5 % point of Student's t (Abramowitz and Stegun 26.7.5): 2.093 for 20 seeds. */
    private double t() {
        double freedom = Math.max(1, seeds - 1);
        double first = (Z * Z * Z + Z) / 4;
        double second = (5 * Z * Z * Z * Z * Z + 16 * Z * Z * Z + 3 * Z) / 96;
        return Z + first / freedom + second / freedom / freedom;
    }

    /** The rule of the oracles: at most 4 standard errors off, and those small enough to mean something. */
    public Status status() {
        double off = Math.abs(measured - known);
        boolean always = standardError <= 1e-12 * Math.abs(measured);
        if (always || shape) {
            return off <= tolerance ? Status.HOLDS : Status.OFF;
        }
        // What is within the resolution of a histogram, 0.05 %, is not off.
        if (!(off <= STANDARD_ERRORS * standardError + 0.0005 * Math.abs(known))) {
            return Status.OFF;
        }
        return standardError <= tolerance / 3 ? Status.HOLDS : Status.ROUGH;
    }
}
