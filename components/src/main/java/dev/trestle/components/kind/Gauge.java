package dev.trestle.components.kind;

import java.util.Locale;

/** What a run can measure of a node besides its calls. */
public enum Gauge {
    /** Share of its servers that is busy. */
    UTILIZATION,
    /** Calls or messages that wait. */
    QUEUE,
    /** How far what follows is behind: copies, consumers. */
    LAG,
    /** Share of reads that it answers from what it keeps. */
    HIT_RATIO;

    /** As requirements write it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
