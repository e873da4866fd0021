package dev.trestle.components.engine;

/**
 * How something is spread over the parts of a node, such as requests over shards or keys over the nodes of a ring; it
 * appears in reports by itself. A number for each part, that counts up ({@link #count}) or is read when it is reported.
 */
public final class Shares {
    /** The id of a node follows, up to a blank, a comma or the end: people know it by another name. */
    public static final String NODE = "@";

    /** What is spread, such as {@code requests}. */
    public final String what;

    private final String[] parts;
    private final Level level;
    private final long[] now;
    /** What was counted before the current stretch, and in stretches that count and are over. */
    private final long[] before;

    private final long[] kept;
    private boolean on;
    /** What {@link #of} was when somebody last {@link #mark marked} it. */
    private long[] marked;

    /** How much each part holds. */
    public interface Level {
        long of(int part);
    }

    /** @param level null where it counts up */
    Shares(String what, String[] parts, Level level) {
        this.what = what;
        this.parts = parts.clone();
        this.level = level;
        now = new long[parts.length];
        before = new long[parts.length];
        kept = new long[parts.length];
    }

    /** Names of parts that are alike, such as {@code edge 1}, {@code edge 2}. */
    public static String[] numbered(String each, int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = each + " " + (i + 1);
        }
        return names;
    }

    /** Names of the nodes at the ends of wires. */
    public static String[] ends(Wire[] wires) {
        String[] names = new String[wires.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = NODE + wires[i].to.id;
        }
        return names;
    }

    /** One more falls to that part. */
    public void count(int part) {
        now[part]++;
    }

    void measure(boolean counts) {
        for (int i = 0; i < now.length; i++) {
            kept[i] += on ? now[i] - before[i] : 0;
            before[i] = now[i];
        }
        on = counts;
    }

    /** What counts from now on may be {@link #takeBack taken back}. */
    void mark() {
        marked = new long[now.length];
        for (int i = 0; i < now.length && level == null; i++) {
            marked[i] = of(i);
        }
    }

    void takeBack() {
        System.arraycopy(marked, 0, kept, 0, kept.length);
        System.arraycopy(now, 0, before, 0, now.length);
    }

    public int parts() {
        return parts.length;
    }

    public String part(int part) {
        return parts[part];
    }

    /** Whether parts hold so many, rather than having been given so many while it counted. */
    public boolean level() {
        return level != null;
    }

    /** What fell to a part while it counted, or is there now. */
    public long of(int part) {
        return level != null ? level.of(part) : kept[part] + (on ? now[part] - before[part] : 0);
    }
}
