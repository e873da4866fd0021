package dev.trestle.components.check;

import dev.trestle.estimator.formula.Nearest;
import java.util.Collection;

/** The names that somebody could have meant: phrases that findings share. */
public final class Known {
    private static final int SHOWN = 12;

    private Known() {}

    /** A remedy for a name that nobody knows: the nearest that is known, else those there are. */
    public static String remedy(String name, String what, Collection<String> names) {
        if (names.isEmpty()) {
            return "there is no " + what + " yet: add one";
        }
        String nearest = Nearest.of(name, names);
        return nearest != null ? "did you mean " + nearest + "?" : "known: " + list(names);
    }

    /** Names in one line, the first of them when there are many. */
    static String list(Collection<String> names) {
        String joined = String.join(", ", names.stream().limit(SHOWN).toList());
        return names.size() > SHOWN ? joined + " and " + (names.size() - SHOWN) + " more" : joined;
    }
}
