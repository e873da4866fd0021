package dev.trestle.components.verdict;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What a verdict's number means, and how it is printed in a sentence: three significant digits with the unit people use. */
public enum Unit {
    SECONDS("s") {
        @Override
        String printFinite(double value) {
            double size = Math.abs(value);
            if (size == 0 || size >= 1) {
                return digits(value) + " s";
            }
            return size >= 1e-3 ? digits(value * 1e3) + " ms" : digits(value * 1e6) + " us";
        }
    },
    PER_SECOND("1/s") {
        @Override
        String printFinite(double value) {
            return digits(value) + "/s";
        }
    },
    /** Of 0..1. */
    SHARE("share") {
        @Override
        String printFinite(double value) {
            // Near 100 % the digits that matter are those of what is missing: 99.9871 %.
            boolean nearOne = value > 0.9 && value < 1;
            return (nearOne ? plain(100, digits((1 - value) * 100)) : digits(value * 100)) + " %";
        }
    },
    USD_PER_MONTH("USD/month") {
        @Override
        String printFinite(double value) {
            return Math.abs(value) >= 1e4 ? digits(value / 1e3) + " kUSD/month" : digits(value) + " USD/month";
        }
    },
    /** How many times as much. */
    TIMES("times") {
        @Override
        String printFinite(double value) {
            return digits(value) + " x";
        }
    },
    COUNT("count") {
        @Override
        String printFinite(double value) {
            return digits(value);
        }
    };

    private final String word;

    Unit(String word) {
        this.word = word;
    }

    /** As it stands in a report: {@code s}, {@code 1/s}, {@code share}, {@code USD/month}, {@code times}, {@code count}. */
    public String word() {
        return word;
    }

    /** The unit of the figure that answers a requirement; of promises about histories that of their violations. */
    public static Unit of(Requirement requirement) {
        if (requirement instanceof Requirement.HandledWithin within) {
            return within.share() == null ? SECONDS : SHARE;
        }
        if (requirement instanceof Requirement.Latency
                || requirement instanceof Requirement.FreshWithin
                || requirement instanceof Requirement.RecoversWithin) {
            return SECONDS;
        }
        if (requirement instanceof Requirement.Served served) {
            return served.measure() == Requirement.ServedMeasure.THROUGHPUT ? PER_SECOND : SHARE;
        }
        if (requirement instanceof Requirement.NodeLevel level) {
            return switch (level.measure()) {
                case UTILIZATION, HIT_RATIO -> SHARE;
                case LAG -> SECONDS;
                case QUEUE -> COUNT;
            };
        }
        if (requirement instanceof Requirement.Headroom) {
            return TIMES;
        }
        return requirement instanceof Requirement.Cost ? USD_PER_MONTH : COUNT;
    }

    /** Reads a quantity of this unit in SI; throws {@link BadText}. */
    double read(String text) {
        return switch (this) {
            case SECONDS -> Quantity.seconds(text);
            case PER_SECOND -> Quantity.perSecond(text);
            case SHARE -> Quantity.ratio(text);
            case USD_PER_MONTH -> Quantity.usd(text);
            case TIMES, COUNT -> Quantity.count(text);
        };
    }

    abstract String printFinite(double value);

    String print(double value) {
        if (Double.isNaN(value)) {
            return "not measured";
        }
        if (Double.isInfinite(value)) {
            return "unbounded";
        }
        return printFinite(value);
    }

    private static String digits(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
        // Whole numbers keep all their digits: 5012, not 5010.
        BigDecimal whole = new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal best = Math.abs(value) >= 1000 ? whole : rounded;
        return best.signum() == 0 ? "0" : best.stripTrailingZeros().toPlainString();
    }

    private static String plain(int from, String minus) {
        return BigDecimal.valueOf(from).subtract(new BigDecimal(minus)).toPlainString();
    }
}
