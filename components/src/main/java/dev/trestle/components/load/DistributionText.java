package dev.trestle.components.load;

import dev.trestle.estimator.quantity.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a {@link Distribution}; {@code amount} reads one quantity, {@code example} shows one. */
record DistributionText(ToDoubleFunction<String> amount, String example) {
    private static final Pattern CALL = Pattern.compile("([A-Za-z][A-Za-z ]*?)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern QUANTILE = Pattern.compile("p(\\d+(?:\\.\\d+)?)\\s+(.+)", Pattern.DOTALL);
    private static final Pattern BARE_LOW = Pattern.compile("[\\d.eE+]+");
    private static final Pattern UNIT = Pattern.compile("[\\d.]+(?:[eE][+-]?\\d+)?(.*)", Pattern.DOTALL);
    private static final String ALLOWED =
            "constant, exponential, uniform, lognormal, erlang, pareto, weibull," + " hyperexponential or empirical";
    private static final int MOST_STAGES = 1_000;
    private static final double MOST_CV = 100;
    private static final double LEAST_SHAPE = 0.05;
    private static final double SHARE_ERROR = 1e-6;

    /** The standard normal deviate of the 95th percentile. */
    private static final double Z95 = 1.6448536269514722;

    Distribution read(Phrase phrase) {
        if (phrase.isEmpty()) {
            throw phrase.bad("expected a distribution such as " + example + " or exponential(" + example + ")");
        }
        return phrase.split(':').size() > 1 ? mixture(phrase) : law(phrase);
    }

    private Distribution mixture(Phrase phrase) {
        List<Phrase> parts = phrase.split(';');
        double[] shares = new double[parts.size()];
        Distribution[] laws = new Distribution[parts.size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            List<Phrase> sides = parts.get(i).split(':');
            if (sides.size() != 2) {
                throw parts.get(i).bad("expected \"share: law\" such as 90%: " + example);
            }
            shares[i] = sides.get(0).quantity(Quantity::ratio);
            if (shares[i] < 0 || shares[i] > 1) {
                throw sides.get(0).bad("expected a share of 0 % to 100 %");
            }
            laws[i] = law(sides.get(1));
            sum += shares[i];
        }
        if (Math.abs(sum - 1) > SHARE_ERROR) {
            throw phrase.bad("the shares of a mixture must add up to 100 %, not "
                    + Quantity.of(100 * sum).print() + " %");
        }
        return new Laws.Mixture(phrase.text(), shares, laws);
    }

    private Distribution law(Phrase phrase) {
        Matcher call = CALL.matcher(phrase.text());
        if (call.matches()) {
            return named(phrase, call.group(1), phrase.part(call.start(2), call.end(2)));
        }
        int dots = phrase.text().indexOf("..");
        return dots > 0 ? range(phrase, dots) : new Laws.Constant(phrase.text(), amountOf(phrase));
    }

    private Distribution named(Phrase phrase, String name, Phrase inside) {
        String text = phrase.text();
        List<Phrase> arguments = inside.split(',');
        switch (name) {
            case "constant":
                return new Laws.Constant(text, amountOf(only(arguments, 1, "constant(" + example + ")", 0)));
            case "exponential":
                return new Laws.Exponential(text, above0(only(arguments, 1, "exponential(" + example + ")", 0)));
            case "uniform":
                return uniform(text, arguments);
            case "lognormal":
                String form = "lognormal(" + example + ", cv 1)";
                double mean = above0(only(arguments, 2, form, 0));
                return Laws.Lognormal.ofMean(text, mean, cv(arguments.get(1), form));
            case "erlang":
                double of = above0(only(arguments, 2, "erlang(4, " + example + ")", 1));
                return new Laws.Erlang(text, stages(arguments.get(0)), of);
            case "pareto":
            case "bounded pareto":
                return pareto(text, name, arguments);
            case "weibull":
                double scale = above0(only(arguments, 2, "weibull(" + example + ", 0.7)", 0));
                return new Laws.Weibull(text, scale, shape(arguments.get(1)));
            case "hyperexponential":
                return hyperexponential(text, arguments);
            case "empirical":
                return empirical(phrase, arguments);
            default:
                throw phrase.bad("there is no distribution \"" + name + "\": use " + ALLOWED);
        }
    }

    /** The 5th and the 95th percentile of a lognormal law, as everywhere on a board. */
    private Distribution range(Phrase phrase, int dots) {
        Phrase high = phrase.part(dots + 2);
        Phrase low = phrase.part(0, dots);
        Matcher unit = UNIT.matcher(high.text());
        boolean lend = BARE_LOW.matcher(low.text()).matches() && unit.matches();
        double from = lend ? Phrase.of(low.text() + unit.group(1)).quantity(amount) : amountOf(low);
        double to = above0(high);
        if (from <= 0 || from > to) {
            throw phrase.bad("expected a range of two amounts above 0, the smaller first");
        }
        double a = StrictMath.log(from);
        double b = StrictMath.log(to);
        return new Laws.Lognormal(phrase.text(), (a + b) / 2, (b - a) / (2 * Z95));
    }

    private Distribution uniform(String text, List<Phrase> arguments) {
        double low = amountOf(only(arguments, 2, "uniform(0 s, " + example + ")", 0));
        double high = above0(arguments.get(1));
        if (low > high) {
            throw arguments.get(0).bad("expected the smaller bound first");
        }
        return new Laws.Uniform(text, low, high);
    }

    private Distribution pareto(String text, String name, List<Phrase> arguments) {
        int count = arguments.size() == 3 || name.startsWith("bounded") ? 3 : 2;
        String form = name + "(" + example + ", 1.5" + (count == 3 ? ", " + example + " at most)" : ")");
        double scale = above0(only(arguments, count, form, 0));
        double shape = shape(arguments.get(1));
        if (count == 2) {
            return new Laws.Pareto(text, scale, shape);
        }
        double bound = amountOf(arguments.get(2));
        if (bound <= scale) {
            throw arguments
                    .get(2)
                    .bad("expected a bound above the scale " + arguments.get(0).text());
        }
        return new Laws.BoundedPareto(text, scale, shape, bound);
    }

    private Distribution hyperexponential(String text, List<Phrase> arguments) {
        String form = "hyperexponential(" + example + ", cv 3)";
        double mean = above0(only(arguments, 2, form, 0));
        double cv = cv(arguments.get(1), form);
        if (cv < 1) {
            throw arguments.get(1).bad("expected a cv of 1 or more: below 1 use erlang or lognormal");
        }
        return new Laws.Hyperexponential(text, mean, cv);
    }

    private Distribution empirical(Phrase phrase, List<Phrase> arguments) {
        double minimum = 0;
        double maximum = Double.POSITIVE_INFINITY;
        Map<Double, Double> quantiles = new TreeMap<>();
        for (Phrase argument : arguments) {
            Matcher quantile = QUANTILE.matcher(argument.text());
            if (argument.startsWith("min")) {
                minimum = amountOf(argument.part(3));
            } else if (argument.startsWith("max")) {
                maximum = above0(argument.part(3));
            } else if (quantile.matches()) {
                quantiles.put(percent(argument, quantile.group(1)), amountOf(argument.part(quantile.start(2))));
            } else {
                throw argument.bad(
                        "expected a percentile such as p99 " + example + " (or min, max), not " + argument.found());
            }
        }
        return empirical(phrase, minimum, quantiles, maximum);
    }

    private static Distribution empirical(
            Phrase phrase, double minimum, Map<Double, Double> quantiles, double maximum) {
        if (quantiles.isEmpty()) {
            throw phrase.bad("expected a percentile at least");
        }
        double[] probabilities = new double[quantiles.size()];
        double[] values = new double[quantiles.size()];
        double last = minimum;
        int i = 0;
        for (Map.Entry<Double, Double> entry : quantiles.entrySet()) {
            probabilities[i] = entry.getKey();
            values[i] = entry.getValue();
            if (values[i] < last) {
                throw phrase.bad("the percentiles must rise from the minimum on");
            }
            last = values[i++];
        }
        if (maximum < last) {
            throw phrase.bad("the maximum is below the last percentile");
        }
        return Empirical.of(phrase.text(), minimum, probabilities, values, maximum);
    }

    private static double percent(Phrase phrase, String digits) {
        double percent = Double.parseDouble(digits);
        if (!(percent > 0 && percent < 100)) {
            throw phrase.bad("expected a percentile above p0 and below p100 (the ends are min and max)");
        }
        return percent / 100;
    }

    private static Phrase only(List<Phrase> arguments, int count, String form, int index) {
        boolean missing = arguments.stream().anyMatch(Phrase::isEmpty);
        if (arguments.size() != count || missing) {
            throw arguments.get(0).bad("expected " + form);
        }
        return arguments.get(index);
    }

    private double amountOf(Phrase phrase) {
        double value = phrase.quantity(amount);
        if (!(value >= 0 && value <= Distribution.LARGEST)) {
            throw phrase.bad("expected an amount from 0 up, such as " + example + ", not " + phrase.found());
        }
        return value;
    }

    private double above0(Phrase phrase) {
        double value = amountOf(phrase);
        if (value == 0) {
            throw phrase.bad("expected an amount above 0, such as " + example);
        }
        return value;
    }

    private static int stages(Phrase phrase) {
        double k = phrase.number("a whole number of stages");
        if (k != StrictMath.rint(k) || k < 1 || k > MOST_STAGES) {
            throw phrase.bad("expected a whole number of stages from 1 to " + MOST_STAGES + ", not " + phrase.found());
        }
        return (int) k;
    }

    private static double cv(Phrase phrase, String form) {
        if (!phrase.startsWith("cv")) {
            throw phrase.bad("expected a coefficient of variation as in " + form + ", not " + phrase.found());
        }
        Phrase number = phrase.part(2);
        double cv = number.number("a coefficient of variation such as 1");
        if (!(cv >= 0 && cv <= MOST_CV)) {
            throw number.bad("expected a coefficient of variation from 0 to 100, not " + number.found());
        }
        return cv;
    }

    private static double shape(Phrase phrase) {
        double shape = phrase.positive("a shape such as 1.5");
        if (shape < LEAST_SHAPE) {
            throw phrase.bad("expected a shape of " + LEAST_SHAPE + " or more");
        }
        return shape;
    }
}
