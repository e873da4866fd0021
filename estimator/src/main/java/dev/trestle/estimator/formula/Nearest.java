package dev.trestle.estimator.formula;

import java.util.Collection;
import java.util.Locale;

/**
 * The known word that somebody probably meant: the one edit distance of all messages about unknown words. It counts
 * insertions, deletions, replacements and swaps of neighbours (optimal string alignment; Damerau 1964, Levenshtein
 * 1966); small and capital letters are the same.
 */
public final class Nearest {

    private static final int LISTED = 8;

    private Nearest() {}

    /** Ends a message about an unknown word: what was probably meant, or what is known. */
    static String hint(String word, Collection<String> known) {
        String nearest = of(word, known);
        if (nearest != null) {
            return ", did you mean \"" + nearest + "\"?";
        }
        if (known.isEmpty()) {
            return ", no names are known here";
        }
        String list = String.join(", ", known.stream().limit(LISTED).toList());
        return ", known are " + list + (known.size() > LISTED ? ", ..." : "");
    }

    /** Null when nothing is near: at most a third of the letters, or one, may differ. The first of equals wins. */
    public static String of(String word, Collection<String> known) {
        String nearest = null;
        int best = Math.min(word.length() - 1, Math.max(1, word.length() / 3)) + 1;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
