package dev.trestle.server.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Incident;
import dev.trestle.components.measure.Report;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The course of the first replication in a report: one object for each frame, {@code all} as users saw it and each
 * node by id. Four significant digits: it is drawn, nothing is computed from it.
 */
final class TimelineJson {
    /** Node figures in a report at most: with them, a design of 500 nodes stays below the 2 MiB of a result. */
    private static final int MOST_FIGURES = 10_000;

    private static final MathContext FOUR = new MathContext(4);

    private TimelineJson() {}

    static void write(ObjectNode json, Report report) {
        List<Frame> frames = report.timeline();
        List<String> ids = List.copyOf(report.nodes().keySet());
        int step = Math.max(1, (frames.size() * ids.size() + MOST_FIGURES - 1) / MOST_FIGURES);
        faults(json.putArray("faults"), report.faults());
        ArrayNode timeline = json.putArray("timeline");
        for (int i = step - 1; i < frames.size(); i += step) {
            frame(timeline.addObject(), frames.get(i), ids);
        }
    }

    private static void faults(ArrayNode json, List<Incident> faults) {
        for (Incident fault : faults) {
            ObjectNode one = json.addObject().put("what", fault.what());
            if (fault.target() != null) one.put("target", fault.target());
            fault.targets().forEach(one.putArray("targets")::add);
            one.put("from", fault.from()).put("to", fault.to());
        }
    }

    private static void frame(ObjectNode json, Frame frame, List<String> ids) {
        put(json, "at", frame.simulatedSeconds());
        json.put("phase", frame.phase());
        Frame.Users users = frame.users();
        ObjectNode all = json.putObject("all");
        put(all, "offered", users.offered());
        put(all, "completed", users.completed());
        put(all, "failed", users.failed());
        put(all, "p50", users.p50());
        put(all, "p95", users.p95());
        put(all, "p99", users.p99());
        ObjectNode nodes = json.putObject("nodes");
        for (int n = 0; n < ids.size() && n < frame.rate().length; n++) {
            ObjectNode node = nodes.putObject(ids.get(n));
            put(node, "rate", frame.rate()[n]);
            put(node, "utilization", frame.utilization()[n]);
            node.put("queue", frame.queue()[n]);
            put(node, "p99", frame.p99()[n]);
            put(node, "lagP50", frame.lags().p50()[n]);
            put(node, "lagP99", frame.lags().p99()[n]);
            if (frame.errors()[n] > 0) put(node, "errors", frame.errors()[n]);
        }
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value))
            json.put(name, new BigDecimal(value).round(FOUR).doubleValue());
    }
}
