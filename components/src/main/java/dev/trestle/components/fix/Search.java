package dev.trestle.components.fix;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Edit;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Refused;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.SideBySide;
import dev.trestle.components.verdict.Detail;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.components.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks for the smallest fix of a board that missed something: tries one-step changes, each in a run of its own under the same
 * seed, and keeps those that meet a requirement which was missed and break none that was met.
 *
 * <p>Nothing is foretold: what was not run is not in the result. Changes are run side by side, one thread each; what is
 * found does not depend on how many, unless time runs out.
 */
public final class Search {
    /** Changes that are tried at most; those at the nodes that verdicts blame come first. */
    public static final int MOST = 60;

    /** A changed board may take this many times the events of the board as it is. */
    private static final long TIMES = 4;

    private static final long FEWEST_EVENTS = 8_000_000;

    /** Somebody who is told after each change that was tried. */
    public interface Watcher {
        /** Nobody looks, nobody cancels. */
        Watcher NOBODY = (done, of) -> true;

        /** So many of so many have been tried; false ends the search with what was found. */
        boolean tried(int done, int of);
    }

    private final Board board;
    private final RunResult base;
    private final Options options;
    private final Watcher watcher;
    private final Map<String, Verdict> before = new LinkedHashMap<>();
    private final Set<String> missed = new LinkedHashSet<>();
    private final List<String> leftOut = new ArrayList<>();
    /** Whether the bill is too high. */
    private final boolean saving;
    /** The board as its changes are run: not asked for what would take a sweep of runs and was met. */
    private final Board asked;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger done = new AtomicInteger();
    private final long endsNanos;

    private Search(Board board, RunResult base, Options options, Watcher watcher) {
        this.board = board;
        this.base = base;
        this.options = options;
        this.watcher = watcher;
        endsNanos = System.nanoTime() + options.wallNanos();
        for (Verdict verdict : base.verdicts()) {
            before.put(verdict.id(), verdict);
            if (verdict.status() == Verdict.Status.MISSED) {
                missed.add(verdict.id());
            }
        }
        saving = misses(requirement -> requirement instanceof Requirement.Cost);
        for (String id : before.keySet()) {
            // What saves money may take away what a loss would need.
            if (parsed(id).takesRuns() && !saving && !missed.contains(id)) {
                leftOut.add(id);
            }
        }
        asked = withoutLeftOut();
    }

    /**
     * @param base what came of the board, with the same seed and mode as {@code options}
     * @param options threads: changes that run side by side; wall time: of the whole search
     */
    public static Fixes of(Board board, RunResult base, Options options, Watcher watcher) {
        Search search = new Search(board, base, options, watcher);
        return search.missed.isEmpty() ? Fixes.NONE : search.run();
    }

    private Fixes run() {
        List<Change> all = changes();
        List<Change> changes = all.subList(0, Math.min(MOST, all.size()));
        List<Supplier<Tried>> attempts = new ArrayList<>();
        for (Change change : changes) {
            attempts.add(() -> attempt(change, changes.size()));
        }
        String failed = "a change could not be run with seed " + options.seed();
        try (SideBySide threads = new SideBySide(options.threads(), "search", failed)) {
            return fixes(all.size(), threads.all(attempts));
        } finally {
            over.set(true);
        }
    }

    /** A change that was run to its end, one that was refused (no verdicts), or one that was not run (null). */
    private record Tried(Change change, boolean refused, Map<String, Verdict> verdicts, double costPerMonth) {}

    private Tried attempt(Change change, int of) {
        if (over.get() || System.nanoTime() > endsNanos) {
            return null;
        }
        Tried tried = played(change);
        if (!over.get() && !watcher.tried(done.incrementAndGet(), of)) {
            over.set(true);
        }
        return tried;
    }

    /**
     * How many runs a change may take: as many as were made for the missed requirements that want losses or loads to be tried,
     * and as many again, since the first run of all is kept half of the events.
     */
    private long runs() {
        long further = 0;
        for (String id : missed) {
            Detail detail = before.get(id).detail();
            further += detail instanceof Detail.Survived survived ? 1 + survived.asked() : 0;
            further += detail instanceof Detail.Limits limits ? limits.tried().size() : 0;
        }
        return further == 0 ? 1 : 2 * (1 + further);
    }

    private Tried played(Change change) {
        long events = Math.min(
                options.eventBudget(),
                Math.max(FEWEST_EVENTS, TIMES * runs() * base.report().events()));
        long nanos = Math.max(1, endsNanos - System.nanoTime());
        try {
            RunResult result = Run.of(change.of(asked), options(events, nanos))
                    .execute((progress, frame) -> !over.get() && System.nanoTime() < endsNanos);
            boolean ended = over.get() || result.report().stoppedBy().equals("cancel");
            return ended ? null : tried(change, result);
        } catch (Refused refused) {
            return new Tried(change, true, Map.of(), 0);
        }
    }

