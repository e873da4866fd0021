package dev.trestle.components.load;

import dev.trestle.components.engine.Chance;

/**
 * The laws that a {@link Distribution} can be. Formulas of means and moments: Johnson, Kotz and Balakrishnan,
 * Continuous Univariate Distributions; the second moment is kept because mixtures add it up.
 */
final class Laws {
    private Laws() {}

    static final class Constant extends Distribution {
        private final long value;

        Constant(String text, double value) {
            super(text, value, value * value);
            this.value = rounded(value);
        }

        @Override
        long draw(Chance chance) {
            return value;
        }
    }

    static final class Exponential extends Distribution {
        private final double scale;

        Exponential(String text, double mean) {
            super(text, mean, 2 * mean * mean, mean);
            this.scale = mean;
        }

        @Override
        long draw(Chance chance) {
            return rounded(scale * chance.exponential());
        }
    }

    static final class Uniform extends Distribution {
        private final double low;
        private final double width;

        Uniform(String text, double low, double high) {
            super(text, (low + high) / 2, (low * low + low * high + high * high) / 3);
            this.low = low;
            this.width = high - low;
        }

        @Override
        long draw(Chance chance) {
            return rounded(low + width * chance.uniform());
        }
    }

    /** The exponential of a normal variate of mean mu and standard deviation sigma. */
    static final class Lognormal extends Distribution {
        private final double mu;
        private final double sigma;

        Lognormal(String text, double mu, double sigma) {
            super(text, StrictMath.exp(mu + sigma * sigma / 2), StrictMath.exp(2 * mu + 2 * sigma * sigma));
            this.mu = mu;
            this.sigma = sigma;
        }

        static Lognormal ofMean(String text, double mean, double cv) {
            double variance = StrictMath.log1p(cv * cv);
            return new Lognormal(text, StrictMath.log(mean) - variance / 2, StrictMath.sqrt(variance));
        }

        @Override
        long draw(Chance chance) {
            return rounded(Exp.of(mu + sigma * chance.gaussian()));
        }
    }

    /** A sum of k exponentials. */
    static final class Erlang extends Distribution {
        private final int k;
        private final double scale;

        Erlang(String text, int k, double mean) {
            super(text, mean, mean * mean * (1 + 1.0 / k));
            this.k = k;
            this.scale = mean / k;
        }

        @Override
        long draw(Chance chance) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += chance.exponential();
            }
            return rounded(scale * sum);
        }
    }

    /** P(X > x) = (scale / x)^shape from scale on: the scale times the exponential of an exponential variate. */
    static final class Pareto extends Distribution {
        private final double scale;
        private final double inverseShape;

        Pareto(String text, double scale, double shape) {
            super(text, moment(scale, shape, 1), moment(scale, shape, 2));
            this.scale = scale;
            this.inverseShape = 1 / shape;
        }

        private static double moment(double scale, double shape, int order) {
            return shape > order ? shape * StrictMath.pow(scale, order) / (shape - order) : Double.POSITIVE_INFINITY;
        }

        @Override
        long draw(Chance chance) {
            return rounded(scale * Exp.of(inverseShape * chance.exponential()));
        }
    }

    /** The Pareto law given that it does not exceed a bound; the exponential behind it is folded back, being memoryless. */
    static final class BoundedPareto extends Distribution {
        private final double scale;
        private final double inverseShape;
        private final double fold;

        BoundedPareto(String text, double scale, double shape, double bound) {
            super(text, moment(scale, shape, bound, 1), moment(scale, shape, bound, 2));
            this.scale = scale;
            this.inverseShape = 1 / shape;
            this.fold = shape * StrictMath.log(bound / scale);
        }

        private static double moment(double scale, double shape, double bound, int order) {
            double ratio = scale / bound;
            double factor = shape * StrictMath.pow(scale, order) / (1 - StrictMath.pow(ratio, shape));
            double rest = shape - order;
            return Math.abs(rest) < 1e-9
                    ? -factor * StrictMath.log(ratio)
                    : factor * (1 - StrictMath.pow(ratio, rest)) / rest;
        }

        @Override
        long draw(Chance chance) {
            double e = chance.exponential();
            if (e >= fold) {
                e -= fold * Math.floor(e / fold);
            }
            return rounded(scale * Exp.of(inverseShape * e));
        }
    }

    /** P(X > x) = exp(-(x / scale)^shape): the scale times a power of an exponential variate. */
    static final class Weibull extends Distribution {
        private final double scale;
        private final double inverseShape;

        Weibull(String text, double scale, double shape) {
            super(text, scale * gamma(1 + 1 / shape), scale * scale * gamma(1 + 2 / shape));
            this.scale = scale;
            this.inverseShape = 1 / shape;
        }

        @Override
        long draw(Chance chance) {
            return rounded(scale * Exp.of(inverseShape * StrictMath.log(chance.exponential())));
        }

        /** Stirling's series, reached by recurrence; relative error below 1e-13 for x >= 1. */
        private static double gamma(double x) {
            double divisor = 1;
            double z = x;
            while (z < 12) {
                divisor *= z++;
            }
            double y = 1 / (z * z);
            double series = (1 / 12.0 - y * (1 / 360.0 - y * (1 / 1260.0 - y * (1 / 1680.0 - y / 1188.0)))) / z;
            double log = (z - 0.5) * StrictMath.log(z) - z + 0.5 * StrictMath.log(2 * Math.PI) + series;
            return StrictMath.exp(log) / divisor;
        }
    }

    /** Two exponentials with balanced means (p1 / rate1 = p2 / rate2), the usual choice for a coefficient above 1. */
    static final class Hyperexponential extends Distribution {
        private final double share;
        private final double scale;
        private final double otherScale;

        Hyperexponential(String text, double mean, double cv) {
            super(text, mean, mean * mean * (1 + cv * cv));
            double c2 = cv * cv;
            this.share = (1 + StrictMath.sqrt((c2 - 1) / (c2 + 1))) / 2;
            this.scale = mean / (2 * share);
            this.otherScale = mean / (2 * (1 - share));
        }

        @Override
        long draw(Chance chance) {
            return rounded((chance.uniform() < share ? scale : otherScale) * chance.exponential());
        }
    }

    /** One of several laws, each with its share. */
    static final class Mixture extends Distribution {
        private final double[] upTo;
        private final Distribution[] laws;

        Mixture(String text, double[] shares, Distribution[] laws) {
            super(text, mean(shares, laws), secondMoment(shares, laws));
            this.laws = laws;
            this.upTo = new double[shares.length];
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += shares[i];
                upTo[i] = sum;
            }
            upTo[shares.length - 1] = 1;
        }

        private static double mean(double[] shares, Distribution[] laws) {
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += shares[i] * laws[i].mean();
            }
            return sum;
        }

        private static double secondMoment(double[] shares, Distribution[] laws) {
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += shares[i] * laws[i].secondMoment();
            }
            return sum;
        }

        @Override
        long draw(Chance chance) {
            double u = chance.uniform();
            int i = 0;
            while (u >= upTo[i]) {
                i++;
            }
            return laws[i].sample(chance);
        }
    }
}
