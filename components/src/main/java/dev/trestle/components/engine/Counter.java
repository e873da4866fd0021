package dev.trestle.components.engine;

/** A named number that one node counts up, such as hits or evictions; it appears in frames and reports by itself. */
public final class Counter {
    /** Its name in the report, such as {@code evictions}. */
    public final String name;

    public long value;

    Counter(String name) {
        this.name = name;
    }
}
