package dev.trestle.estimator.quantity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The table of unit words: the only place that knows KB from KiB, bit from byte, and where a prefix ends and a noun
 * begins.
 *
 * <p>A day has 86,400 s, a week 7 days, a month 30 days, a year 365 days. A word is looked up as a unit, as prefix and
 * unit, as a common noun, as prefix and common noun; any other word is a noun, with its first letter read as a prefix
 * when it is one of {@code M G T P E} before a small letter, or {@code k} before a consonant ({@code Mwidget} is 1e6
 * widget, {@code kiosk} a noun). Nouns are folded to the singular and to small letters.
 */
final class Units {

    private static final Map<String, Double> PREFIXES =
            Map.of("k", 1e3, "K", 1e3, "M", 1e6, "G", 1e9, "T", 1e12, "P", 1e15, "E", 1e18);
    private static final Map<String, Double> BINARY =
            Map.of("Ki", 0x1p10, "Mi", 0x1p20, "Gi", 0x1p30, "Ti", 0x1p40, "Pi", 0x1p50, "Ei", 0x1p60);

    /** Words that people count in system design; the list decides only where a prefix ends ("Post" is not P + ost). */
    private static final Set<String> NOUNS =
            new HashSet<>(Arrays.asList(("account ad alert answer api app article bid block board booking box broker"
                            + " bucket bus cab cache call candidate car cart cell channel chat chunk city class"
                            + " click client cluster comment connection contact core country course cpu customer"
                            + " database datacenter delivery device directory disk document doc download driver"
                            + " edge edit email employee endpoint entity entry episode event exchange fact fan"
                            + " feed field file follow follower frame friend function game gamer gate gpu graph"
                            + " group guest hit host hotel house image impression inbox index instance invoice"
                            + " item job key keyword kid kiosk kitchen lcu like line link listing location log"
                            + " machine map market match meeting member merchant message metric mile miss mobile"
                            + " model moment movie node note notification object offer operation order package"
                            + " packet page parcel parking part partition partner party passenger password paste"
                            + " patient payment peer person phone photo picture piece pin pixel place plan play"
                            + " player playlist podcast point poll post price print process product profile"
                            + " project push query question queue rating read record recipient region replica"
                            + " reply report request reservation response restaurant result retry review ride"
                            + " rider room route row sale sample score search seat segment seller sensor server"
                            + " service session shard share shop show song space spot star state step stop store"
                            + " story stream student subscriber table tag talk task taxi team tenant term test"
                            + " thread ticket tile time token topic tower trace track trade transaction transfer"
                            + " trip truck tweet type unit update upload url user value vcpu vehicle video view"
                            + " viewer visit visitor voter vote watch web window word worker write zone")
                    .split(" ")));

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("people", "person"),
            Map.entry("children", "child"),
            Map.entry("indices", "index"),
            Map.entry("movies", "movie"),
            Map.entry("cookies", "cookie"),
            Map.entry("selfies", "selfie"),
            Map.entry("series", "series"),
            Map.entry("statuses", "status"),
            Map.entry("buses", "bus"),
            Map.entry("caches", "cache"),
            Map.entry("news", "news"),
            Map.entry("op", "operation"),
            Map.entry("ops", "operation"),
            Map.entry("req", "request"),
            Map.entry("reqs", "request"),
            Map.entry("msg", "message"),
            Map.entry("msgs", "message"),
            Map.entry("conn", "connection"),
            Map.entry("conns", "connection"),
            Map.entry("txn", "transaction"),
            Map.entry("tx", "transaction"));

    private static final Map<String, Unit> UNITS = table();

    private Units() {}

    /** The factor of a prefix that stands alone ("240 M"), or null. */
    static Double prefix(String word) {
        return PREFIXES.get(word);
    }

    /** Whether the word can only be a unit, whatever names are in scope: a unit, or a common noun in the singular. */
    static boolean isCertain(String word) {
        return PREFIXES.containsKey(word) || UNITS.containsKey(word) || NOUNS.contains(word);
    }

    /** Whether the word is a unit of time, data, money or ratio: no noun. */
    static boolean isUnit(String word) {
        return UNITS.containsKey(word);
    }

    /** @throws IllegalArgumentException with a sentence when the word is neither unit nor noun */
    static Unit of(String word) {
        Unit unit = UNITS.get(word);
        if (unit != null) {
            return unit;
        }
        refuse(word);
        String rest = word.substring(1);
        Double prefix = PREFIXES.get(word.substring(0, 1));
        if (prefix == null || isCommon(word) || !isPrefixed(word)) {
            return noun(word, 1, word);
        }
        return noun(word, prefix, rest);
    }

    private static boolean isPrefixed(String word) {
        String rest = word.substring(1);
        // PhotoFile and Post2 are somebody's entity, not peta-hotofile.
        if (!rest.matches("[a-z]{2,}")) {
            return false;
        }
        boolean consonant = "aeiouyn".indexOf(rest.charAt(0)) < 0;
        return isCommon(rest) || word.charAt(0) != 'k' || consonant;
    }

    private static boolean isCommon(String word) {
        return NOUNS.contains(singular(word));
    }

    private static Unit noun(String word, double factor, String noun) {
        return new Unit(word, factor, Dimension.noun(singular(noun)), false);
    }

    /** A slip of case ("5 mb", "3 Gb/s") would become a noun and hide a mistake by a factor of 8 or a billion. */
    private static void refuse(String word) {
        if (word.matches("(?i)[kmgtp]?b")) {
            String p = word.substring(0, word.length() - 1).toUpperCase(Locale.ROOT);
            throw new IllegalArgumentException(
                    "unknown unit \"" + word + "\": write " + p + "B for bytes or " + p + "bit for bits");
        }
        for (String unit : UNITS.keySet()) {
            if (unit.equalsIgnoreCase(word)) {
                throw new IllegalArgumentException("unknown unit \"" + word + "\", did you mean \"" + unit + "\"?");
            }
        }
        if (word.length() == 1) {
            String hint = word.equals("m") ? ", did you mean \"min\" or \"ms\"?" : ": a noun has two letters or more";
            throw new IllegalArgumentException("unknown unit \"" + word + "\"" + hint);
        }
    }

    static String singular(String noun) {
        String word = noun.toLowerCase(Locale.ROOT);
        if (IRREGULAR.containsKey(word)) {
            return IRREGULAR.get(word);
        }
        if (word.length() < 3 || !word.endsWith("s") || word.matches(".*(ss|us|is)")) {
            return word;
        }
        if (word.length() > 4 && word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        boolean es = word.matches(".*(sses|shes|ches|xes)");
        return word.substring(0, word.length() - (es ? 2 : 1));
    }

    private static Map<String, Unit> table() {
        Map<String, Unit> units = new TreeMap<>();
        time(units);
        for (String word : new String[] {"B", "byte", "bytes"}) {
            add(units, word, 1, Dimension.BYTE);
        }
        bits(units);
        Dimension perSecond = Dimension.PER_SECOND;
        scaled(units, "B", 1, Dimension.BYTE);
        BINARY.forEach((prefix, factor) -> add(units, prefix + "B", factor, Dimension.BYTE));
        for (String word : new String[] {"USD", "usd", "dollar", "dollars"}) {
            add(units, word, 1, Dimension.USD);
        }
        scaled(units, "USD", 1, Dimension.USD);
        add(units, "cent", 0.01, Dimension.USD);
        add(units, "cents", 0.01, Dimension.USD);
        add(units, "x", 1, Dimension.NONE);
        each(units, "request", perSecond, "rps", "RPS");
        each(units, "query", perSecond, "qps", "QPS");
        each(units, "transaction", perSecond, "tps", "TPS");
        each(units, "operation", perSecond, "iops", "IOPS");
        return units;
    }

    private static void time(Map<String, Unit> units) {
        String[][] words = {
            {"1", "s", "sec", "second", "seconds"},
            {"1e-3", "ms"},
            {"1e-6", "us", "µs", "μs"},
            {"1e-9", "ns"},
            {"60", "min", "minute", "minutes"},
            {"3600", "h", "hr", "hour", "hours"},
            {"86400", "d", "day", "days"},
            {"604800", "week", "weeks"},
            {"2592000", "month", "months", "mo"},
            {"31536000", "year", "years", "yr"}
        };
        for (String[] row : words) {
            for (int i = 1; i < row.length; i++) {
                add(units, row[i], Double.parseDouble(row[0]), Dimension.SECOND);
            }
        }
    }

    private static void bits(Map<String, Unit> units) {
        Map<String, Double> all = new HashMap<>(PREFIXES);
        all.putAll(BINARY);
        all.put("", 1.0);
        all.forEach((prefix, factor) -> {
            for (String word : new String[] {"bit", "bits"}) {
                units.put(prefix + word, new Unit(prefix + word, factor / 8, Dimension.BYTE, true));
            }
            units.put(prefix + "bps", new Unit(prefix + "bps", factor / 8, Dimension.BYTE.per(Dimension.SECOND), true));
        });
    }

    private static void each(Map<String, Unit> units, String noun, Dimension perSecond, String... words) {
        for (String word : words) {
            add(units, word, 1, Dimension.noun(noun).times(perSecond));
            scaled(units, word, 1, Dimension.noun(noun).times(perSecond));
        }
    }

    private static void scaled(Map<String, Unit> units, String word, double factor, Dimension dimension) {
        PREFIXES.forEach((prefix, scale) -> add(units, prefix + word, scale * factor, dimension));
    }

    private static void add(Map<String, Unit> units, String word, double factor, Dimension dimension) {
        units.put(word, new Unit(word, factor, dimension, false));
    }
}
