package dev.trestle.components.measure;

import java.util.List;

/**
 * A fault as it was in force in the first replication: what of the script really happened, and when.
 *
 * @param what the fault in the words of the script, without its times: "crash app instance 1"
 * @param target what the script names: a node, a link, an area or an event; null where the fault has no target
 * @param targets ids of the nodes, links and areas that it is about; empty where it is about all of the design
 * @param from simulated seconds on the books, as those of frames
 * @param to the same as from where it happens at one moment
 */
public record Incident(String what, String target, List<String> targets, double from, double to) {
    /** Keeps its own copy of the ids. */
    public Incident {
        targets = List.copyOf(targets);
    }
}
