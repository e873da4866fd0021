package dev.trestle.components.kind;

import dev.trestle.estimator.fact.Fact;
import dev.trestle.estimator.quantity.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How far regions are from each other: measured round trips between a few parts of the world, and along the shortest
 * chain of them between the others. Two regions of which one is not on this map are the usual round trip apart.
 */
public final class Distances {
    /** Beginnings of names, longest first where one begins another; by part of the world. */
    private static final List<List<String>> NAMES = List.of(
            List.of("us-east", "useast", "us-1", "na-east", "virginia", "ohio", "us", "na", "america"),
            List.of("us-central", "uscentral", "us-south", "texas", "iowa"),
            List.of("us-west", "uswest", "na-west", "oregon", "california"),
            List.of("eu", "europe", "ireland", "london", "frankfurt", "paris", "uk"),
            List.of("ap-southeast", "asia-southeast", "southeastasia", "singapore", "sgp", "ap", "asia"));
    /** Measured hops: from, to, id of the fact. */
    private static final List<Hop> HOPS = List.of(
            new Hop(0, 1, "network.rtt.us-central.us-east"),
            new Hop(1, 2, "network.rtt.us-central.us-west"),
            new Hop(0, 2, "network.continent.rtt"),
            new Hop(0, 3, "network.cross-region.rtt"),
            new Hop(2, 4, "network.antipode.rtt"),
            new Hop(3, 4, "network.rtt.eu-west.ap-southeast"));

    private record Hop(int from, int to, String fact) {}

    private static final double[][] MILLIS = shortest();

    private Distances() {}

    /** All pairs by way of others (Floyd, Algorithm 97, 1962). */
    private static double[][] shortest() {
        double[][] millis = new double[NAMES.size()][NAMES.size()];
        for (int i = 0; i < millis.length; i++) {
            Arrays.fill(millis[i], Double.POSITIVE_INFINITY);
            millis[i][i] = 0;
        }
        for (Hop hop : HOPS) {
            millis[hop.from][hop.to] = half(hop.fact);
            millis[hop.to][hop.from] = millis[hop.from][hop.to];
        }
        for (int by = 0; by < millis.length; by++) {
            for (int i = 0; i < millis.length; i++) {
                for (int j = 0; j < millis.length; j++) {
                    millis[i][j] = Math.min(millis[i][j], millis[i][by] + millis[by][j]);
                }
            }
        }
        return millis;
    }

    /** One way between two regions by their names, in milliseconds. */
    static double oneWayMillis(String from, String to) {
        int a = part(from);
        int b = part(to);
        return a < 0 || b < 0 || a == b ? half("network.cross-region.rtt") : MILLIS[a][b];
    }

    /** Whether a name says where on the map it is. */
    public static boolean knows(String name) {
        return part(name) >= 0;
    }

    /** The part of the world with the longest beginning of that name, or -1. */
    private static int part(String name) {
        String lower = name.trim().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
        int best = -1;
        int longest = 0;
        for (int part = 0; part < NAMES.size(); part++) {
            for (String beginning : NAMES.get(part)) {
                if (begins(lower, beginning) && beginning.length() > longest) {
                    best = part;
                    longest = beginning.length();
                }
            }
        }
        return best;
    }

    /** A short name must be followed by the end or by something that is no letter: "us-2" is in the US, "used" is not. */
    private static boolean begins(String name, String beginning) {
        return name.startsWith(beginning)
                && (name.length() == beginning.length() || !Character.isLetter(name.charAt(beginning.length())));
    }

    /** Half a published round trip, in milliseconds. */
    static double half(String factId) {
        Fact fact = Fact.of(factId);
        return Quantity.seconds(fact.value() + " " + fact.unit()) * 1e3 / 2;
    }

    /** As people write it; whole nanoseconds. */
    static String text(double millis) {
        return Math.round(millis * 1e6) / 1e6 + " ms";
    }
}
