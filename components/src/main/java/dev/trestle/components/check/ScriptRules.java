package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Phase;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.Load;
import dev.trestle.components.load.Script;
import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Rules of the script: phases last, their loads and faults can be read and name what exists. */
final class ScriptRules {
    /** Books of each operation in each phase that a run can keep. */
    private static final int MOST_BOOKS = 800;
    /** Random failures of a phase that each replication can hold: their times are drawn when the phase begins. */
    private static final int MOST_FAILURES = 100_000;

    private final Board board;
    private final Parts parts;
    private final List<Finding> found;
    private final Map<String, String> names = new HashMap<>();

    ScriptRules(Board board, Parts parts, List<Finding> found) {
        this.board = board;
        this.parts = parts;
        this.found = found;
    }

    void check() {
        int operations = Math.max(1, board.brief().operations().size());
        if (operations > MOST_BOOKS) {
            found.add(Finding.error(
                    "too-many",
                    "brief.operations",
                    "the brief has " + operations + " operations, and a run keeps books for " + MOST_BOOKS,
                    "leave out those that nobody asks about"));
        } else if ((long) board.script().size() * operations > MOST_BOOKS) {
            found.add(Finding.error(
                    "too-many-phases",
                    "script",
                    "the script has " + board.script().size() + " phases, and a run keeps books for "
                            + MOST_BOOKS / operations,
                    "join phases with the same load"));
        }
        board.script().forEach((id, phase) -> {
            long length = checkLength(id, phase);
            checkName(id, phase);
            checkLoad(id, phase);
            double failures = 0;
            for (int i = 0; i < phase.faults().size(); i++) {
                String at = path(id) + ".faults[" + i + "]";
                Fault fault = checkFault(at, phase.faults().get(i), length);
                failures += fault == null ? 0 : failures(fault, length);
                if (failures > MOST_FAILURES) {
                    found.add(Finding.error(
                            "bad-fault",
                            at,
                            "that makes more than " + MOST_FAILURES
                                    + " failures in one phase, which is more than a run plays",
                            "let them happen less often, or make the phase shorter"));
                    break;
                }
            }
        });
    }

    private static String path(String phase) {
        return "script." + phase;
    }

    /** The length in nanoseconds; -1 when it cannot be read. */
    private long checkLength(String id, Phase phase) {
        String at = path(id) + ".for";
        if (phase.duration() == null || phase.duration().isBlank()) {
            found.add(Finding.error(
                    "phase-length", at, "the phase " + phase.phase() + " has no length", "write a time such as 60 s"));
            return -1;
        }
        try {
            return Script.length(phase.duration());
        } catch (BadText bad) {
            found.add(Finding.error("phase-length", at, bad.getMessage(), "write a time such as 60 s"));
            return -1;
        }
    }

    private void checkName(String id, Phase phase) {
        String other = names.putIfAbsent(phase.phase(), id);
        if (other != null) {
            found.add(Finding.info(
                    "phase-twice",
                    path(id) + ".phase",
                    "the phase " + other + " is called " + phase.phase() + " too",
                    "a requirement in it means both together; name them apart where it should mean one of them"));
        }
    }

    private void checkLoad(String id, Phase phase) {
        try {
            Load.parse(phase.load());
        } catch (BadText bad) {
            found.add(Finding.error(
                    "bad-load", path(id) + ".load", bad.getMessage(), "write a load such as peak or 1.5 * peak"));
        }
    }

    /** How many crashes the fault comes to on average; 0 where it is not random. */
    private double failures(Fault fault, long phaseNanos) {
        if (fault.kind() != Fault.Kind.CHAOS) {
            return 0;
        }
        double seconds = (fault.lengthNanos() < 0 ? phaseNanos : fault.lengthNanos()) / 1e9;
        if (fault.target() == null || parts.settings(fault.target()) == null) {
            return seconds / fault.amount();
        }
        int instances = parts.kind(fault.target()).instances(parts.settings(fault.target()));
        return instances * seconds / (fault.amount() + fault.repairSeconds());
    }

    /** The fault, or null when it cannot be read. */
    private Fault checkFault(String at, String line, long phaseNanos) {
        Fault fault;
        try {
            fault = Fault.parse(line);
        } catch (BadText bad) {
            found.add(Finding.error(
                    "bad-fault", at, bad.getMessage(), "write a fault such as crash cache at 5 s for 15 s"));
            return null;
        }
        boolean atEnd = fault.kind() == Fault.Kind.STOP && fault.startNanos() == phaseNanos;
        if (phaseNanos >= 0 && fault.startNanos() >= phaseNanos && !atEnd) {
            found.add(Finding.warning(
                    "fault-late",
                    at,
                    "\"" + line + "\" starts after its phase has ended",
                    "start it earlier, lengthen the phase, or move it to a later one"));
        }
        checkTarget(at, fault);
        return fault;
    }

