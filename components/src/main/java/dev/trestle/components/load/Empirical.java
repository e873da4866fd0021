package dev.trestle.components.load;

import dev.trestle.components.engine.Chance;

/**
 * The law that has the stated quantiles, as published percentiles give them.
 *
 * <p>Between two quantiles it runs straight on the scale of -ln(1 - p), which is the scale of an exponential variate:
 * below the first it starts at the minimum (0 unless stated), after the last it goes on as an exponential tail with the
 * last slope, up to the maximum where one is stated.
 */
final class Empirical extends Distribution {
    /** Knots: values at places on the exponential scale, and the slope behind each. */
    private final double[] places;

    private final double[] values;
    private final double[] slopes;

    private Empirical(String text, double[] places, double[] values, double[] slopes) {
        super(text, moment(places, values, slopes, 1), moment(places, values, slopes, 2));
        this.places = places;
        this.values = values;
        this.slopes = slopes;
    }

    /**
     * Probabilities in (0, 1) and quantiles, both rising, at least one of each; the maximum is infinite where there is
     * none, and the last quantile at least the minimum.
     */
    static Empirical of(String text, double minimum, double[] probabilities, double[] quantiles, double maximum) {
        int stated = quantiles.length;
        double[] places = new double[stated + 2];
        double[] values = new double[stated + 2];
        double[] slopes = new double[stated + 2];
        values[0] = minimum;
        for (int i = 0; i < stated; i++) {
            places[i + 1] = -StrictMath.log1p(-probabilities[i]);
            values[i + 1] = quantiles[i];
            slopes[i] = (values[i + 1] - values[i]) / (places[i + 1] - places[i]);
        }
        slopes[stated] = slopes[stated - 1];
        boolean bounded = slopes[stated] > 0 && maximum < Double.POSITIVE_INFINITY;
        places[stated + 1] =
                bounded ? places[stated] + (maximum - values[stated]) / slopes[stated] : Double.POSITIVE_INFINITY;
        values[stated + 1] = bounded ? maximum : values[stated];
        return new Empirical(text, places, values, slopes);
    }

    /** The integral of value^order e^-place over all segments, each a straight line; the last one is level. */
    private static double moment(double[] places, double[] values, double[] slopes, int order) {
        double sum = 0;
        for (int i = 0; i < places.length; i++) {
            double above = StrictMath.exp(-places[i]);
            if (above == 0) {
                break;
            }
            double v = values[i];
            double s = slopes[i];
            double d = i + 1 < places.length ? places[i + 1] - places[i] : Double.POSITIVE_INFINITY;
            double rest = StrictMath.exp(-d);
            // The moments of an exponential variate cut off at d: of order 0, 1 and 2. Past a cut at infinity, whole.
            double first = 1 - (rest == 0 ? 0 : rest * (1 + d));
            double second = 2 - (rest == 0 ? 0 : rest * (d * d + 2 * d + 2));
            sum += above
                    * (order == 1
                            ? v * (1 - rest) + s * first
                            : v * v * (1 - rest) + 2 * v * s * first + s * s * second);
        }
        return sum;
    }

    @Override
    long draw(Chance chance) {
        double place = chance.exponential();
        int i = 0;
        while (place >= places[i + 1]) {
            if (++i == places.length - 1) {
                return rounded(values[i]);
            }
        }
        return rounded(values[i] + slopes[i] * (place - places[i]));
    }
}
