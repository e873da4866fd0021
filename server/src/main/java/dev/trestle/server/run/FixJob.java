package dev.trestle.server.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.fix.Fixes;
import dev.trestle.components.fix.Search;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.db.RunRepository;
import dev.trestle.server.report.FixJson;
import dev.trestle.server.session.Rooms;
import dev.trestle.server.web.Json;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search for the smallest fix of a run that is done: runs its board once more, then the changed boards, and adds what it
 * finds to the stored report.
 */
final class FixJob implements RunDesk.Job {
    private static final Logger LOG = LoggerFactory.getLogger(FixJob.class);

    private final dev.trestle.db.Run row;
    private final Options options;
    private final RunRepository runs;
    private final Rooms rooms;
    private final Beat beat = new Beat();

    /** @param row the stored run, done */
    FixJob(dev.trestle.db.Run row, Options options, RunRepository runs, Rooms rooms) {
        this.row = row;
        this.options = options;
        this.runs = runs;
        this.rooms = rooms;
    }

    /** The name of the job of a run at the desk. */
    static String name(String run) {
        return run + "/fixes";
    }

    @Override
    public void work(BooleanSupplier cancelled) {
        tell("running", 0, 0);
        try {
            Board board = BoardJson.parse(row.board());
            RunResult base = Run.of(board, options).execute((progress, frame) -> !cancelled.getAsBoolean());
            Fixes fixes = cancelled.getAsBoolean()
                    ? null
                    : Search.of(board, base, options, (done, of) -> {
                        show(done, of);
                        return !cancelled.getAsBoolean();
                    });
            if (fixes == null || fixes.tried() == 0 && cancelled.getAsBoolean()) {
                tell("cancelled", 0, 0);
                return;
            }
            ObjectNode report = (ObjectNode) Json.stored(row.report());
            report.set("fixes", FixJson.of(fixes));
            runs.amend(row.sessionId(), row.id(), report.toString());
            tell("done", fixes.tried(), fixes.possible());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("the search for fixes of run {} of session {} failed", row.id(), row.sessionId(), e);
            tell("failed", 0, 0);
        }
    }

    @Override
    public void dropped() {
        tell("cancelled", 0, 0);
    }

    /** Says that the search waits for its turn. */
    void queued() {
        tell("queued", 0, 0);
    }

    private void show(int done, int of) {
        if (beat.isDue()) {
            rooms.show(row.sessionId(), "fixes", FrameJson.fixes(row.id(), "running", done, of));
        }
    }

    private void tell(String state, int done, int of) {
        rooms.send(row.sessionId(), FrameJson.fixes(row.id(), state, done, of));
    }
}
