package dev.trestle.components.verdict;

import dev.trestle.components.kind.Gauge;
import dev.trestle.components.load.Form;
import dev.trestle.components.verdict.Completion.Options;
import dev.trestle.estimator.quantity.BadText;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Completes a requirement: its parser reads what is typed and says what it looks for where that ends. */
final class RequirementCompletion {
    private static final Map<String, String> BEGINNINGS = Map.of(
            "all", "every operation of clients",
            "reads", "operations that write nothing",
            "writes", "operations that write something");

    private static final Map<String, String> SIGNS =
            Map.of("<", "below", "<=", "at most", ">", "above", ">=", "at least", "=", "in these digits");

    /** Words that only go together. */
    private static final Map<String, String> TOGETHER = Map.of(
            "error", "error ratio",
            "hit", "hit ratio",
            "fresh", "fresh within",
            "survives", "survives loss of any",
            "recovers", "recovers within");

    private final String typed;
    private final Called called;
    private final Options options = new Options();

    private RequirementCompletion(String typed, Called called) {
        this.typed = typed;
        this.called = called;
    }

    static Completion of(String typed, Called called) {
        return new RequirementCompletion(typed, called).complete();
    }

    private Completion complete() {
        int from = Completion.wordAt(typed);
        Words.Hopes hopes = new Words.Hopes();
        read(typed.substring(0, from), hopes);
        if (hopes.phaseAt >= 0) {
            options.add(called.phases());
            return options.in(typed, hopes.phaseAt);
        }
        if (hopes.subject) {
            subjects();
        }
        if (hopes.unit != null) {
            Amounts.units(hopes.unit).forEach(unit -> options.add(unit, ""));
        }
        String subject = subject(typed.substring(0, from));
        hopes.words.forEach(word -> {
            if (subject == null || fits(subject, word)) {
                options.add(TOGETHER.getOrDefault(word, word), means(word));
            }
        });
        if (hopes.amount != null) {
            Amounts.begun(hopes.amount, typed.substring(from), options);
        }
        return options.in(typed, from);
    }

    private static void read(String begun, Words.Hopes hopes) {
        try {
            new RequirementParser(begun, hopes).parse();
        } catch (BadText unfinished) {
            // What it was looking for where the text ends has been noted.
        }
    }

    private void subjects() {
        options.add(called.operations());
        options.add(called.entities());
        options.add(called.events());
        options.add(called.nodes());
        List.of("all", "reads", "writes").forEach(word -> options.add(word, BEGINNINGS.get(word)));
        List.of("survives", "recovers", "headroom", "cost")
                .forEach(word -> options.add(TOGETHER.getOrDefault(word, word), means(word)));
    }

    /** What the line is about where nothing but that has been said; else null. */
    private static String subject(String begun) {
        String[] words = begun.trim().split("\\s+");
        return words.length == 1 && !words[0].isEmpty() ? words[0] : null;
    }

    /** Whether that is asked of such a thing; of a name that nobody knows everything is. */
    private boolean fits(String subject, String word) {
        boolean operation = called.operations().containsKey(subject);
        boolean entity = called.entities().containsKey(subject);
        boolean event = called.events().containsKey(subject);
        boolean node = called.nodes().containsKey(subject);
        boolean group = BEGINNINGS.containsKey(subject);
        boolean any = !operation && !entity && !event && !node && !group;
        return any
                || (operation || group) && RequirementParser.OF_REQUESTS.contains(word)
                || operation && RequirementParser.OF_OPERATION.contains(word)
                || entity && RequirementParser.OF_ENTITY.contains(word)
                || event && RequirementParser.OF_EVENT.contains(word)
                || node && measured(subject, word)
                || SIGNS.containsKey(word);
    }

    private boolean measured(String node, String word) {
        return called.gauges(node).stream().map(Gauge::words).anyMatch(words -> words.startsWith(word));
    }

    /** What a word says: of the form that it begins. */
    private static String means(String word) {
        if (SIGNS.containsKey(word)) {
            return SIGNS.get(word);
        }
        if (word.matches("mean|max|p[0-9.]+")) {
            return "latency";
        }
        return RequirementForm.ALL.stream()
                .filter(form -> List.of(form.text().split(" ")).subList(0, 2).contains(word))
                .map(Form::means)
                .findFirst()
                .orElse(word.toLowerCase(Locale.ROOT).equals("in") ? "one phase alone" : "");
    }
}
