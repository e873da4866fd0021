package dev.trestle.components.fuzz;

import dev.trestle.components.kind.Param;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Random texts that a person may type: settings of any type, times, sizes, laws; mostly usual, sometimes at the edges. */
final class RandomTexts {
    /** What nobody should type; each must become a finding. */
    static final List<String> NONSENSE = List.of(
            "NaN",
            "Infinity",
            "-Infinity",
            "-1",
            "-5 s",
            "1e999",
            "1e308 s",
            "",
            " ",
            "9223372036854775808",
            "1e30",
            "null",
            "99999999999999999999 GiB",
            "-0.0001 %",
            "exponential(-1 ms)",
            "exponential(NaN)",
            "pareto(1 ms, 0)",
            "lognormal(1 s, cv 1e300)",
            "erlang(1000000000, 1 s)",
            "uniform(5 s, 1 s)",
            "\u0000",
            "\ud83d\ude80");

    private static final List<String> LAWS = List.of(
            "0 ms",
            "1 ns",
            "1 ms",
            "20 ms",
            "5 s",
            "exponential(1 ns)",
            "exponential(1 ms)",
            "exponential(30 ms)",
            "lognormal(8 ms, cv 1)",
            "lognormal(2 ms, cv 0)",
            "lognormal(1 ms, cv 100)",
            "uniform(0 s, 10 ms)",
            "erlang(4, 8 ms)",
            "pareto(1 ms, 1.5)",
            "pareto(1 us, 0.05)",
            "bounded pareto(1 ms, 1.1, 1 s at most)",
            "weibull(5 ms, 0.7)",
            "weibull(1 us, 0.05)",
            "hyperexponential(5 ms, cv 3)",
            "empirical(p50 5 ms, p99 80 ms, max 2 s)",
            "90%: 1 ms; 10%: exponential(50 ms)",
            "1..10 ms",
            "1 day",
            "30 year");

    private final SplittableRandom random;

    RandomTexts(SplittableRandom random) {
        this.random = random;
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Evenly spread over the orders of magnitude between the two. */
    double between(double low, double high) {
        return low * StrictMath.exp(random.nextDouble() * StrictMath.log(high / low));
    }

    String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    String law() {
        return oneOf(chance(0.1) ? LAWS : LAWS.subList(0, LAWS.size() - 2));
    }

    String time(double low, double high) {
        return number(between(low, high)) + " s";
    }

    /** A value that the setting takes; {@code names} is what NAMES and TEXT may speak of. */
    String value(Param param, List<String> names) {
        if (param.optional() && chance(0.3)) {
            return "none";
        }
        return switch (param.type()) {
            case INTEGER -> whole(param);
            case NUMBER -> amount(param, 0.01, 1e6, "");
            case DURATION -> amount(param, 1e-6, 1e5, " s");
            case BYTES -> amount(param, 1, 1e12, " B");
            case RATE -> amount(param, 0.01, 1e5, "/s");
            case RATIO -> amount(param, 1e-4, 1, "");
            case MONEY -> amount(param, 0.01, 1e6, " USD/month");
            case CHOICE -> oneOf(param.options());
            case FLAG -> chance(0.5) ? "yes" : "no";
            case DISTRIBUTION -> law();
            case NAMES, OPERATIONS, TEXT -> some(names);
        };
    }

    private String some(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            if (chance(0.4)) {
                text.append(text.length() == 0 ? "" : ", ").append(name);
            }
        }
        return text.toString();
    }

    private String whole(Param param) {
        double min = size(param, param.min(), 0);
        double max = size(param, param.max(), 1e9);
        if (chance(0.05)) {
            return chance(0.8) ? edge(param.min(), "0") : edge(param.max(), "1000000000");
        }
        double high = chance(0.95) ? Math.min(max, Math.max(min + 1, 8)) : max;
        double low = Math.max(min, 1);
        return String.valueOf((long) Math.max(
                        min, Math.floor(between(low, Math.max(low, high) + 1)) - (min == 0 && chance(0.2) ? low : 0)))
                .replaceFirst("^-.*", "0");
    }

    private String amount(Param param, double usualLow, double usualHigh, String unit) {
        if (chance(0.1) && param.min() != null && param.max() != null) {
            return chance(0.5) ? param.min() : param.max();
        }
        double min = size(param, param.min(), usualLow);
        double max = size(param, param.max(), usualHigh);
        double low = Math.max(min, Math.min(usualLow, max / 2));
        double high = chance(0.1) ? max : Math.max(low, Math.min(max, usualHigh));
        double value = low == high ? low : between(low, high);
        return number(Math.min(max, Math.max(min, value))) + unit;
    }

    private static String edge(String text, String other) {
        return text == null ? other : text;
    }

    /** The size of a limit of the setting in base units. */
    private static double size(Param param, String limit, double usual) {
        if (limit == null) {
            return usual;
        }
        try {
            return Quantity.parse(limit).value();
        } catch (BadText bad) {
            return usual;
        }
    }

    /** Puts the text in place of one setting. */
    static void spoil(Map<String, String> settings, String name, String text) {
        settings.put(name, text);
    }
}
