package dev.trestle.server.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.Edit;
import dev.trestle.components.fix.Fix;
import dev.trestle.components.fix.Fixes;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.server.web.Json;

/**
 * What a search for the smallest fix found, as the field {@code fixes} of a report: how much was tried, what works ({@code
 * list}, the cheapest first of each requirement), and where nothing does, what comes {@code closest}.
 */
public final class FixJson {
    private FixJson() {}

    public static ObjectNode of(Fixes fixes) {
        ObjectNode json = Json.object()
                .put("possible", fixes.possible())
                .put("tried", fixes.tried())
                .put("refused", fixes.refused());
        fixes.leftOut().forEach(json.putArray("leftOut")::add);
        ArrayNode list = json.putArray("list");
        fixes.working().values().forEach(each -> each.forEach(fix -> list.add(fix(fix))));
        ArrayNode closest = json.putArray("closest");
        fixes.closest().values().forEach(fix -> closest.add(fix(fix)));
        return json;
    }

    private static ObjectNode fix(Fix fix) {
        Verdict after = fix.after();
        ObjectNode json = Json.object()
                .put("id", after.id())
                .put("requirement", after.requirement())
                .put("says", fix.change().says())
                .put("node", fix.change().node());
        ArrayNode edits = json.putArray("edits");
        for (Edit edit : fix.change().edits()) edits.add(Json.stored(edit.json()));
        json.put("verdict", after.status().word());
        put(json, "before", fix.before().measured());
        put(json, "measured", after.measured());
        if (Double.isFinite(after.low()) && Double.isFinite(after.high())) {
            json.putArray("interval").add(after.low()).add(after.high());
        }
        put(json, "bound", after.bound());
        put(json, "costPerMonth", fix.costPerMonth());
        json.put("because", after.because());
        fix.alsoMet().forEach(json.putArray("alsoMet")::add);
        return json;
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) json.put(name, value);
    }
}
