package dev.trestle.components.kind;

import dev.trestle.estimator.quantity.BadText;
import java.util.List;

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
        boolean tunable) {

    /** A setting with its default; {@link #between}, {@link #orNone} and {@link #group} refine it. */
    public static Param of(String id, ParamType type, String label, String preset, String help) {
        return new Param(id, label, help, "General", type, preset, List.of(), null, null, false, false);
    }

    /** A choice among options; the first is the default. */
    public static Param choice(String id, String label, String help, String... options) {
        return new Param(
                id, label, help, "General", ParamType.CHOICE, options[0], List.of(options), null, null, false, false);
    }

    /** The same, within limits, both as typed. */
    public Param between(String smallest, String largest) {
        return new Param(id, label, help, group, type, preset, options, smallest, largest, optional, tunable);
    }

    /** The same, with {@code none} allowed. */
    public Param orNone() {
        return new Param(id, label, help, group, type, preset, options, min, max, true, tunable);
    }

    /** The same, under another heading. */
    public Param group(String heading) {
        return new Param(id, label, help, heading, type, preset, options, min, max, optional, tunable);
    }

    /** The same, and it can change while a run goes on. */
    public Param whileRunning() {
        return new Param(id, label, help, group, type, preset, options, min, max, optional, true);
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
