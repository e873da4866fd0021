package dev.trestle.components.verdict;

import dev.trestle.components.measure.Estimate;

/** A limit that a measured number must keep: "< 300 ms". */
public record Bound(Compare compare, Amount limit) {
    /** How a measured number must stand to its limit. */
    public enum Compare {
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        EQUAL("=");

        private final String sign;

        Compare(String sign) {
            this.sign = sign;
        }

        /** As it is written: {@code >=}. */
        public String sign() {
            return sign;
        }

        boolean holds(double measured, double limit) {
            return switch (this) {
                case LESS -> measured < limit;
                case AT_MOST -> measured <= limit;
                case MORE -> measured > limit;
                case AT_LEAST -> measured >= limit;
                case EQUAL -> measured == limit;
            };
        }
    }

    /** The limit in SI units. */
    public double value() {
        return limit.value();
    }

    /** Whether larger numbers are the bad ones. */
    public boolean isUpper() {
        return compare == Compare.LESS || compare == Compare.AT_MOST;
    }

    /** Whether smaller numbers are the bad ones. */
    public boolean isLower() {
        return compare == Compare.MORE || compare == Compare.AT_LEAST;
    }

    /** Whether a number keeps the bound; to equal it is to equal it in the digits that it is written with. */
    public boolean holds(double measured) {
        return compare == Compare.EQUAL
                ? Math.abs(measured - value()) <= limit.tolerance()
                : compare.holds(measured, value());
    }

    /** Whether it asks for all of something or for none of it: a single one on the other side breaks it. */
    boolean isExtreme() {
        boolean closed = compare == Compare.EQUAL;
        return value() == 0 && (closed || compare == Compare.AT_MOST)
                || value() == 1 && (closed || compare == Compare.AT_LEAST);
    }

    /** Met when the whole interval keeps the bound, missed when none of it does, else unsure. */
    public Verdict.Status judge(Estimate measured) {
        boolean low = holds(measured.low());
        boolean high = holds(measured.high());
        if (low && high) {
            return Verdict.Status.MET;
        }
        boolean inside = compare == Compare.EQUAL && measured.low() < value() && value() < measured.high();
        return low || high || inside ? Verdict.Status.UNSURE : Verdict.Status.MISSED;
    }

    /** Room to the limit as a share of the limit: positive on the good side; of a limit of 0, the difference. */
    public double margin(double measured) {
        double room = switch (compare) {
            case LESS, AT_MOST -> value() - measured;
            case MORE, AT_LEAST -> measured - value();
            case EQUAL -> limit.tolerance() - Math.abs(measured - value());
        };
        return value() == 0 ? room : room / Math.abs(value());
    }

    /** The bound in a sentence, with how near is equal. */
    String words() {
        boolean near = compare == Compare.EQUAL && limit.tolerance() > 0;
        return this + (near ? " in the digits that are written" : "");
    }

    @Override
    public String toString() {
        return compare.sign + " " + limit;
    }
}
