package dev.trestle.components.kind;

/** A node of which some settings can change while it runs: those whose {@link Param#tunable} says so. */
public interface Tunable {
    /**
     * From now on the node works by these settings; of all but the tunable ones they are what they were. Whoever is at work
     * is not disturbed. The texts have been checked.
     */
    void tune(Settings settings);
}
