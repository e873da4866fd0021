package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.measure.Frame;
import dev.trestle.db.Run;
import dev.trestle.server.session.Rooms;
import dev.trestle.server.web.Json;
import java.util.List;

/** What a room is told of one run. Who comes later is told how it stands, for as long as it goes on. */
record RunNews(Rooms rooms, Run row) {
    private static final String STATE = "run";
    private static final String FIGURES = "frame";

    /** Where it stands: queued, running, done, failed, cancelled; {@code message} may be null. */
    void tell(String state, double progress, String message) {
        String frame = FrameJson.state(row.id(), row.seed(), state, progress, message);
        if (state.equals("queued") || state.equals("running")) {
            rooms.send(row.sessionId(), STATE, row.id(), frame);
            return;
        }
        // In this order: a newcomer hears that it goes on and then that it has ended, or looks for its end itself.
        rooms.forget(row.sessionId(), STATE, row.id());
        rooms.forget(row.sessionId(), FIGURES, row.id());
        rooms.send(row.sessionId(), frame);
    }

    /** How far it is: only the newest counts. */
    void progress(double share) {
        String frame = FrameJson.state(row.id(), row.seed(), "running", share, null);
        rooms.show(row.sessionId(), STATE, row.id(), frame);
    }

    /** Where a live run stands. */
    void live(double progress, ObjectNode live) {
        ObjectNode frame = FrameJson.running(row.id(), row.seed(), progress);
        frame.set("live", live);
        rooms.show(row.sessionId(), STATE, row.id(), Json.print(frame));
    }

    void figures(Frame frame, List<String> nodes) {
        rooms.show(row.sessionId(), FIGURES, row.id(), FrameJson.figures(row.id(), frame, nodes));
    }

    /** The verdicts of its report. */
    void verdicts(JsonNode report) {
        ObjectNode verdicts = Json.object().put("k", "verdicts").put("run", row.id());
        ArrayNode list = verdicts.putArray("list");
        report.path("verdicts").forEach(list::add);
        rooms.send(row.sessionId(), Json.print(verdicts));
    }
}
