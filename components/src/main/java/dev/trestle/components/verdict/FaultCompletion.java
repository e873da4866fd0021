package dev.trestle.components.verdict;

import dev.trestle.components.load.Fault;
import dev.trestle.components.load.Form;
import dev.trestle.components.verdict.Completion.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Completes a fault by the forms that faults say of themselves: words in capitals stand for names. */
final class FaultCompletion {
    private static final Pattern CAPITALS = Pattern.compile("[A-Z]{2,}(-[A-Z]+)*");
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+");
    private static final Set<String> TIMES = Set.of("at", "after", "for");

    private final Called called;
    private final Options options = new Options();

    private FaultCompletion(Called called) {
        this.called = called;
    }

    static Completion of(String typed, Called called) {
        int from = Completion.wordAt(typed);
        FaultCompletion completion = new FaultCompletion(called);
        completion.complete(words(typed.substring(0, from)), typed.substring(from));
        return completion.options.in(typed, from);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
    }

    private void complete(List<String> words, String partial) {
        int time = words.size();
        for (int i = words.size() - 1; i > 0; i--) {
            time = TIMES.contains(words.get(i)) ? i : time;
        }
        if (time < words.size()) {
            times(words.subList(time, words.size()), partial);
            return;
        }
        for (Form form : Fault.writing()) {
            for (List<String> way : ways(form.text())) {
                next(new ArrayList<>(words), way, form.means(), partial);
            }
        }
    }

    /** The form and what else it may look like. */
    private static List<List<String>> ways(String form) {
        List<String> all = new ArrayList<>(List.of(form));
        if (form.startsWith("chaos on ")) {
            all.add(form.replaceFirst("on \\S+ ", ""));
        }
        if (form.startsWith("corrupt ")) {
            all.add(form.replaceFirst("[0-9]\\S* of ", ""));
        }
        if (form.startsWith("cut ")) {
            all.add(form.replace(" from ", " to "));
        }
        return all.stream().map(one -> Arrays.asList(one.split(" "))).toList();
    }

    /** What of that form may follow; nothing where what is typed is no beginning of it. */
    private void next(List<String> words, List<String> way, String means, String partial) {
        int at = 0;
        for (int i = 0; i < words.size(); i++, at++) {
            String word = words.get(i);
            if (at > 0 && word.equals("instance") && named(way, at - 1)) {
                if (i + 1 == words.size()) {
                    instances(words.get(i - 1));
                    return;
                }
                i++;
                at--;
                continue;
            }
            if (at >= way.size() || !fits(word, way.get(at))) {
                return;
            }
        }
        boolean instances = at > 1 && named(way, at - 1) && !words.contains("instance") && oneOfSeveral(words);
        if (at < way.size()) {
            word(way, at, means, partial);
        }
        if (instances) {
            options.add("instance", "one of its instances");
        }
        if (at == way.size()
                || at > 1 && (way.get(at).equals("repair") || way.get(0).equals("skew"))) {
            options.add("at", "from when in its phase");
            options.add("for", "how long");
        }
    }

    private boolean oneOfSeveral(List<String> words) {
        return called.instances(words.get(words.size() - 1)) > 1
                && Set.of("crash", "recover", "slow", "flush", "corrupt").contains(words.get(0));
    }

    private void instances(String node) {
        for (int i = 1; i <= called.instances(node); i++) {
            options.add(String.valueOf(i), "");
        }
    }

    private static boolean named(List<String> way, int at) {
        return CAPITALS.matcher(way.get(at)).matches();
    }

    private static boolean fits(String word, String expected) {
        boolean example = Character.isDigit(expected.charAt(0));
        return CAPITALS.matcher(expected).matches()
                || (example ? Character.isDigit(word.charAt(0)) : word.equals(expected))
                || List.of("h", "s").contains(expected) && Character.isLetter(word.charAt(0));
    }

    private void word(List<String> way, int at, String means, String partial) {
        String expected = way.get(at);
        if (CAPITALS.matcher(expected).matches()) {
            names(expected);
        } else if (NUMBER.matcher(expected).matches()
                && at + 1 < way.size()
                && way.get(at + 1).length() == 1) {
            quantity(partial, expected + " " + way.get(at + 1));
        } else if (Character.isDigit(expected.charAt(0))) {
            options.add(expected, "for instance");
        } else if (List.of("h", "s").contains(expected)) {
            List.of("s", "min", "h").forEach(unit -> options.add(unit, ""));
        } else {
            options.add(expected, at == 0 ? means : "");
        }
    }

    private void names(String sort) {
        if (sort.contains("NODE")) {
            options.add(called.nodes());
        }
        if (sort.contains("LINK")) {
            options.add(called.links());
        }
        if (sort.contains("AREA") || sort.contains("ZONE")) {
            options.add(called.areas(Set.of("zone", "region")));
        }
        if (sort.contains("EVENT")) {
            options.add(called.events());
        }
    }

    private void quantity(String partial, String example) {
        if (NUMBER.matcher(partial).matches()) {
            List.of("s", "min", "h").forEach(unit -> options.add(partial + " " + unit, ""));
        } else {
            options.add(example, "for instance");
        }
    }

    /** {@code at 5 s for 15 s}, in any order. */
    private void times(List<String> words, String partial) {
        String last = words.get(words.size() - 1);
        if (TIMES.contains(last)) {
            quantity(partial, last.equals("for") ? "15 s" : "5 s");
        } else if (NUMBER.matcher(last).matches()) {
            List.of("s", "ms", "min").forEach(unit -> options.add(unit, ""));
        } else {
            if (!words.contains("for")) {
                options.add("for", "how long");
            }
            if (!words.contains("at") && !words.contains("after")) {
                options.add("at", "from when in its phase");
            }
        }
    }
}
