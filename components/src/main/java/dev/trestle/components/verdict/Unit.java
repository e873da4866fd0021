package dev.trestle.components.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** How a measured number is printed in a sentence: three significant digits with the unit people use. */
enum Unit {
    SECONDS {
        @Override
        String printFinite(double value) {
            double size = Math.abs(value);
            if (size == 0 || size >= 1) {
                return digits(value) + " s";
            }
            return size >= 1e-3 ? digits(value * 1e3) + " ms" : digits(value * 1e6) + " us";
        }
    },
    PER_SECOND {
        @Override
        String printFinite(double value) {
            return digits(value) + "/s";
        }
    },
    SHARE {
        @Override
        String printFinite(double value) {
            // Near 100 % the digits that matter are those of what is missing: 99.9871 %.
            boolean nearOne = value > 0.9 && value < 1;
            return (nearOne ? plain(100, digits((1 - value) * 100)) : digits(value * 100)) + " %";
        }
    },
    USD_PER_MONTH {
        @Override
        String printFinite(double value) {
            return Math.abs(value) >= 1e4 ? digits(value / 1e3) + " kUSD/month" : digits(value) + " USD/month";
        }
    },
    COUNT {
        @Override
        String printFinite(double value) {
            return digits(value);
        }
    };

    /** The unit of the figure that a requirement bounds; of promises about histories that of their violations. */
    static Unit of(Requirement requirement) {
        if (requirement instanceof Requirement.Latency
                || requirement instanceof Requirement.FreshWithin
                || requirement instanceof Requirement.HandledWithin
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
        return requirement instanceof Requirement.Cost ? USD_PER_MONTH : COUNT;
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
