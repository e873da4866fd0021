package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Phase;
import dev.trestle.components.check.Finding;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.FaultLane;
import dev.trestle.components.load.Script;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.estimator.quantity.BadText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One replication of a board that somebody plays by hand: it goes on to the simulated time that it is told, and takes faults,
 * loads and settings in between.
 *
 * <p>Whatever is done to it is a line of its script, at the time of its phase at which it was done. The {@link #record} is
 * the board with that script: {@link Options#alone alone} and with the same seed it runs to the same report, to the last bit.
 * The script's last phase goes on until somebody ends the run, if its load is level. Frames go to the watcher as they are
 * taken. For one thread at a time.
 */
public final class LiveRun {
    /** Simulated times of advances and interventions are whole multiples of this. */
    public static final double STEP_SECONDS = 0.01;
    /** How long a live run goes on at most: what is still drawn in frames of a few seconds. */
    public static final double MOST_SECONDS = 3_600;

    private static final long STEP_NANOS = 10_000_000;
    private static final double NANOS = 1e9;
    /** By hand a factor on the load of a phase goes on in the next one. */
    private static final Fault.Kind LOAD = Fault.Kind.TRAFFIC;

    private final Options options;
    private final Consumer<Frame> watcher;
    private final long began = System.nanoTime();
    private final Budget budget;
    private Board board;
    private Run run;
    private Replayer replayer;
    private int phase;
    private long phaseStart;
    private long now;
    private boolean ended;
    private boolean muted;
    /** The factor on the load that is in force by hand; null for none. */
    private Fault load;

    private LiveRun(Board board, Options options, Consumer<Frame> watcher) {
        this.options = options;
        this.watcher = watcher;
        this.board = prolonged(board);
        run = Run.of(this.board, options);
        budget = new Budget(options, began);
        begin();
    }

    /**
     * Checks and compiles a board and builds its first replication; no time has passed then.
     *
     * @param options of which only seed and budget matter
     * @param watcher gets every frame
     * @throws Refused when the check finds errors
     */
    public static LiveRun of(Board board, Options options, Consumer<Frame> watcher) {
        return new LiveRun(board, options.alone(), watcher);
    }

    /** The board with its script written out, and time enough in its last phase. */
    private static Board prolonged(Board board) {
        if (board.script().values().stream()
                .anyMatch(phase -> phase.faults().stream().anyMatch(LiveRun::stops))) {
            return board;
        }
        Map<String, Phase> script = new LinkedHashMap<>(board.script());
        if (script.isEmpty()) {
            for (ScriptPhase each : Script.USUAL.phases()) {
                String order = String.valueOf((char) ('a' + script.size()));
                script.put(each.id(), new Phase(order, each.name(), seconds(each.lengthNanos()), "peak", List.of()));
            }
        }
        String last = null;
        double before = 0;
        double length = 0;
        for (Map.Entry<String, Phase> each : script.entrySet()) {
            last = each.getKey();
            before += length;
            try {
                length = Script.length(each.getValue().duration()) / NANOS;
            } catch (BadText bad) {
                // The check has a finding of its own for it.
                return board;
            }
        }
        Phase end = script.get(last);
        if (before + length < MOST_SECONDS && (end.load() == null || !end.load().contains("ramp"))) {
            String rest = seconds(Math.round((MOST_SECONDS - before) * NANOS));
            script.put(last, new Phase(end.order(), end.phase(), rest, end.load(), end.faults()));
        }
        return new Board(board.title(), board.brief(), board.design(), script);
    }

    private static boolean stops(String line) {
        return line.trim().startsWith("stop");
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + " s";
    }

    private void begin() {
        replayer = new Replayer(run.plan(), options.seed(), 0, budget, (replication, share, frame) -> {
            if (!muted) {
                watcher.accept(frame);
            }
        });
        replayer.evenFrames(Cadence.USUAL_NANOS);
        phase = 0;
        phaseStart = 0;
        now = 0;
        replayer.enter(0);
        replayer.open(0);
    }

    public Plan plan() {
        return run.plan();
    }

    /** Simulated seconds so far. */
    public double seconds() {
        return now / NANOS;
    }

    /** The name of the phase that is played. */
    public String phase() {
        return phases().get(phase).name();
    }

    /** Whether it cannot go on: the script is at its end, or the budget. */
    public boolean ended() {
        return ended;
    }

    /** Goes on to that simulated time, rounded down to a whole step, unless it ends before. */
    public void advance(double seconds) {
        long until = (long) (seconds * NANOS / STEP_NANOS + 1e-6) * STEP_NANOS;
        goTo(until, true);
    }

    /** @param first whether nobody has played this before: then a factor on the load is carried on over phases */
    private void goTo(long until, boolean first) {
        while (now < until && !ended) {
            long end = phaseStart + phases().get(phase).lengthNanos();
            replayer.goOn(Math.min(until, end) - now);
            now = Math.min(until, end);
            ended = replayer.stopped() || replayer.over();
            if (!ended && now == end) {
                next(first);
            }
        }
    }

    private void next(boolean first) {
        if (phase + 1 == phases().size()) {
            ended = true;
            return;
        }
        phase++;
        phaseStart = now;
        replayer.shut();
        if (first && load != null) {
            load = load.at(0).lasting(-1);
            write(with(phase, load));
        }
        replayer.enter(phase);
        replayer.open(phase);
    }

    private List<ScriptPhase> phases() {
        return Script.of(board.script()).phases();
    }

    /**
     * Does something to the run now: a fault as a script has it, or a setting, such as {@code crash cache for 10 s}.
     *
     * @throws BadText when it cannot be read, or is not for a run that goes on
     * @throws Refused when it names what is not there
     */
    public void inject(String line) {
        Fault fault = Fault.parse(line);
        if (fault.startNanos() != 0) {
            throw new BadText(line, 0, "what is done by hand begins now: leave out the time at which");
        }
        if (fault.kind() == Fault.Kind.CHAOS || fault.kind() == Fault.Kind.STOP) {
            throw new BadText(line, 0, "that stands in a script before the run begins, and is not done by hand");
        }
        if (fault.kind() == LOAD) {
            load(fault.amount());
            return;
        }
        intervene(with(phase, fault.at(now - phaseStart)));
    }

    /** Clients ask so many times as often as the script says from now on: above 0, and 1 for what it says itself. */
    public void load(double factor) {
        Board changed = board;
        if (load != null) {
            changed = ended(changed, load);
        }
        Fault wanted = factor == 1
                ? null
                : Fault.parse("traffic " + BigDecimal.valueOf(factor).toPlainString() + "x");
        if (wanted != null) {
            wanted = wanted.at(now - phaseStart);
            changed = with(changed, phase, wanted);
        }
        intervene(changed);
        load = wanted;
    }

    /**
     * What goes on and may be ended by hand.
     *
     * @param line what {@link #end} is told
     * @param what the same without its times
     * @param since when it began, in simulated seconds
     */
    public record Open(String line, String what, double since) {}

    /** What of this phase goes on until somebody ends it, or the phase does. */
    public List<Open> open() {
        List<Fault> begun = phases().get(phase).faults().stream()
                .filter(fault -> fault.startNanos() <= now - phaseStart)
                .toList();
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < begun.size(); i++) {
            Fault fault = begun.get(i);
            boolean over = begun.stream()
                    .anyMatch(other -> other != fault && other.ends(fault) && other.startNanos() >= fault.startNanos());
            if (mayEnd(fault) && !over) {
                double since = (phaseStart + fault.startNanos()) / NANOS;
                open.add(new Open(fault.toString(), fault.at(0).toString(), since));
            }
        }
        return open;
    }

    private static boolean mayEnd(Fault fault) {
        boolean lasts = fault.ends() || fault.kind() == Fault.Kind.CRASH || fault.kind() == Fault.Kind.SET;
        return lasts && fault.kind() != Fault.Kind.CHAOS && fault.lengthNanos() < 0;
    }

    /** The factor on the load that is in force by hand; 1 where there is none. */
    public double load() {
        return load == null ? 1 : load.amount();
    }

    /** Ends now what was begun by such a line in this phase and is still in force; false where there is no such line. */
    public boolean end(String line) {
        Fault fault = Fault.parse(line);
        if (!mayEnd(fault) || !phases().get(phase).faults().contains(fault)) {
            return false;
        }
        intervene(ended(board, fault));
        load = fault.equals(load) ? null : load;
        return true;
    }

    /** The board with a fault ended now; one that has not lasted at all never was. */
    private Board ended(Board of, Fault fault) {
        String id = phases().get(phase).id();
        Phase before = of.script().get(id);
        List<String> lines = new ArrayList<>(before.faults());
        long lasted = now - phaseStart - fault.startNanos();
        int at = 0;
        while (!Fault.parse(lines.get(at)).equals(fault)) {
            at++;
        }
        if (lasted == 0) {
            lines.remove(at);
        } else {
            lines.set(at, fault.lasting(lasted).toString());
            replayer.faults().amend(fault, fault.lasting(lasted));
        }
        return with(of, id, lines);
    }

    private Board with(int number, Fault fault) {
        return with(board, number, fault);
    }

    private Board with(Board of, int number, Fault fault) {
        String id = phases().get(number).id();
        List<String> lines = new ArrayList<>(of.script().get(id).faults());
        lines.add(fault.toString());
        return with(of, id, lines);
    }

    private static Board with(Board of, String id, List<String> lines) {
        Map<String, Phase> script = new LinkedHashMap<>(of.script());
        Phase phase = script.get(id);
        script.put(id, new Phase(phase.order(), phase.phase(), phase.duration(), phase.load(), lines));
        return new Board(of.title(), of.brief(), of.design(), script);
    }

    /** Takes a changed script when a check has nothing against it. */
    private void intervene(Board changed) {
        if (ended) {
            throw new IllegalStateException("the run is over");
        }
        Run checked = Run.of(changed, options);
        boolean room = true;
        for (PlanNode node : checked.plan().nodes()) {
            PlanNode had = run.plan().nodes().get(node.index());
            room &= had.kind().readied(had.settings()) >= node.kind().readied(node.settings());
        }
        board = changed;
        if (room) {
            replayer.amend(phase, phases().get(phase));
        } else {
            again(checked);
        }
    }

    /**
     * Instances for which there is no room yet: the record so far is played again, with room for them. They are not at work
     * before they are set, so that what has been seen stays as it was.
     */
    private void again(Run wider) {
        long until = now;
        run = wider;
        muted = true;
        begin();
        goTo(until, false);
        muted = false;
    }

    private void write(Board changed) {
        board = changed;
        replayer.amend(phase, phases().get(phase));
    }

    /** The board with the script as it has been played so far, and as it would go on. */
    public Board record() {
        return board;
    }

    /** From when to when what the script says, what was done by hand included, is in force. */
    public List<FaultLane> lanes() {
        return FaultLane.of(Script.of(board.script()));
    }

    /** A hash over every event so far. */
    long digest() {
        return replayer.assembly().engine().digest();
    }

    /** Ends the run here: lets the requests that were made end, measures and judges. To be called once, as the last. */
    public Result finish() {
        replayer.shut();
        ended = true;
        board = cut();
        replayer.settle();
        boolean more = true;
        while (more) {
            more = replayer.turn();
        }
        Run recorded = Run.of(board, options);
        List<Finding> findings = recorded.checked();
        return new Result(board, recorded.measured(replayer.finish().ofSeconds(now / NANOS), budget, began), findings);
    }

    /**
     * The board with a script that ends now: its last phase as long as it was played, which is as it was where nothing
     * depends on how long a phase is; else with a line that says where to stop.
     */
    private Board cut() {
        ScriptPhase last = phases().get(phase);
        long played = now - phaseStart;
        if (phases().stream().anyMatch(ScriptPhase::last)) {
            return board;
        }
        if (played == 0
                || asksForMore()
                || !last.load().start().equals(last.load().end())) {
            return with(phase, Fault.parse("stop").at(played));
        }
        Map<String, Phase> script = new LinkedHashMap<>();
        for (ScriptPhase each : phases().subList(0, phase + 1)) {
            script.put(each.id(), board.script().get(each.id()));
        }
        Phase said = script.get(last.id());
        List<String> begun = said.faults().stream()
                .filter(line -> Fault.parse(line).startNanos() < played)
                .toList();
        script.put(last.id(), new Phase(said.order(), said.phase(), seconds(played), said.load(), begun));
        return new Board(board.title(), board.brief(), board.design(), script);
    }

    /** Whether a requirement names a phase that was not reached: then the script has to keep it. */
    private boolean asksForMore() {
        List<String> reached =
                phases().subList(0, phase + 1).stream().map(ScriptPhase::name).toList();
        return board.brief().requirements().values().stream()
                .map(line -> Requirement.parse(line.is()).phase())
                .anyMatch(name -> name != null && !reached.contains(name));
    }

    /** How a live run ended: the board that says so, and what it measured. */
    public record Result(Board record, RunResult measured, List<Finding> findings) {}
}
