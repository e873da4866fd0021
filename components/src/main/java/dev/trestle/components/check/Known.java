package dev.trestle.components.check;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The names that somebody could have meant: phrases that findings share. */
public final class Known {
    private static final int SHOWN = 12;

    private Known() {}

    /** A remedy for a name that nobody knows: the nearest that is known, else those there are. */
    public static String remedy(String name, String what, Collection<String> names) {
        if (names.isEmpty()) {
            return "there is no " + what + " yet: add one";
        }
        String nearest = nearest(name, names);
        return nearest != null ? "did you mean " + nearest + "?" : "known: " + list(names);
    }

    /** Names in one line, the first of them when there are many. */
    static String list(Collection<String> names) {
        String joined = String.join(", ", names.stream().limit(SHOWN).toList());
        return names.size() > SHOWN ? joined + " and " + (names.size() - SHOWN) + " more" : joined;
    }

    private static String nearest(String name, Collection<String> names) {
        String best = null;
        int least = Math.max(1, name.length() / 3) + 1;
        for (String one : List.copyOf(names)) {
            int distance = distance(name.toLowerCase(Locale.ROOT), one.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = one;
            }
        }
        return best;
    }

    /** The fewest insertions, deletions, replacements and swaps of neighbours from one word to the other. */
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
