package dev.trestle.components.run;

import dev.trestle.components.load.Fault;
import dev.trestle.components.verdict.Loss;
import dev.trestle.components.verdict.Survival;
import dev.trestle.components.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tries losses, each in a run of its own with one thread, as many side by side as there are threads. How many are tried
 * within the events there are depends on the events of those before, in their order, so not on the number of threads.
 */
final class Sweep {
    /** Under a loss a run may need so many times the events that it needs without: queues, retries, elections. */
    private static final long MORE = 8;
    /** And so many in any case. */
    private static final long SOME = 1_000_000;

    private final Shortened script;
    private final Allowance allowance;
    private RunResult baseline;
    private boolean asked;

    Sweep(Shortened script, Allowance allowance) {
        this.script = script;
        this.allowance = allowance;
    }

    /** The verdicts under each of the losses, and without any. */
    Survival of(Losses losses) {
        List<Loss> order = List.copyOf(losses.found().keySet());
        List<String> notes = new ArrayList<>(losses.notes());
        notes.add(
                script.says() + "; each in runs of its own with the loss from the start of the first of these phases to"
                        + " the end, all under the same seed");
        List<Verdict> without = baseline();
        List<List<Verdict>> tried = without.isEmpty() ? List.of() : tried(losses, order);
        boolean all = tried.size() == order.size() && !without.isEmpty();
        return new Survival(order, without, tried, all ? "" : allowance.stoppedBy(), notes, null);
    }

    /** The run without a loss is made once for all scopes; nothing where it could not be. */
    private List<Verdict> baseline() {
        if (!asked) {
            asked = true;
            baseline = allowance.run(script.plain(), allowance.left(), allowance.threads());
            if (baseline != null) {
                allowance.spend(baseline.report().events());
            }
        }
        return baseline == null ? List.of() : baseline.verdicts();
    }

    private List<List<Verdict>> tried(Losses losses, List<Loss> order) {
        long most = Math.min(allowance.left(), MORE * baseline.report().events() + SOME);
        InOrder results = new InOrder(order.size());
        List<Supplier<Void>> runs = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            int number = i;
            Fault loss = losses.found().get(order.get(i));
            runs.add(() -> {
                results.put(number, allowance.run(script.under(loss), most, 1));
                return null;
            });
        }
        try (SideBySide threads = new SideBySide(allowance.threads(), "sweep", "a run under a loss failed")) {
            threads.all(runs);
        } catch (IllegalStateException e) {
            allowance.cancel();
            throw e;
        }
        return results.accepted();
    }

    /** Results as they come, paid for in their order: one counts when those before it have left some events. */
    private final class InOrder {
        private final List<RunResult> results = new ArrayList<>();
        private final boolean[] there;
        private final List<List<Verdict>> accepted = new ArrayList<>();
        private int next;

        InOrder(int count) {
            there = new boolean[count];
            for (int i = 0; i < count; i++) {
                results.add(null);
            }
        }

        synchronized void put(int number, RunResult result) {
            results.set(number, result);
            there[number] = true;
            while (next < there.length && there[next] && results.get(next) != null && allowance.left() > 0) {
                allowance.spend(results.get(next).report().events());
                accepted.add(results.get(next).verdicts());
                results.set(next++, null);
            }
        }

        synchronized List<List<Verdict>> accepted() {
            return List.copyOf(accepted);
        }
    }
}
