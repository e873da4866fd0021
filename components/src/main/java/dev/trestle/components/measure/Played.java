package dev.trestle.components.measure;

import java.util.ArrayList;
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
    /** What is not as the script says, one line each. */
    List<String> lines(boolean measured) {
        List<String> lines = new ArrayList<>();
        if (leftOutSeconds > 0) {
            lines.add(name + ": the first " + words(leftOutSeconds)
                    + " are left out, as the design had not settled (MSER-5)");
        }
        if (!whole) {
            return lines;
        }
        if (seconds + leftOutSeconds < statedSeconds * 0.999) {
            lines.add(name + ": " + words(seconds) + " of " + words(statedSeconds) + " were played"
                    + (measured ? ", as much as the verdicts needed" : ", until the design had settled (MSER-5)"));
        } else if (seconds + leftOutSeconds > statedSeconds * 1.001) {
            lines.add(name + ": " + words(seconds) + " were played instead of " + words(statedSeconds)
                    + ", as the verdicts needed more requests");
        }
        return lines;
    }

    private static String words(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.3g s" : "%.0f s", seconds);
    }
}
