package dev.trestle.components.kind;

import dev.trestle.components.load.Distribution;
import dev.trestle.estimator.quantity.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The settings of one node, read through the kind's params: absent ones have their default.
 *
 * <p>Numbers leave in engine units: nanoseconds, bytes, per second, shares of 1. Texts must have been checked before; a
 * bad one throws {@link dev.trestle.estimator.quantity.BadText}.
 */
public final class Settings {
    private final Map<String, String> texts;
    /** What a script sets while the run goes on, by setting. */
    private final Map<String, List<String>> later;

    public Settings(Map<String, String> texts) {
        this(texts, Map.of());
    }

    /** The same, of which some change during the run: the values that a script gives them, in any order. */
    public Settings(Map<String, String> texts, Map<String, List<String>> later) {
        this.texts = Map.copyOf(texts);
        this.later = Map.copyOf(later);
    }

    /** The same with another value for one setting. */
    public Settings with(String param, String text) {
        Map<String, String> changed = new HashMap<>(texts);
        changed.put(param, text);
        return new Settings(changed, later);
    }

    /** Whether a script sets any of them while the run goes on: what theory says of a level state does not hold then. */
    public boolean varies() {
        return !later.isEmpty();
    }

    /** Whether a script sets it while the run goes on. */
    public boolean varies(Param param) {
        return later.containsKey(param.id());
    }

    /** The largest whole number that the setting has at any time of the run. */
    public int most(Param param) {
        int most = integer(param);
        for (String text : later.getOrDefault(param.id(), List.of())) {
            most = Math.max(most, (int) Quantity.count(text));
        }
        return most;
    }

    /** The text as typed, or the default. */
    public String text(Param param) {
        String text = texts.get(param.id());
        return text == null || text.isBlank() && param.type() != ParamType.NAMES ? param.preset() : text.trim();
    }

    /** Whether the setting is {@code none}. */
    public boolean isNone(Param param) {
        return text(param).equals(ParamType.NONE);
    }

    public int integer(Param param) {
        return (int) Quantity.count(text(param));
    }

    /** A whole number, or {@code Integer.MAX_VALUE} for none. */
    public int limit(Param param) {
        return isNone(param) ? Integer.MAX_VALUE : integer(param);
    }

    public double number(Param param) {
        return Quantity.count(text(param));
    }

    /** Nanoseconds, or -1 for none. */
    public long nanos(Param param) {
        return isNone(param) ? -1 : Math.round(Quantity.seconds(text(param)) * 1e9);
    }

    /** Bytes, or 0 for none. */
    public long bytes(Param param) {
        return isNone(param) ? 0 : Math.round(Quantity.bytes(text(param)));
    }

    public double perSecond(Param param) {
        return Quantity.perSecond(text(param));
    }

    public double ratio(Param param) {
        return Quantity.ratio(text(param));
    }

    /** USD a month. */
    public double usdPerMonth(Param param) {
        return Quantity.usd(text(param));
    }

    public boolean flag(Param param) {
        return text(param).equals("yes");
    }

    /** Times in nanoseconds. */
    public Distribution distribution(Param param) {
        return Distribution.duration(text(param));
    }

    /** Names separated by commas; empty means all. */
    public List<String> names(Param param) {
        return Stream.of(text(param).split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
