package dev.trestle.components.verdict;

import dev.trestle.components.board.Board;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What may come next in a line that somebody types: words of its grammar, names of the board, quantities.
 *
 * @param from where in the line the text begins that an option would replace
 * @param options in the order of the grammar; those that begin as what is typed come first
 */
public record Completion(int from, List<Option> options) {
    /** As many as a list can show. */
    private static final int MOST = 40;

    /**
     * One way to go on.
     *
     * @param means what it is, in a few words; may be empty
     */
    public record Option(String text, String means) {}

    /** What sort of line it is. */
    public enum Line {
        REQUIREMENT,
        FAULT,
        STEP
    }

    public Completion {
        options = List.copyOf(options);
    }

    /** What may stand at the end of what is typed so far. */
    public static Completion of(Line line, String typed, Board board) {
        Called called = new Called(board);
        return switch (line) {
            case REQUIREMENT -> RequirementCompletion.of(typed, called);
            case FAULT -> FaultCompletion.of(typed, called);
            case STEP -> StepCompletion.of(typed, called);
        };
    }

    /** Options by text, in their order, each text once with all that it may be. */
    static final class Options {
        private final Map<String, String> all = new LinkedHashMap<>();

        void add(String text, String means) {
            all.merge(text, means, (one, other) -> one.equals(other) ? one : one + ", " + other);
        }

        void add(Map<String, String> named) {
            named.forEach(this::add);
        }

        boolean isEmpty() {
            return all.isEmpty();
        }

        /** Those that what is typed from there on may become. */
        Completion in(String typed, int from) {
            String partial = typed.substring(from).toLowerCase(Locale.ROOT);
            List<Option> first = new ArrayList<>();
            List<Option> later = new ArrayList<>();
            all.forEach((text, means) -> {
                String low = text.toLowerCase(Locale.ROOT);
                if (low.startsWith(partial)) {
                    first.add(new Option(text, means));
                } else if (low.contains(partial)) {
                    later.add(new Option(text, means));
                }
            });
            first.addAll(later);
            return new Completion(from, first.subList(0, Math.min(MOST, first.size())));
        }
    }

    /** Where the word begins that is being typed; the end of the text where it ends with a blank. */
    static int wordAt(String typed) {
        int at = typed.length();
        while (at > 0 && !Character.isWhitespace(typed.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
