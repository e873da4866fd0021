package dev.trestle.components.run;

import dev.trestle.components.check.Finding;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Verdict;
import java.util.List;

/**
 * What came of a run.
 *
 * @param report the measurements
 * @param verdicts one per requirement, in the order of the brief
 * @param findings flaws seen without running
 * @param wallSeconds how long it took here; the only part that is not fixed by the seed
 */
public record RunResult(Report report, List<Verdict> verdicts, List<Finding> findings, double wallSeconds) {}
