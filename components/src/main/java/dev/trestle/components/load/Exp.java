package dev.trestle.components.load;

/**
 * The exponential function for samplers: e^x = 2^(k/64) e^r with a table of 2^(i/64) and a polynomial for the rest.
 *
 * <p>{@code Math.exp} is an intrinsic that differs between processors in every tenth call, and {@code StrictMath.exp}
 * costs twice as much as this. Only IEEE additions and multiplications happen here, so every machine agrees. The
 * relative error is below 4e-16 (Tang's table-driven method, ACM TOMS 15(2), 1989).
 */
final class Exp {
    /** Beyond this the result is clamped: 1e304 is no duration and no size. */
    private static final double LIMIT = 700;

    private static final int CELLS = 64;
    private static final double LN2_HIGH = 6.93147180369123816490e-01 / CELLS;
    private static final double LN2_LOW = 1.90821492927058770002e-10 / CELLS;
    private static final double CELLS_PER_LN2 = CELLS / 0.6931471805599453;

    /** Adding it leaves the nearest whole number in the low bits of the sum. */
    private static final double ROUNDING = 0x1.8p52;

    private static final double[] ROOTS = new double[CELLS];

    static {
        for (int i = 0; i < CELLS; i++) {
            ROOTS[i] = StrictMath.pow(2, (double) i / CELLS);
        }
    }

    private Exp() {}

    static double of(double x) {
        double clamped = Math.abs(x) <= LIMIT ? x : Math.copySign(LIMIT, x);
        double sum = clamped * CELLS_PER_LN2 + ROUNDING;
        double whole = sum - ROUNDING;
        int cell = (int) Double.doubleToRawLongBits(sum);
        double r = clamped - whole * LN2_HIGH - whole * LN2_LOW;
        double p = r + r * r * (1 / 2.0 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0))));
        double root = ROOTS[cell & CELLS - 1];
        double power = Double.longBitsToDouble((long) ((cell >> 6) + 1023) << 52);
        return (root + root * p) * power;
    }
}