    /** As the board was run, on one thread. */
    private Options options(long events, long nanos) {
        Options one = new Options(options.seed(), events, nanos, 1, options.mode());
        return options.replications() == 1 ? one.alone() : one;
    }

    private static Tried tried(Change change, RunResult result) {
        Map<String, Verdict> verdicts = new HashMap<>();
        result.verdicts().forEach(verdict -> verdicts.put(verdict.id(), verdict));
        return new Tried(change, false, verdicts, result.report().bill().perMonth());
    }

    private Board withoutLeftOut() {
        List<Edit> edits =
                leftOut.stream().map(id -> Edit.del("requirements", id)).toList();
        return new Change(edits, "", null).of(board);
    }

    private Fixes fixes(int possible, List<Tried> all) {
        List<Tried> tried =
                all.stream().filter(one -> one != null && !one.refused).toList();
        int refused =
                (int) all.stream().filter(one -> one != null && one.refused).count();
        Map<String, List<Fix>> working = new LinkedHashMap<>();
        Map<String, Fix> closest = new LinkedHashMap<>();
        for (String id : missed) {
            List<Fix> fixes = tried.stream()
                    .filter(this::breaksNothing)
                    .map(one -> fix(one, id))
                    .sorted(Comparator.comparingDouble(Fix::costPerMonth))
                    .toList();
            working.put(id, fixes.stream().filter(Fix::works).toList());
            if (working.get(id).isEmpty()) {
                fixes.stream()
                        .filter(fix -> fix.after().margin() > fix.before().margin())
                        .max(Comparator.comparingDouble(fix -> fix.after().margin()))
                        .ifPresent(fix -> closest.put(id, fix));
            }
        }
        return new Fixes(possible, tried.size(), refused, working, closest, List.copyOf(leftOut));
    }

    private boolean breaksNothing(Tried one) {
        return before.entrySet().stream()
                .filter(entry -> entry.getValue().status() == Verdict.Status.MET && !leftOut.contains(entry.getKey()))
                .allMatch(entry -> one.verdicts.get(entry.getKey()).status() == Verdict.Status.MET);
    }

    private Fix fix(Tried one, String id) {
        List<String> alsoMet = missed.stream()
                .filter(other -> !other.equals(id) && one.verdicts.get(other).status() == Verdict.Status.MET)
                .toList();
        double more = one.costPerMonth - base.report().bill().perMonth();
        return new Fix(one.change, before.get(id), one.verdicts.get(id), more, alsoMet);
    }

    private List<Change> changes() {
        List<String> nodes = nodes();
        boolean events = misses(requirement -> requirement.event() != null);
        boolean others = misses(requirement -> !(requirement instanceof Requirement.Cost));
        List<Change> more = others ? Changes.of(board, nodes, events, false) : List.of();
        List<Change> less = saving ? Changes.of(board, nodes, false, true) : List.of();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < Math.max(more.size(), less.size()); i++) {
            if (i < less.size()) {
                changes.add(less.get(i));
            }
            if (i < more.size()) {
                changes.add(more.get(i));
            }
        }
        return changes;
    }

    private boolean misses(Predicate<Requirement> which) {
        return missed.stream().map(this::parsed).anyMatch(which);
    }

    private Requirement parsed(String id) {
        return Requirement.parse(before.get(id).requirement());
    }

    /** All nodes: first those that verdicts blame, then those on the ways of what is too slow or fails, the busiest first. */
    private List<String> nodes() {
        Report report = base.report();
        Set<String> blamed = new LinkedHashSet<>();
        Set<String> ways = new LinkedHashSet<>();
        for (String id : missed) {
            blamed.add(before.get(id).node());
            ways.addAll(report.ways().getOrDefault(subject(parsed(id)), List.of()));
        }
        List<String> nodes = new ArrayList<>(board.design().nodes().keySet());
        nodes.sort(Comparator.<String, Boolean>comparing(id -> !blamed.contains(id))
                .thenComparing(id -> !ways.isEmpty() && !ways.contains(id))
                .thenComparing(id -> -pressure(report.nodes().get(id))));
        return nodes;
    }

    private static String subject(Requirement requirement) {
        if (requirement instanceof Requirement.Latency latency) {
            return latency.subject();
        }
        return requirement instanceof Requirement.Served served ? served.subject() : "";
    }

    private static double pressure(NodeResult node) {
        return node != null && node.pressure().isMeasured() ? node.pressure().value() : 0;
    }
}
