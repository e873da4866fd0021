package dev.trestle.components.run;

import dev.trestle.components.measure.Recorder;

/**
 * When the next frame is due, in simulated nanoseconds on the books: at even distances as long as nothing changes; in a story
 * soon after each change, and less and less often as it lies further back. So a fault of seconds in a story of hours can be
 * seen, and so can what follows it.
 *
 * <p>There are never more than {@link #MOST} frames: where they become too many, each two are made one, and the distances
 * double for as long as the story lasts.
 */
final class Cadence {
    static final int MOST = 800;
    /** Frames of simulated time where nobody says otherwise: often enough to watch, few enough to keep. */
    static final long USUAL_NANOS = 250_000_000;

    private static final int USUAL = 400;
    /** After a change a frame may be as long as this part of the time since then. */
    private static final int PART = 16;
    /** Frames that a phase of a story has where nothing changes, and the fewest. */
    private static final int CALM = 100;

    private static final int FEWEST = 40;
    /** Frames that would follow each other if all of a phase were like the moment after a change. */
    private static final int FINEST = 4_000;
    /** A frame with fewer requests has no percentiles to speak of. */
    private static final double REQUESTS = 50;

    private static final double NANOS = 1e9;

    private final Recorder recorder;
    private final long usual;
    private long every;
    private long fine;
    private long changed = Long.MIN_VALUE / 2;
    private long last;
    private int taken;
    private boolean story;
    private boolean even;
    /** By how much distances have grown since the story began. */
    private long scale = 1;

    Cadence(Recorder recorder, long scriptNanos) {
        this.recorder = recorder;
        usual = Math.max(USUAL_NANOS, scriptNanos / USUAL);
        every(usual);
    }

    /** From now on a frame after each so many nanoseconds. */
    void every(long nanos) {
        every = Math.max(1, nanos);
        fine = every;
        last = recorder.playedNanos();
    }

    /** The same for good, stories included: what is played by hand has frames before anybody knows what happens next. */
    void always(long nanos) {
        every(nanos);
        even = true;
    }

    /** A phase of a story begins now, with that many requests per second at most. */
    void story(long lengthNanos, double perSecond) {
        if (even) {
            return;
        }
        if (!story && taken > MOST / 2) {
            halve();
        }
        story = true;
        double some = perSecond > 0 ? REQUESTS / perSecond * NANOS : lengthNanos;
        double seldom = Math.max(lengthNanos / (double) CALM, Math.min(some, lengthNanos / (double) FEWEST));
        every = distance(Math.min(usual, seldom));
        fine = Math.min(every, distance(Math.max(some, lengthNanos / (double) FINEST)));
    }

    private long distance(double nanos) {
        return Math.max(1, (long) Math.min(nanos, Long.MAX_VALUE / 4.0)) * scale;
    }

    /** A fault begins or ends now, or the load changes. True when the time before it is worth a frame that ends here. */
    boolean change() {
        changed = recorder.playedNanos();
        return story && changed - last >= fine;
    }

    /** When the next frame is due. */
    long next() {
        return last + Math.max(fine, Math.min(every, (last - changed) / PART));
    }

    /** A frame has been taken, or would have been. */
    void taken() {
        last = recorder.playedNanos();
        if (++taken == MOST) {
            halve();
            every *= 2;
            fine *= 2;
            scale *= story ? 2 : 1;
        }
    }

    private void halve() {
        recorder.halveFrames();
        taken /= 2;
    }
}
