package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;

/**
 * How far reads of a replicated store are behind: by how many versions that had been acknowledged when the read came in
 * (k-staleness: Bailis et al., VLDB 2012). Counts the reads that are behind by at least so many.
 */
final class Staleness {
    private static final int[] VERSIONS = {1, 2, 3, 5, 10};
    private static final int MOST = VERSIONS[VERSIONS.length - 1];

    private final Counter[] behind = new Counter[VERSIONS.length];

    Staleness(Meter meter) {
        for (int i = 0; i < behind.length; i++) {
            behind[i] = meter.counter(i == 0 ? "stale" : "stale by " + VERSIONS[i]);
        }
    }

    /** A read ends with the version that it carries; the log says what was written. */
    void read(Call call, CommitLog log) {
        int versions = log.behind(call.subject, call.key, call.version, call.arrivedNanos, MOST);
        for (int i = 0; i < behind.length && versions >= VERSIONS[i]; i++) {
            behind[i].value++;
        }
    }
}
