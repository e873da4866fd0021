package dev.trestle.estimator.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The functions of a formula. {@code ceil} and {@code floor} act on the number in base units. */
enum Functions {
    CEIL(x -> Math.ceil(x - slack(x)), null),
    FLOOR(x -> Math.floor(x + slack(x)), null),
    MAX(null, Math::max),
    MIN(null, Math::min),
    SUM(null, Double::sum);

    private final DoubleUnaryOperator single;
    private final DoubleBinaryOperator fold;

    Functions(DoubleUnaryOperator single, DoubleBinaryOperator fold) {
        this.single = single;
        this.fold = fold;
    }

    /** What it does to its one argument, or null when it takes several. */
    DoubleUnaryOperator single() {
        return single;
    }

    DoubleBinaryOperator fold() {
        return fold;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Functions::word).toList();
    }

    static Functions of(String word) {
        int i = words().indexOf(word);
        return i < 0 ? null : values()[i];
    }

    /** 0.3 / 0.1 is 2.9999999999999996 and 3.0000000000000004 servers are three: ignore what rounding left over. */
    private static double slack(double x) {
        return Math.abs(x) * 1e-12;
    }
}
