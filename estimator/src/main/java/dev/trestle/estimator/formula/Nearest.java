package dev.trestle.estimator.formula;

import java.util.Collection;
import java.util.Locale;

/** The known word that somebody probably meant, by edit distance (Levenshtein 1966). */
final class Nearest {

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

    /** Null when nothing is near: at most a third of the letters, or one, may differ. */
    static String of(String word, Collection<String> known) {
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
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
