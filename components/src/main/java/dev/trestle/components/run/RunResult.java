package dev.trestle.components.run;

import dev.trestle.components.check.Finding;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What came of a run.
 *
 * @param report the measurements
 * @param verdicts one per requirement, in the order of the brief
 * @param findings flaws seen without running
 * @param wallSeconds how long it took here; the only part that is not fixed by the seed
 */
public record RunResult(Report report, List<Verdict> verdicts, List<Finding> findings, double wallSeconds) {
    /** Wall-clock seconds until every requirement was decided; nothing when one was not, or there was none. */
    public OptionalDouble verdictSeconds() {
        boolean decided = !verdicts.isEmpty()
                && verdicts.stream().noneMatch(verdict -> verdict.status() == Verdict.Status.UNSURE);
        return decided ? OptionalDouble.of(wallSeconds) : OptionalDouble.empty();
    }
}
