package dev.trestle.server.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.load.FaultLane;
import dev.trestle.components.measure.Frame;
import dev.trestle.server.web.Json;
import java.util.List;

/** The frames of the socket that tell of runs: states, live figures, verdicts. */
final class FrameJson {
    private FrameJson() {}

    /** A run's state: queued, running, done, failed, cancelled; {@code message} may be null. */
    static String state(String run, long seed, String state, double progress, String message) {
        ObjectNode json = state(run, seed, state, progress);
        if (message != null) json.put("message", message);
        return Json.print(json);
    }

    /** How far the search for fixes of a run is: queued, running, done, failed, cancelled; so many of so many were tried. */
    static String fixes(String run, String state, int done, int of) {
        return Json.print(Json.object()
                .put("k", "fixes")
                .put("run", run)
                .put("state", state)
                .put("done", done)
                .put("of", of));
    }

    /** The state of a run that is under way, for more to be added. */
    static ObjectNode running(String run, long seed, double progress) {
        return state(run, seed, "running", progress);
    }

    private static ObjectNode state(String run, long seed, String state, double progress) {
        ObjectNode json = Json.object().put("k", "run").put("run", run).put("state", state);
        return json.put("progress", Math.round(progress * 1000) / 1000.0).put("seed", seed);
    }

    /** Faults as lanes over charts, in seconds since the run began. */
    static ArrayNode lanes(List<FaultLane> lanes) {
        ArrayNode array = Json.array();
        for (FaultLane lane : lanes) {
            ObjectNode json = array.addObject().put("what", lane.what());
            if (lane.target() != null) json.put("target", lane.target());
            json.put("from", lane.from()).put("to", lane.to());
        }
        return array;
    }

    /** A snapshot to watch: columns in the order of {@code ids}; four significant digits are more than a screen shows. */
    static String figures(String run, Frame frame, List<String> ids) {
        ObjectNode json = Json.object().put("k", "frame").put("run", run);
        put(json, "sim", frame.simulatedSeconds());
        put(json, "of", frame.ofSeconds());
        json.put("phase", frame.phase());
        ObjectNode nodes = json.putObject("nodes");
        ids.forEach(nodes.putArray("ids")::add);
        column(nodes.putArray("rate"), frame.rate());
        column(nodes.putArray("util"), frame.utilization());
        ArrayNode queue = nodes.putArray("queue");
        for (long waiting : frame.queue()) queue.add(waiting);
        column(nodes.putArray("p99"), frame.p99());
        column(nodes.putArray("errors"), frame.errors());
        ObjectNode all = json.putObject("all");
        Frame.Users users = frame.users();
        put(all, "offered", users.offered());
        put(all, "completed", users.completed());
        put(all, "failed", users.failed());
        put(all, "p50", users.p50());
        put(all, "p95", users.p95());
        put(all, "p99", users.p99());
        return Json.print(json);
    }

    private static void column(ArrayNode column, double[] values) {
        for (double value : values) {
            if (Double.isFinite(value)) column.add(four(value));
            else column.addNull();
        }
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) json.put(name, four(value));
        else json.putNull(name);
    }

    private static double four(double value) {
        if (value == 0) return 0;
        double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
        return Math.round(value * scale) / scale;
    }
}
