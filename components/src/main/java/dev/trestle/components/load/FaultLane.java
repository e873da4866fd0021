package dev.trestle.components.load;

import java.util.ArrayList;
import java.util.List;

/**
 * From when to when a line of a script's faults is in force, in seconds since the script began: what is drawn over charts.
 *
 * @param what the fault as it is written, without its times
 * @param target what it hits; null where it hits the whole run
 * @param from when it begins
 * @param to when it ends: {@code from} for what happens at once, the end of the script for what stays
 */
public record FaultLane(String what, String target, double from, double to) {
    /** The lanes of a script whose phases last as it says, in its order. */
    public static List<FaultLane> of(Script script) {
        List<Fault> faults = new ArrayList<>();
        List<FaultLane> lanes = new ArrayList<>();
        double all = script.playedNanos() / 1e9;
        long start = 0;
        for (ScriptPhase phase : script.played()) {
            for (Fault fault : phase.faults()) {
                if (fault.kind() != Fault.Kind.STOP && fault.startNanos() < phase.playedNanos()) {
                    FaultLane lane = of(fault, phase, start / 1e9, all);
                    over(fault, lane.from(), faults, lanes);
                    faults.add(fault);
                    lanes.add(lane);
                }
            }
            start += phase.playedNanos();
        }
        return lanes;
    }

    private static FaultLane of(Fault fault, ScriptPhase phase, double start, double all) {
        double from = start + fault.startNanos() / 1e9;
        boolean stays = fault.kind() == Fault.Kind.CRASH || fault.kind() == Fault.Kind.SET;
        double to = !fault.ends()
                ? stays ? all : from
                : fault.lengthNanos() < 0 ? start + phase.playedNanos() / 1e9 : from + fault.lengthNanos() / 1e9;
        return new FaultLane(fault.at(0).lasting(-1).toString(), fault.target(), from, Math.min(all, to));
    }

    /** What has gone on until then is over, where a later fault says so. */
    private static void over(Fault later, double at, List<Fault> faults, List<FaultLane> lanes) {
        for (int i = 0; i < lanes.size(); i++) {
            FaultLane lane = lanes.get(i);
            if (later.ends(faults.get(i)) && lane.from() <= at && lane.to() > at) {
                lanes.set(i, new FaultLane(lane.what(), lane.target(), lane.from(), at));
            }
        }
    }
}
