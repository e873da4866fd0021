package dev.trestle.components.kind;

import dev.trestle.estimator.quantity.BadText;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One typed setting of a kind: the source of its form field, default, limits, checks, JSON and documentation.
 *
 * @param id the name in a board's settings
 * @param label the name on screen
 * @param help one sentence for people
 * @param group the heading in the inspector
 * @param type what may be typed
 * @param preset the default, as typed
 * @param options for {@link ParamType#CHOICE}
 * @param min smallest allowed value as typed, or null
 * @param max largest allowed value as typed, or null
 * @param optional whether {@code none} is allowed: no limit, no timeout
 * @param tries what may be tried in its place when a requirement is missed: {@code +1}, {@code x2}, {@code /2} of what it is,
 *     or any other text as it is
 * @param tunable whether it can change while a run goes on: see {@link Tunable}
 */
public record Param(
        String id,
        String label,
        String help,
        String group,
        ParamType type,
        String preset,
        List<String> options,
        String min,
        String max,
        boolean optional,
        List<String> tries,
        boolean tunable) {
    /** A number with its unit. */
    private static final Pattern NUMBER = Pattern.compile("([0-9][0-9.]*)(\\s*)(.*)");

    /** A setting with its default; {@link #between}, {@link #orNone} and {@link #group} refine it. */
    public static Param of(String id, ParamType type, String label, String preset, String help) {
        return new Param(id, label, help, "General", type, preset, List.of(), null, null, false, List.of(), false);
    }

    /** A choice among options; the first is the default. */
    public static Param choice(String id, String label, String help, String... options) {
        return new Param(
                id,
                label,
                help,
                "General",
                ParamType.CHOICE,
                options[0],
                List.of(options),
                null,
                null,
                false,
                List.of(),
                false);
    }

    /** The same, within limits, both as typed. */
    public Param between(String smallest, String largest) {
        return new Param(id, label, help, group, type, preset, options, smallest, largest, optional, tries, tunable);
    }

    /** The same, with {@code none} allowed. */
    public Param orNone() {
        return new Param(id, label, help, group, type, preset, options, min, max, true, tries, tunable);
    }

    /** The same, under another heading. */
    public Param group(String heading) {
        return new Param(id, label, help, heading, type, preset, options, min, max, optional, tries, tunable);
    }

    /** The same, with what may be {@link #tries tried} when a requirement is missed. */
    public Param tries(String... texts) {
        return new Param(id, label, help, group, type, preset, options, min, max, optional, List.of(texts), tunable);
    }

    /** The same, and it can change while a run goes on. */
    public Param whileRunning() {
        return new Param(id, label, help, group, type, preset, options, min, max, optional, tries, true);
    }

    /** What may be {@link #tries tried} in place of a text: allowed, and not the same. */
    public List<String> others(String now) {
        return others(now, UnaryOperator.identity());
    }

    /** The opposite of that, to save money: one less for one more, half for twice. */
    public List<String> smaller(String now) {
        return others(now, text -> switch (text) {
            case "+1" -> "-1";
            case "x2" -> "/2";
            default -> now;
        });
    }

    private List<String> others(String now, UnaryOperator<String> turned) {
        return tries.stream()
                .map(turned)
                .map(text -> moved(now, text))
                .filter(text -> text != null && !text.equals(now) && refusal(text) == null)
                .distinct()
                .toList();
    }

    /** A text after a move; the move itself when it is none; null where there is no number to be moved. */
    private static String moved(String now, String move) {
        if (!move.matches("[+-]1|[x/]2")) {
            return move;
        }
        Matcher number = NUMBER.matcher(now);
        if (!number.matches()) {
            return null;
        }
        double value = Double.parseDouble(number.group(1));
        double moved = switch (move) {
            case "+1" -> value + 1;
            case "-1" -> value - 1;
            case "x2" -> value * 2;
            default -> value / 2;
        };
        boolean whole = moved == Math.rint(moved) && moved < 1e15;
        return (whole ? Long.toString((long) moved) : Double.toString(moved)) + number.group(2) + number.group(3);
    }

    /** One clear line about what is wrong with a text, or null when it is fine. */
    public String refusal(String text) {
        if (text == null || text.isBlank()) {
            boolean free = type == ParamType.NAMES || type == ParamType.OPERATIONS || type == ParamType.TEXT;
            return free ? null : "must be " + wanted() + ", not empty";
        }
        String given = text.trim();
        if (optional && given.equals(ParamType.NONE)) {
            return null;
        }
        if (type == ParamType.CHOICE && !options.contains(given)) {
            return "must be one of " + String.join(", ", options) + ", not \"" + given + "\"";
        }
        if (type == ParamType.FLAG && !given.equals("yes") && !given.equals("no")) {
            return "must be yes or no, not \"" + given + "\"";
        }
        try {
            double size = type.measure(given);
            if (min != null && size < type.measure(min) || max != null && size > type.measure(max)) {
                return "must be between " + min + " and " + max + ", not " + given;
            }
            return null;
        } catch (BadText e) {
            return "must be " + wanted() + ", not \"" + given + "\": " + e.getMessage();
        }
    }

    private String wanted() {
        return type.allowed() + (optional ? ", or none" : "");
    }
}