    private void checkTarget(String at, Fault fault) {
        Set<String> nodes = board.design().nodes().keySet();
        Set<String> areas = board.design().areas().keySet();
        switch (fault.kind()) {
            case SLOW -> {
                if (!board.design().links().containsKey(fault.target())) {
                    known(at, "node", fault.target(), nodes);
                    checkInstance(at, fault);
                }
            }
            case CRASH, RECOVER, FLUSH, CORRUPT -> {
                known(at, "node", fault.target(), nodes);
                checkInstance(at, fault);
            }
            case DROP ->
                known(at, "link", fault.target(), board.design().links().keySet());
            case CUT -> {
                Set<String> both = new LinkedHashSet<>(nodes);
                both.addAll(areas);
                known(at, "node", fault.target(), both);
                known(at, "node", fault.other(), both);
            }
            case LOSE -> known(at, "area", fault.target(), areas);
            case CHAOS -> known(at, "node", fault.target(), nodes);
            case POISON -> known(at, "event", fault.target(), events());
            case FILL -> reachesDisks(at);
            case SET -> {
                known(at, "node", fault.target(), nodes);
                checkSetting(at, fault);
            }
            default -> {} // the others concern the whole run
        }
    }

    private void checkSetting(String at, Fault fault) {
        Kind kind = parts.kind(fault.target());
        Settings settings = parts.settings(fault.target());
        if (settings == null) {
            return;
        }
        Param param = kind.param(fault.other()).orElse(null);
        if (param == null || !param.tunable()) {
            found.add(Finding.error(
                            "setting-fixed",
                            at,
                            fault.other()
                                    + (param == null ? " is not a setting of " : " cannot change while a run goes on: ")
                                    + parts.named(fault.target()),
                            tunables(kind))
                    .at(fault.target()));
            return;
        }
        String refusal = param.refusal(fault.value());
        String flaw = refusal != null ? param.id() + " " + refusal : kind.fixed(settings, param);
        if (flaw == null) {
            List<String> flaws = new ArrayList<>(kind.check(settings.with(param.id(), fault.value())));
            flaws.removeAll(kind.check(settings));
            flaw = flaws.isEmpty() ? null : flaws.get(0);
        }
        if (flaw != null) {
            found.add(Finding.error("bad-setting", at, parts.named(fault.target()) + ": " + flaw, tunables(kind))
                    .at(fault.target()));
        }
    }

    private static String tunables(Kind kind) {
        List<String> names = kind.tunables().stream().map(Param::id).toList();
        return names.isEmpty()
                ? "none of its settings can change while a run goes on"
                : "what can change while it runs: " + String.join(", ", names);
    }

    private void reachesDisks(String at) {
        boolean any = board.design().nodes().keySet().stream()
                .anyMatch(
                        node -> parts.settings(node) == null || parts.kind(node).fillsDisks(parts.settings(node)));
        if (!any) {
            found.add(Finding.warning(
                    "fault-reaches-nothing",
                    at,
                    "no component of this design keeps anything on disks of its own that can be full",
                    "add a store or a durable broker, or take the fault out"));
        }
    }

    private void known(String at, String what, String name, Set<String> names) {
        if (name != null && !names.contains(name)) {
            found.add(Finding.error(
                    "unknown-" + what,
                    at,
                    "there is no " + what + " " + name + " on this board",
                    Known.remedy(name, what, names)));
        }
    }

    private void checkInstance(String at, Fault fault) {
        if (fault.instance() == 0 || fault.target() == null || parts.settings(fault.target()) == null) {
            return;
        }
        int instances = parts.kind(fault.target()).mostInstances(playedBy(fault.target()));
        if (fault.instance() > instances) {
            found.add(Finding.error(
                            "unknown-instance",
                            at,
                            parts.named(fault.target()) + " has no instance " + fault.instance(),
                            "its instances are 1 to " + instances)
                    .at(fault.target()));
        }
    }

    /** The settings of a node with what the script makes of them. */
    private Settings playedBy(String node) {
        try {
            Map<String, List<String>> later = Script.of(board.script()).settings(node);
            return new Settings(board.design().nodes().get(node).settings(), later);
        } catch (BadText bad) {
            // Its own line says so.
            return parts.settings(node);
        }
    }

    private Set<String> events() {
        Set<String> events = new LinkedHashSet<>();
        board.brief().operations().values().stream()
                .map(Operation::on)
                .filter(Objects::nonNull)
                .forEach(events::add);
        return events;
    }
}
