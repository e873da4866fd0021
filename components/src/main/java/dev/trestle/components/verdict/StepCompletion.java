package dev.trestle.components.verdict;

import dev.trestle.components.board.Step;
import dev.trestle.components.board.Step.Verb;
import dev.trestle.components.verdict.Completion.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Completes a step of an operation. */
final class StepCompletion {
    private static final Map<String, String> MORE = new LinkedHashMap<>();

    static {
        MORE.put("x10", "so many of them");
        MORE.put("parallel", "at the same time");
        MORE.put("if", "in a share of the calls");
        MORE.put("key", "whose key it uses");
        MORE.put("else", "when the step before was not taken");
    }

    private StepCompletion() {}

    static Completion of(String typed, Called called) {
        int from = Completion.wordAt(typed);
        String begun = typed.substring(0, from).trim();
        List<String> words = begun.isEmpty() ? List.of() : List.of(begun.split("\\s+"));
        Options options = new Options();
        if (words.isEmpty()) {
            for (Verb verb : Verb.values()) {
                options.add(verb.word(), verb.data() ? "an entity" : verb == Verb.CALL ? "an operation" : "an event");
            }
        } else if (words.size() == 1) {
            targets(words.get(0), called, options);
        } else {
            more(words, called, options);
        }
        return options.in(typed, from);
    }

    private static void targets(String verb, Called called, Options options) {
        for (Verb each : Verb.values()) {
            if (each.word().equals(verb)) {
                options.add(
                        each.data() ? called.entities() : each == Verb.CALL ? called.operations() : called.events());
            }
        }
    }

    private static void more(List<String> words, Called called, Options options) {
        String last = words.get(words.size() - 1);
        boolean share = words.get(words.size() - 2).equals("if") && !last.endsWith("%");
        if (last.equals("if")) {
            List.of("10 %", "20 %", "50 %").forEach(example -> options.add(example, "for instance"));
        } else if (last.equals("key")) {
            options.add(called.entities());
            options.add(Step.NEW_KEY, "a key that was never used before");
        } else if (share) {
            options.add("%", "");
        } else {
            MORE.forEach((word, means) -> {
                boolean times = word.startsWith("x") && words.stream().anyMatch(one -> one.matches("[x×][0-9]+"));
                if (!times && !words.subList(2, words.size()).contains(word)) {
                    options.add(word, means);
                }
            });
        }
    }
}
