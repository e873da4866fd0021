package dev.trestle.server.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import dev.trestle.db.Run.State;
import dev.trestle.db.RunRepository;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.session.Rooms;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a session's board, from the queue to the stored report: tells the room how it goes, at most four times a
 * second however fast the engine is. The board is not touched; what was run is in the run's row.
 */
final class RunJob implements RunDesk.Job {
    private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);

    private final dev.trestle.db.Run row;
    private final Run run;
    private final RunRepository runs;
    private final RunNews news;
    private final Beat beat = new Beat();
    private final AtomicReference<Frame> newest = new AtomicReference<>();

    /** @param row the stored run, queued */
    RunJob(dev.trestle.db.Run row, Run run, RunRepository runs, Rooms rooms) {
        this.row = row;
        this.run = run;
        this.runs = runs;
        news = new RunNews(rooms, row);
    }

    @Override
    public void work(BooleanSupplier cancelled) {
        if (!runs.start(row.sessionId(), row.id(), Instant.now())) return;
        tell("running", 0, null);
        List<String> nodes = run.plan().nodes().stream().map(PlanNode::id).toList();
        try {
            RunResult result = run.execute(watcher(nodes, cancelled));
            if (cancelled.getAsBoolean()) {
                dropped();
            } else {
                finish(result, nodes);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("run {} of session {} failed, seed {}", row.id(), row.sessionId(), row.seed(), e);
            String words = "The run failed (seed " + row.seed() + ", revision " + row.seq() + "). This is our mistake.";
            runs.stop(row.sessionId(), row.id(), State.FAILED, words, Instant.now());
            tell("failed", 1, words);
        }
    }

    @Override
    public void dropped() {
        runs.stop(row.sessionId(), row.id(), State.CANCELLED, null, Instant.now());
        tell("cancelled", 1, null);
    }

    /** Says that the run waits for its turn. */
    void queued() {
        tell("queued", 0, null);
    }

    private Watcher watcher(List<String> nodes, BooleanSupplier cancelled) {
        return (progress, frame) -> {
            if (frame != null) newest.set(frame);
            if (beat.isDue()) {
                news.progress(progress);
                show(nodes);
            }
            return !cancelled.getAsBoolean();
        };
    }

    private void show(List<String> nodes) {
        Frame frame = newest.getAndSet(null);
        if (frame != null) news.figures(frame, nodes);
    }

    private void finish(RunResult result, List<String> nodes) {
        ObjectNode report = ReportJson.of(result);
        if (!runs.finish(row.sessionId(), row.id(), report.toString(), Instant.now())) return;
        show(nodes);
        news.verdicts(report);
        tell("done", 1, null);
    }

    private void tell(String state, double progress, String message) {
        news.tell(state, progress, message);
    }
}
