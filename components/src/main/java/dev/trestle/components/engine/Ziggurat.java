package dev.trestle.components.engine;

/**
 * Exponential and normal variates by the ziggurat method (Marsaglia and Tsang, Journal of Statistical Software 5(8),
 * 2000) with 256 layers: one draw, one table look-up and one multiplication in 99 of 100 cases.
 *
 * <p>Layer and position come from different bits of one 64-bit draw, which avoids the flaw that Doornik found in the
 * 32-bit original. The tails use the exponential variate instead of a logarithm.
 */
final class Ziggurat {
    private static final int LAYERS = 256;

    /** Where the tail begins, and the area of each layer: constants of the method for 256 layers. */
    private static final double EXPONENTIAL_TAIL = 7.69711747013104972;

    private static final double EXPONENTIAL_AREA = 3.949659822581572e-3;
    private static final double GAUSSIAN_TAIL = 3.6541528853610088;
    private static final double GAUSSIAN_AREA = 4.92867323399e-3;

    /** Positions below the limit are surely under the curve; scale turns a position into x; height is the density. */
    private static final long[] EXPONENTIAL_LIMIT = new long[LAYERS];

    private static final double[] EXPONENTIAL_SCALE = new double[LAYERS];
    private static final double[] EXPONENTIAL_HEIGHT = new double[LAYERS];
    private static final long[] GAUSSIAN_LIMIT = new long[LAYERS];
    private static final double[] GAUSSIAN_SCALE = new double[LAYERS];
    private static final double[] GAUSSIAN_HEIGHT = new double[LAYERS];

    static {
        fillExponential();
        fillGaussian();
    }

    private Ziggurat() {}

    static double exponential(Chance chance) {
        long bits = chance.nextLong();
        int layer = (int) bits & 255;
        long position = bits >>> 11;
        if (position < EXPONENTIAL_LIMIT[layer]) {
            return position * EXPONENTIAL_SCALE[layer];
        }
        return rareExponential(chance, layer, position);
    }

    static double gaussian(Chance chance) {
        long bits = chance.nextLong();
        int layer = (int) bits & 255;
        long position = bits >> 11;
        if (Math.abs(position) < GAUSSIAN_LIMIT[layer]) {
            return position * GAUSSIAN_SCALE[layer];
        }
        return rareGaussian(chance, layer, position);
    }

    private static double rareExponential(Chance chance, int layer, long position) {
        double passed = 0;
        while (true) {
            double x = position * EXPONENTIAL_SCALE[layer];
            if (position < EXPONENTIAL_LIMIT[layer]) {
                return passed + x;
            }
            if (layer == 0) {
                passed += EXPONENTIAL_TAIL;
            } else {
                double low = EXPONENTIAL_HEIGHT[layer];
                double y = low + chance.uniform() * (EXPONENTIAL_HEIGHT[layer - 1] - low);
                if (y < StrictMath.exp(-x)) {
                    return passed + x;
                }
            }
            long bits = chance.nextLong();
            layer = (int) bits & 255;
            position = bits >>> 11;
        }
    }

    private static double rareGaussian(Chance chance, int layer, long position) {
        while (true) {
            double x = position * GAUSSIAN_SCALE[layer];
            if (Math.abs(position) < GAUSSIAN_LIMIT[layer]) {
                return x;
            }
            if (layer == 0) {
                return position < 0 ? -gaussianTail(chance) : gaussianTail(chance);
            }
            double low = GAUSSIAN_HEIGHT[layer];
            double y = low + chance.uniform() * (GAUSSIAN_HEIGHT[layer - 1] - low);
            if (y < StrictMath.exp(-0.5 * x * x)) {
                return x;
            }
            long bits = chance.nextLong();
            layer = (int) bits & 255;
            position = bits >> 11;
        }
    }

    /** Marsaglia's method for the normal tail (Technometrics 6(1), 1964). */
    private static double gaussianTail(Chance chance) {
        double x;
        double y;
        do {
            x = exponential(chance) / GAUSSIAN_TAIL;
            y = exponential(chance);
        } while (y + y < x * x);
        return GAUSSIAN_TAIL + x;
    }

    private static void fillExponential() {
        double x = EXPONENTIAL_TAIL;
        double cells = 0x1p53;
        double base = EXPONENTIAL_AREA / StrictMath.exp(-x);
        EXPONENTIAL_LIMIT[0] = (long) (x / base * cells);
        EXPONENTIAL_SCALE[0] = base / cells;
        EXPONENTIAL_HEIGHT[0] = 1;
        for (int layer = LAYERS - 1; layer > 0; layer--) {
            EXPONENTIAL_SCALE[layer] = x / cells;
            EXPONENTIAL_HEIGHT[layer] = StrictMath.exp(-x);
            double inner = -StrictMath.log(EXPONENTIAL_AREA / x + EXPONENTIAL_HEIGHT[layer]);
            EXPONENTIAL_LIMIT[layer] = layer == 1 ? 0 : (long) (inner / x * cells);
            x = inner;
        }
    }

    private static void fillGaussian() {
        double x = GAUSSIAN_TAIL;
        double cells = 0x1p52;
        double base = GAUSSIAN_AREA / StrictMath.exp(-0.5 * x * x);
        GAUSSIAN_LIMIT[0] = (long) (x / base * cells);
        GAUSSIAN_SCALE[0] = base / cells;
        GAUSSIAN_HEIGHT[0] = 1;
        for (int layer = LAYERS - 1; layer > 0; layer--) {
            GAUSSIAN_SCALE[layer] = x / cells;
            GAUSSIAN_HEIGHT[layer] = StrictMath.exp(-0.5 * x * x);
            double inner = StrictMath.sqrt(-2 * StrictMath.log(GAUSSIAN_AREA / x + GAUSSIAN_HEIGHT[layer]));
            GAUSSIAN_LIMIT[layer] = layer == 1 ? 0 : (long) (inner / x * cells);
            x = inner;
        }
    }
}
