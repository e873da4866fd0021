package dev.trestle.components.verdict;

import dev.trestle.components.verdict.Completion.Options;
import java.util.List;
import java.util.regex.Pattern;

/** How quantities go on that somebody begins to type. */
final class Amounts {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+");

    private Amounts() {}

    /** Units as they follow a number after a blank. */
    static List<String> units(Unit unit) {
        return switch (unit) {
            case SECONDS -> List.of("ms", "s", "min");
            case SHARE -> List.of("%");
            case PER_SECOND -> List.of("/s", "k/s");
            case COUNT -> List.of("k", "M");
            case USD_PER_MONTH -> List.of("USD/month", "kUSD/month");
            case TIMES -> List.of("x");
        };
    }

    /** What a number that is being typed may become, or examples where none is. */
    static void begun(Unit unit, String partial, Options options) {
        if (!NUMBER.matcher(partial).matches()) {
            examples(unit).forEach(example -> options.add(example, "for instance"));
            return;
        }
        for (String one : units(unit)) {
            options.add(partial + (one.startsWith("/") ? "" : " ") + one, "");
        }
    }

    private static List<String> examples(Unit unit) {
        return switch (unit) {
            case SECONDS -> List.of("100 ms", "300 ms", "1 s", "10 s");
            case SHARE -> List.of("99.9 %", "99 %", "80 %", "0.1 %");
            case PER_SECOND -> List.of("10/s", "100/s", "5000/s");
            case COUNT -> List.of("100", "1000", "1 M");
            case USD_PER_MONTH -> List.of("1 kUSD/month", "10 kUSD/month", "60 kUSD/month");
            case TIMES -> List.of("1.5 x", "2 x", "3 x");
        };
    }
}
