package dev.trestle.components.board;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of an operation: {@code read PhotoFile x10 parallel if 20 % key User}.
 *
 * <p>A step with {@code else} belongs to the one before it and is looked at only when that one, and those that it belongs
 * to, were not taken: {@code call pay if 60 %}, then {@code call post else}.
 *
 * @param verb what is done
 * @param target the entity, event (publish) or operation (call) it is done to
 * @param times repetitions, 1 and up
 * @param parallel whether repetitions, and parallel steps in a row, go out together
 * @param share of requests that take this step, of those that come to look at it; above 0 and up to 1
 * @param key the entity whose key is used, {@link #NEW_KEY} for one that was never used before, or null: the target's own
 * @param otherwise whether it is only looked at when the step before it was not taken
 */
public record Step(Verb verb, String target, int times, boolean parallel, double share, String key, boolean otherwise) {
    /** In place of an entity after {@code key}: what is created now and so has a key of its own. */
    public static final String NEW_KEY = "new";

    /** What a step does; reserve is a conditional write that must not oversell. */
    public enum Verb {
        READ,
        WRITE,
        DELETE,
        PUBLISH,
        CALL,
        RESERVE;

        /** The word in a step. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the target is an entity; else it is an event or an operation. */
        public boolean data() {
            return this != PUBLISH && this != CALL;
        }
    }

    /** A step that stands for itself. */
    public Step(Verb verb, String target, int times, boolean parallel, double share, String key) {
        this(verb, target, times, parallel, share, key, false);
    }

    private static final int MOST_TIMES = 1_000_000;
    private static final String VERBS = "read, write, delete, reserve, publish or call";
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern TIMES = Pattern.compile("[x×]([0-9]{1,9})");
    private static final Pattern PERCENT = Pattern.compile("\\s*([0-9.]+\\s*%|[0-9.]+(?=\\s|$))");
    private static final List<String> OPTIONS = List.of("parallel", "if", "key", "else");

    /** Whether it makes a new key. */
    public boolean newKey() {
        return NEW_KEY.equals(key);
    }

    /** The share of all requests that take each of the steps of an operation, those with {@code else} included. */
    public static double[] shares(List<Step> steps) {
        double[] shares = new double[steps.size()];
        double left = 1;
        for (int i = 0; i < shares.length; i++) {
            left = steps.get(i).otherwise ? left : 1;
            shares[i] = left * steps.get(i).share;
            left -= shares[i];
        }
        return shares;
    }

    /** Reads a step; throws {@link BadText} at the word that cannot stand there, with what can. */
    public static Step parse(String text) {
        return new Parser(text).step();
    }

    /** The step as it would be written: parses back to an equal one. */
    @Override
    public String toString() {
        return verb.word() + " " + target
                + (times == 1 ? "" : " x" + times)
                + (parallel ? " parallel" : "")
                + (share == 1
                        ? ""
                        : " if "
                                + BigDecimal.valueOf(share)
                                        .movePointRight(2)
                                        .stripTrailingZeros()
                                        .toPlainString() + " %")
                + (key == null ? "" : " key " + key)
                + (otherwise ? " else" : "");
    }

    private static final class Parser {
        private final String text;
        private final Matcher words;
        private int at;
        private String word = "";

        private int times = 1;
        private boolean parallel;
        private double share = 1;
        private String key;
        private boolean otherwise;

        Parser(String text) {
            this.text = text;
            this.words = WORD.matcher(text);
        }

        Step step() {
            Verb verb = verb();
            String target = name(verb.data() ? "an entity" : verb == Verb.CALL ? "an operation" : "an event");
            boolean[] seen = new boolean[OPTIONS.size() + 1];
            while (next()) {
                int option = TIMES.matcher(word).matches() ? OPTIONS.size() : OPTIONS.indexOf(word);
                if (option < 0) {
                    throw bad("expected xN, parallel, if <share> %, else or key <entity>, not \"" + word + "\"");
                }
                if (seen[option]) {
                    throw bad("\"" + word + "\" says a second time what was said before");
                }
                seen[option] = true;
                option(option);
            }
            return new Step(verb, target, times, parallel, share, key, otherwise);
        }

        private void option(int option) {
            switch (option) {
                case 0 -> parallel = true;
                case 1 -> share = share();
                case 2 -> key = name("an entity");
                case 3 -> otherwise = true;
                default -> times = times();
            }
        }

        private Verb verb() {
            next();
            for (Verb verb : Verb.values()) {
                if (verb.word().equals(word)) {
                    return verb;
                }
            }
            throw bad(word.isEmpty() ? "expected " + VERBS : "expected " + VERBS + ", not \"" + word + "\"");
        }

        private String name(String what) {
            if (!next()) {
                throw bad("expected " + what + " at the end");
            }
            if (!NAME.matcher(word).matches() || word.length() > Limits.ID_CHARS) {
                throw bad("expected " + what + ", not \"" + word + "\"");
            }
            return word;
        }

        private int times() {
            int n = Integer.parseInt(word.substring(1));
            if (n < 1 || n > MOST_TIMES) {
                throw bad("repeats between 1 and " + MOST_TIMES + " times, not " + n);
            }
            return n;
        }

        private double share() {
            Matcher percent = PERCENT.matcher(text).region(words.end(), text.length());
            if (!percent.lookingAt()) {
                next();
                throw bad("expected a share such as 20 % after \"if\"");
            }
            at = percent.start(1);
            double ratio;
            try {
                ratio = Quantity.ratio(percent.group(1));
            } catch (BadText bad) {
                throw bad("expected a share such as 20 %, not \"" + percent.group(1) + "\"");
            }
            if (!(ratio > 0 && ratio <= 1)) {
                throw bad("a share is above 0 % and at most 100 %, not " + percent.group(1));
            }
            words.region(percent.end(), text.length());
            return ratio;
        }

        private boolean next() {
            boolean found = words.find();
            at = found ? words.start() : text.length();
            word = found ? words.group() : "";
            return found;
        }

        private BadText bad(String says) {
            return new BadText(text, at, says);
        }
    }
}
