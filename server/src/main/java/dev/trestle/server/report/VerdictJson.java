package dev.trestle.server.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.verdict.Detail;
import dev.trestle.components.verdict.Detail.Flip;
import dev.trestle.components.verdict.Loss;
import dev.trestle.components.verdict.Recovery;
import java.util.List;

/** What a verdict rests on beyond its figure, as fields of its own: {@code losses}, {@code loads} or {@code returns}. */
final class VerdictJson {
    private VerdictJson() {}

    static void details(ObjectNode json, Detail detail) {
        if (detail instanceof Detail.Survived survived) {
            survived(json, survived);
        } else if (detail instanceof Detail.Limits limits) {
            ArrayNode loads = json.putArray("loads");
            limits.tried()
                    .forEach(step -> loads.addObject()
                            .put("factor", step.factor())
                            .put("verdict", step.status().word()));
            flips(json.putArray("breaks"), limits.breaks());
        } else if (detail instanceof Detail.Recovered recovered) {
            ArrayNode returns = json.putArray("returns");
            recovered.returns().forEach(each -> back(returns.addObject(), each));
        }
    }

    private static void survived(ObjectNode json, Detail.Survived survived) {
        json.put("lossesAsked", survived.asked());
        survived.alone().forEach(json.putArray("singlePoints")::add);
        ArrayNode losses = json.putArray("losses");
        for (Detail.Tried tried : survived.tried()) {
            Loss loss = tried.loss();
            ObjectNode object = losses.addObject().put("what", loss.what());
            if (loss.node() != null) object.put("node", loss.node());
            if (loss.instance() > 0) object.put("instance", loss.instance());
            if (loss.area() != null) object.put("area", loss.area());
            if (loss.alike() > 1) object.put("alike", loss.alike());
            if (loss.area() != null) loss.alone().forEach(object.putArray("alone")::add);
            flips(object.putArray("flips"), tried.flips());
            if (!tried.unsure().isEmpty()) flips(object.putArray("unsure"), tried.unsure());
        }
    }

    private static void flips(ArrayNode array, List<Flip> flips) {
        for (Flip flip : flips) {
            ObjectNode json = array.addObject()
                    .put("id", flip.after().id())
                    .put("requirement", flip.after().requirement());
            ReportJson.put(json, "before", flip.before().measured());
            ReportJson.put(json, "after", flip.after().measured());
            json.put("says", flip.line()).put("because", flip.after().because());
            if (flip.after().node() != null) json.put("node", flip.after().node());
        }
    }

    private static void back(ObjectNode json, Recovery.Return back) {
        json.put("what", back.what())
                .put("ended", back.endSeconds())
                .put("watched", back.watchedSeconds())
                .put("notBack", back.out());
        ArrayNode seconds = json.putArray("seconds");
        back.seconds().stream().filter(Double::isFinite).forEach(seconds::add);
        levels(json.putObject("before"), back.before());
        levels(json.putObject("last"), back.last());
    }

    private static void levels(ObjectNode json, Recovery.Levels levels) {
        json.put("errors", levels.errors()).put("p99", levels.p99()).put("inside", levels.inside());
    }
}
