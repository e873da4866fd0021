package dev.trestle.components.measure;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * How much of a phase was played, in each replication.
 *
 * @param phase its id
 * @param name its name
 * @param statedSeconds how long the script says that it lasts
 * @param seconds how long it lasted, what was left out not counted
 * @param leftOutSeconds how much of its beginning is in no figure, because the design had not settled
 * @param whole whether it got all that it needs: its stated length, or less because nothing depended on the rest
 */
public record Played(
        String phase, String name, double statedSeconds, double seconds, double leftOutSeconds, boolean whole) {
    /** What is not as the script says, in a sentence for people; nothing where it is. */
    List<String> lines(boolean measured) {
        boolean longer = seconds > statedSeconds * 1.001;
        boolean shorter = seconds + leftOutSeconds < statedSeconds * 0.999;
        if (leftOutSeconds == 0 && (!whole || !longer && !shorter)) {
            return List.of();
        }
        if (!measured) {
            return List.of(name + ": it was over after " + words(seconds) + " of its " + words(statedSeconds)
                    + ", as the design had settled by then");
        }
        String settling = leftOutSeconds == 0
                ? ""
                : ", after " + words(leftOutSeconds)
                        + " that are in no figure because the design was still settling (MSER-5)";
        String script = "; the script says " + words(statedSeconds);
        String why = !whole
                ? ""
                : longer ? ", which did not decide everything" : shorter ? ", but that was enough to decide" : "";
        return List.of(name + ": " + words(seconds) + " of simulated time were measured" + settling + script + why);
    }

    /** Three digits that mean something. */
    private static String words(double seconds) {
        String digits = String.format(Locale.ROOT, "%.3g", seconds < 1 ? seconds * 1_000 : seconds);
        return new BigDecimal(digits).stripTrailingZeros().toPlainString() + (seconds < 1 ? " ms" : " s");
    }
}
