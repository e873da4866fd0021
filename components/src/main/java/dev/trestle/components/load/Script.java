package dev.trestle.components.load;

import dev.trestle.components.board.Phase;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The story of a run: phases in order, each with its length, load and faults. */
public record Script(List<ScriptPhase> phases) {
    /** What runs where a board has no script: a warm-up and a steady phase at peak. */
    public static final Script USUAL = new Script(List.of(
            new ScriptPhase("warm-up", ScriptPhase.WARM_UP, 5_000_000_000L, Load.PEAK, List.of()),
            new ScriptPhase("steady", "steady", 20_000_000_000L, Load.PEAK, List.of())));

    public Script {
        phases = List.copyOf(phases);
    }

    /**
     * Parses the phases of a board, which come in their order.
     *
     * @throws BadText when a length, load or fault cannot be read
     */
    public static Script of(Map<String, Phase> board) {
        if (board.isEmpty()) {
            return USUAL;
        }
        List<ScriptPhase> phases = new ArrayList<>();
        board.forEach((id, phase) -> phases.add(new ScriptPhase(
                id,
                phase.phase() == null ? id : phase.phase(),
                length(phase.duration()),
                Load.parse(phase.load()),
                phase.faults().stream().map(Fault::parse).toList())));
        return new Script(phases);
    }

    /** The phases that are played: up to the one in which the run is stopped. */
    public List<ScriptPhase> played() {
        List<ScriptPhase> played = new ArrayList<>();
        for (ScriptPhase phase : phases) {
            played.add(phase);
            if (phase.last()) {
                break;
            }
        }
        return played;
    }

    /** The values that are given to settings of a node meanwhile, by setting. */
    public Map<String, List<String>> settings(String node) {
        Map<String, List<String>> settings = new HashMap<>();
        for (ScriptPhase phase : phases) {
            for (Fault fault : phase.faults()) {
                if (fault.kind() == Fault.Kind.SET && fault.target().equals(node)) {
                    settings.computeIfAbsent(fault.other(), any -> new ArrayList<>())
                            .add(fault.value());
                }
            }
        }
        return settings;
    }

    /** How long all of it takes, in nanoseconds. */
    public long playedNanos() {
        return played().stream().mapToLong(ScriptPhase::playedNanos).sum();
    }

    /** The length of a phase in nanoseconds; throws BadText unless it is a nanosecond to a day. */
    public static long length(String text) {
        if (text == null) {
            throw new BadText("", 0, "a phase needs a length such as 30 s");
        }
        double seconds = Quantity.seconds(text);
        if (!(seconds >= 0.5e-9) || seconds > 86_400) {
            throw new BadText(text, 0, "a phase lasts 1 ns at least and at most 1 day");
        }
        return Math.round(seconds * 1e9);
    }
}
