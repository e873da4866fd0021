package dev.trestle.estimator.estimate;

import dev.trestle.estimator.sheet.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How often each operation runs: what clients ask for, what events and timers trigger, what other operations call.
 *
 * <p>A handler {@code on e} runs as often as its publishers publish {@code e}; a timer runs 1/period and has no peak.
 */
final class Rates {

    /** First words of standard cells; an operation or entity of that name gets an underscore behind it. */
    private static final Set<String> TAKEN = Set.of(
            "all",
            "reads",
            "writes",
            "storage",
            "ingress",
            "egress",
            "cache",
            "servers",
            "shards",
            "cost",
            "availability",
            "fact",
            "rows");

    private final Map<String, OperationNumbers> operations;

    Rates(Map<String, OperationNumbers> operations) {
        this.operations = operations;
    }

    static String cell(String name) {
        return TAKEN.contains(name) ? name + "_" : name;
    }

    static String average(String operation) {
        return cell(operation) + ".average";
    }

    static String peak(String operation) {
        return cell(operation) + ".peak";
    }

    void write(Book book) {
        operations.forEach((name, operation) -> write(book, name, operation));
        for (Kind kind : Kind.values()) {
            book.standard(kind.word + ".average", Book.sum(asked(name -> is(kind, name), false), "0/s"), Shape.RATE);
            book.standard(kind.word + ".peak", Book.sum(asked(name -> is(kind, name), true), "0/s"), Shape.RATE);
        }
    }

    /** Which of the clients' operations a total is over: those that only read, those that change something, all. */
    private enum Kind {
        ALL("all"),
        READS("reads"),
        WRITES("writes");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** The terms of the peak of the clients' operations that are wanted. */
    List<String> peaks(Predicate<String> wanted) {
        return asked(wanted, true);
    }

    private List<String> asked(Predicate<String> wanted, boolean peak) {
        List<String> terms = new ArrayList<>();
        operations.forEach((name, operation) -> {
            if (operation.rate() != null && wanted.test(name)) {
                String own = cell(name) + ".rate";
                terms.add(hasOneSource(name) ? (peak ? peak(name) : average(name)) : peak ? own + " * peak" : own);
            }
        });
        return terms;
    }

    private boolean is(Kind kind, String name) {
        return switch (kind) {
            case ALL -> true;
            case READS -> !changes(name, new HashSet<>()) && reads(name, new HashSet<>());
            case WRITES -> changes(name, new HashSet<>());
        };
    }

    private void write(Book book, String name, OperationNumbers operation) {
        String path = "brief.operations." + name;
        if (operation.rate() != null && hasOneSource(name)) {
            book.typed(average(name), operation.rate(), Shape.RATE, path + ".rate");
            book.standard(peak(name), average(name) + " * peak", Shape.RATE, path);
            return;
        }
        List<String> averages = new ArrayList<>();
        List<String> peaks = new ArrayList<>();
        if (operation.rate() != null) {
            book.typed(cell(name) + ".rate", operation.rate(), Shape.RATE, path + ".rate");
            averages.add(cell(name) + ".rate");
            peaks.add(cell(name) + ".rate * peak");
        }
        if (operation.every() != null) {
            book.typed(cell(name) + ".every", operation.every(), Shape.TIME, path + ".every");
            averages.add("1 / " + cell(name) + ".every");
            peaks.add("1 / " + cell(name) + ".every");
        }
        causes(name).forEach((cause, weight) -> {
            averages.add(Weights.times(average(cause), weight));
            peaks.add(Weights.times(peak(cause), weight));
        });
        book.standard(average(name), Book.sum(averages, "0/s"), Shape.RATE, path);
        book.standard(peak(name), Book.sum(peaks, "0/s"), Shape.RATE, path);
    }

    /** The operations that publish this one's event or call it, with how often per run of theirs. */
    private Map<String, Double> causes(String name) {
        Map<String, Double> causes = new LinkedHashMap<>();
        String event = operations.get(name).on();
        operations.forEach((cause, operation) -> {
            for (StepNumbers step : operation.steps()) {
                boolean published =
                        event != null && step.is("publish") && step.target().equals(event);
                if (published || step.is("call") && step.target().equals(name)) {
                    causes.merge(cause, step.weight(), Double::sum);
                }
            }
        });
        return causes;
    }

    private Map<String, Double> callers(String name) {
        Map<String, Double> callers = new LinkedHashMap<>();
        operations.forEach((caller, operation) -> {
            for (StepNumbers step : operation.steps()) {
                if (step.is("call") && step.target().equals(name)) {
                    callers.merge(caller, step.weight(), Double::sum);
                }
            }
        });
        return callers;
    }

    private boolean hasOneSource(String name) {
        OperationNumbers operation = operations.get(name);
        return operation.every() == null
                && operation.on() == null
                && callers(name).isEmpty();
    }

    /**
     * The cell with the part of an operation's average rate that clients wait for, directly or through calls; null when
     * it only ever runs on events or timers.
     */
    String fromClients(Book book, String name) {
        if (!isAsked(name, new HashSet<>())) {
            return null;
        }
        OperationNumbers operation = operations.get(name);
        if (hasOneSource(name)) {
            return average(name);
        }
        String cell = cell(name) + ".fromClients";
        if (book.has(cell)) {
            return cell;
        }
        // Taken before the callers are written, so that a circle of calls ends here and the sheet can name it.
        book.helper(cell, "0/s", Shape.RATE, "brief.operations." + name);
        List<String> terms = new ArrayList<>();
        if (operation.rate() != null) {
            terms.add(cell(name) + ".rate");
        }
        callers(name).forEach((caller, weight) -> {
            String from = fromClients(book, caller);
            if (from != null) {
                terms.add(Weights.times(from, weight));
            }
        });
        book.replace(cell, Book.sum(terms, "0/s"));
        return cell;
    }

    private boolean isAsked(String name, Set<String> seen) {
        return seen.add(name)
                && (operations.get(name).rate() != null
                        || callers(name).keySet().stream().anyMatch(caller -> isAsked(caller, seen)));
    }

    private boolean changes(String name, Set<String> seen) {
        return anyStep(
                name, seen, step -> step.is("write") || step.is("delete") || step.is("reserve") || step.is("publish"));
    }

    private boolean reads(String name, Set<String> seen) {
        return anyStep(name, seen, step -> step.is("read"));
    }

    private boolean anyStep(String name, Set<String> seen, Predicate<StepNumbers> wanted) {
        if (!operations.containsKey(name) || !seen.add(name)) {
            return false;
        }
        return operations.get(name).steps().stream()
                .anyMatch(step -> wanted.test(step) || step.is("call") && anyStep(step.target(), seen, wanted));
    }
}
