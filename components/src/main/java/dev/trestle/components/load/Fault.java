package dev.trestle.components.load;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that goes wrong during a phase, as the script says it: {@code crash cache}, {@code slow db by 10 at 5 s for
 * 15 s}, {@code drop 5% on l2}; or something that somebody does meanwhile: {@code set app instances = 6 at 8 s}.
 *
 * @param kind what happens
 * @param target a node, link, area or event; null where the fault has none
 * @param other what {@code cut} cuts the target from, the setting that is set, or null
 * @param instance number of the instance from 1, or 0 for all
 * @param amount a factor (slow, traffic), a share (drop, corrupt), seconds (chaos, skew), 1 for a cut in one direction ({@code cut a to
 *     b}: nothing from a gets to b); 0 where the fault has none
 * @param startNanos from the start of its phase
 * @param lengthNanos how long it lasts; -1 to the end of its phase, for a crash until a recover, and for a setting until
 *     it is set again
 * @param repairSeconds mean time that what chaos kills is down, also of the crashes that it comes to; 0 for others
 * @param value what a setting is set to, as typed; null for every other fault
 */
public record Fault(
        Kind kind,
        String target,
        String other,
        int instance,
        double amount,
        long startNanos,
        long lengthNanos,
        double repairSeconds,
        String value) {
    /** A fault that nobody repairs. */
    public Fault(
            Kind kind, String target, String other, int instance, double amount, long startNanos, long lengthNanos) {
        this(kind, target, other, instance, amount, startNanos, lengthNanos, 0, null);
    }

    /** The same at another time of its phase. */
    public Fault at(long nanos) {
        return new Fault(kind, target, other, instance, amount, nanos, lengthNanos, repairSeconds, value);
    }

    /** The same, over after so many nanoseconds. */
    public Fault lasting(long nanos) {
        return new Fault(kind, target, other, instance, amount, startNanos, nanos, repairSeconds, value);
    }

    /** Whether it has an end by itself: what is crashed, forgotten, set or stopped stays so. */
    public boolean ends() {
        return switch (kind) {
            case RECOVER, FLUSH, CORRUPT, STOP -> false;
            case CRASH, SET -> lengthNanos >= 0;
            default -> true;
        };
    }

    /** Whether this one ends that one, if it comes later: who is recovered was crashed, and the last value counts. */
    public boolean ends(Fault before) {
        boolean same = before.target != null && before.target.equals(target);
        return switch (kind) {
            case RECOVER -> same && before.kind == Kind.CRASH && (instance == 0 || instance == before.instance);
            case SET -> same && before.kind == Kind.SET && other.equals(before.other) && before.lengthNanos < 0;
            default -> false;
        };
    }

    /** What can go wrong. */
    public enum Kind {
        CRASH("crash NODE", "all its instances stop, or that of a number; with no time given until a recover"),
        RECOVER("recover NODE", "what has crashed is back"),
        SLOW("slow NODE-OR-LINK by 10", "everything takes ten times as long there"),
        DROP("drop 5% on LINK", "so many messages are lost"),
        CUT(
                "cut NODE-OR-AREA from NODE-OR-AREA",
                "neither hears the other; with to in place of from only the second is deaf"),
        LOSE("lose ZONE-OR-REGION", "all machines in it stop, and come back at the end"),
        FLUSH("flush NODE", "a cache, a CDN or a proxy forgets what it keeps"),
        POISON("poison EVENT", "its messages that are published meanwhile make whoever handles them fail, for good"),
        SKEW("skew clock by 1 s", "clocks of every other instance go ahead, and are set back at the end"),
        FILL("fill disk", "stores and durable brokers reject what they would have to keep"),
        TRAFFIC("traffic 10x", "clients ask ten times as often"),
        CORRUPT(
                "corrupt 1% of NODE",
                "so much of what it, or that instance, has stored is damaged; without a share all"),
        CHAOS(
                "chaos on NODE every 1000 h repair 10 h",
                "its instances crash at random, so often, and are down for so long;"
                        + " without on NODE any of the design"),
        SET(
                "set NODE SETTING = VALUE",
                "a setting that can change while it runs, until it is set again or for the time given"),
        STOP("stop at 30 s", "the run ends there");

        private final String form;
        /** What it does. */
        private final String means;

        Kind(String form, String means) {
            this.form = form;
            this.means = means;
        }

        /** How it is written. */
        public String form() {
            return form;
        }
    }

    /** How faults are written, and when they begin and end. */
    public static List<Form> writing() {
        List<Form> forms = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            forms.add(new Form(kind.form, kind.means));
        }
        forms.add(new Form(
                "crash app instance 2 at 5 s for 15 s",
                "any of them: from when in its phase, and how long; else from its beginning to its end"));
        return forms;
    }

    /** Those of them that people do by hand while it runs: not load and settings, which have their own fields. */
    public static List<Form> byHand() {
        List<Form> forms = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            boolean other = kind == Kind.CHAOS || kind == Kind.STOP || kind == Kind.TRAFFIC || kind == Kind.SET;
            if (!other) {
                forms.add(new Form(kind.form, kind.means));
            }
        }
        return forms;
    }

    private static final Pattern TIME = Pattern.compile("(.*?)\\s+(at|after|for)\\s+([0-9][^a-z]*\\s*[a-z]+)\\s*");
    private static final String NAME = "([A-Za-z_][A-Za-z0-9_-]*)";
    /** A year: beyond the longest script, and far from what the clock cannot add up. */
    private static final double MOST_SECONDS = 366 * 86_400.0;

    /** Seconds by which a fault puts clocks ahead where it does not say. */
    private static final double USUAL_SKEW = 1;

    private static final Pattern SKEW = Pattern.compile("skew clock(?:\\s+by\\s+(.+))?");
    private static final String NUMBER = "([-+0-9.eE]+)";
    private static final Pattern WHOLE =
            Pattern.compile("(crash|recover|flush)\\s+" + NAME + "(?:\\s+instance\\s+([0-9]{1,6}))?");
    private static final Pattern SLOW =
            Pattern.compile("slow\\s+" + NAME + "(?:\\s+instance\\s+([0-9]{1,6}))?\\s+by\\s+" + NUMBER + "\\s*x?");
    private static final Pattern CORRUPT = Pattern.compile(
            "corrupt\\s+(?:" + NUMBER + "\\s*%\\s+of\\s+)?" + NAME + "(?:\\s+instance\\s+([0-9]{1,6}))?");
    private static final Pattern DROP = Pattern.compile("drop\\s+" + NUMBER + "\\s*%\\s+on\\s+" + NAME);
    private static final Pattern CUT = Pattern.compile("cut\\s+" + NAME + "\\s+(from|to)\\s+" + NAME);
    private static final Pattern NAMED = Pattern.compile("(lose|poison)\\s+" + NAME);
    private static final Pattern TRAFFIC = Pattern.compile("traffic\\s+" + NUMBER + "\\s*x");
    private static final Pattern SET = Pattern.compile("set\\s+" + NAME + "\\s+" + NAME + "\\s*=\\s*(.+)");
    private static final Pattern CHAOS =
            Pattern.compile("chaos(?:\\s+on\\s+" + NAME + ")?\\s+every\\s+(.+?)(?:\\s+repair\\s+(.+))?");

    /** Reads a fault; throws BadText with the forms that there are. */
    public static Fault parse(String text) {
        String rest = text.trim();
        long start = 0;
        long length = -1;
        Matcher time = TIME.matcher(rest);
        while (time.matches()) {
            if (time.group(2).equals("for")) {
                length = some(time.group(3), text);
            } else {
                start = nanos(time.group(3), text);
            }
            rest = time.group(1).trim();
            time = TIME.matcher(rest);
        }
        return timed(what(rest, text), start, length);
    }

    private static Fault timed(Fault fault, long start, long length) {
        return fault.at(start).lasting(length);
    }

    private static Fault what(String rest, String text) {
        Matcher m = WHOLE.matcher(rest);
        if (m.matches()) {
            return new Fault(kind(m.group(1)), m.group(2), null, instance(m.group(3)), 0, 0, -1);
        }
        m = SLOW.matcher(rest);
        if (m.matches()) {
            return new Fault(Kind.SLOW, m.group(1), null, instance(m.group(2)), factor(m.group(3), text), 0, -1);
        }
        m = DROP.matcher(rest);
        if (m.matches()) {
            return new Fault(Kind.DROP, m.group(2), null, 0, share(m.group(1), text), 0, -1);
        }
        m = CORRUPT.matcher(rest);
        if (m.matches()) {
            double share = m.group(1) == null ? 1 : share(m.group(1), text);
            return new Fault(Kind.CORRUPT, m.group(2), null, instance(m.group(3)), share, 0, -1);
        }
        m = CUT.matcher(rest);
        if (m.matches()) {
            double oneWay = m.group(2).equals("to") ? 1 : 0;
            return new Fault(Kind.CUT, m.group(1), m.group(3), 0, oneWay, 0, -1);
        }
        m = NAMED.matcher(rest);
        if (m.matches()) {
            return new Fault(kind(m.group(1)), m.group(2), null, 0, 0, 0, -1);
        }
        m = TRAFFIC.matcher(rest);
        if (m.matches()) {
            return new Fault(Kind.TRAFFIC, null, null, 0, factor(m.group(1), text), 0, -1);
        }
        m = CHAOS.matcher(rest);
        if (m.matches()) {
            double every = some(m.group(2), text) / 1e9;
            double repair = m.group(3) == null ? every : some(m.group(3), text) / 1e9;
            return new Fault(Kind.CHAOS, m.group(1), null, 0, every, 0, -1, repair, null);
        }
        m = SKEW.matcher(rest);
        if (m.matches()) {
            double ahead = m.group(1) == null ? USUAL_SKEW : some(m.group(1), text) / 1e9;
            return new Fault(Kind.SKEW, null, null, 0, ahead, 0, -1);
        }
        m = SET.matcher(rest);
        if (m.matches()) {
            return new Fault(Kind.SET, m.group(1), m.group(2), 0, 0, 0, -1, 0, m.group(3));
        }
        return switch (rest) {
            case "stop" -> new Fault(Kind.STOP, null, null, 0, 0, 0, -1);
            case "fill disk" -> new Fault(Kind.FILL, null, null, 0, 0, 0, -1);
            default -> throw new BadText(text, 0, "expected " + forms() + "; with at 5 s and for 15 s as needed");
        };
    }

    /** Whether a cut only stops what goes from the target to the other. */
    public boolean oneWay() {
        return kind == Kind.CUT && amount > 0;
    }

    private static String forms() {
        StringBuilder forms = new StringBuilder();
        for (Kind kind : Kind.values()) {
            forms.append(forms.length() == 0 ? "" : ", ").append(kind.form);
        }
        return forms.toString();
    }

    private static Kind kind(String word) {
        return Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static int instance(String number) {
        return number == null ? 0 : Integer.parseInt(number);
    }

    private static double factor(String number, String text) {
        double factor = number(number, text, "a factor such as 10");
        if (factor > 0 && factor <= 1e6) {
            return factor;
        }
        throw new BadText(text, text.indexOf(number), "a factor is above 0 and at most 1000000, not " + number);
    }

    private static double share(String number, String text) {
        double percent = number(number, text, "a share such as 5%");
        if (percent > 0 && percent <= 100) {
            return percent / 100;
        }
        throw new BadText(text, text.indexOf(number), "a share is above 0 % and at most 100 %, not " + number + " %");
    }

    private static double number(String number, String text, String wanted) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new BadText(text, text.indexOf(number), "expected " + wanted + ", not \"" + number + "\"");
        }
    }

    /** A time that is not none: less than a nanosecond is none to the clock. */
    private static long some(String time, String text) {
        long nanos = nanos(time, text);
        if (nanos <= 0) {
            throw new BadText(
                    text, Math.max(0, text.indexOf(time.trim())), "expected a time above 0, not " + time.trim());
        }
        return nanos;
    }

    private static long nanos(String time, String text) {
        int at = Math.max(0, text.indexOf(time.trim()));
        double seconds;
        try {
            seconds = Quantity.seconds(time.trim());
        } catch (BadText e) {
            throw new BadText(text, at, "expected a time such as 5 s, not \"" + time.trim() + "\"");
        }
        if (seconds > MOST_SECONDS) {
            throw new BadText(text, at, "a time of a fault is at most a year, not " + time.trim());
        }
        return Math.round(seconds * 1e9);
    }

    /** Canonical form; parses back to an equal fault. */
    @Override
    public String toString() {
        return what()
                + (startNanos == 0 ? "" : " at " + plain(startNanos / 1e9) + " s")
                + (lengthNanos < 0 ? "" : " for " + plain(lengthNanos / 1e9) + " s");
    }

    /** The same without its times: "crash app instance 1". */
    public String what() {
        String instances = instance == 0 ? "" : " instance " + instance;
        return switch (kind) {
            case CRASH, RECOVER, FLUSH -> word() + " " + target + instances;
            case CORRUPT -> "corrupt " + (amount == 1 ? "" : plain(amount * 100) + " % of ") + target + instances;
            case SLOW -> "slow " + target + instances + " by " + plain(amount);
            case DROP -> "drop " + plain(amount * 100) + " % on " + target;
            case CUT -> "cut " + target + (oneWay() ? " to " : " from ") + other;
            case LOSE, POISON -> word() + " " + target;
            case SKEW -> "skew clock" + (amount == USUAL_SKEW ? "" : " by " + plain(amount) + " s");
            case FILL -> "fill disk";
            case SET -> "set " + target + " " + other + " = " + value;
            case STOP -> "stop";
            case TRAFFIC -> "traffic " + plain(amount) + "x";
            case CHAOS ->
                "chaos " + (target == null ? "" : "on " + target + " ") + "every " + plain(amount) + " s"
                        + (repairSeconds == amount ? "" : " repair " + plain(repairSeconds) + " s");
        };
    }

    private String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(double number) {
        return new java.math.BigDecimal(Double.toString(Math.round(number * 1e9) / 1e9))
                .stripTrailingZeros()
                .toPlainString();
    }
}
