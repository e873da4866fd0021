package dev.trestle.components.run;

import dev.trestle.components.measure.Frame;

/** Somebody who looks on while a board runs. Called from the threads of the replications; must not block. */
public interface Watcher {
    /** Nobody looks. */
    Watcher NOBODY = (progress, frame) -> true;

    /**
     * The run has got further.
     *
     * @param progress share of the run that is done, 0 to 1
     * @param frame a new frame of the first replication, or null
     * @return false to cancel the run
     */
    boolean frame(double progress, Frame frame);
}
