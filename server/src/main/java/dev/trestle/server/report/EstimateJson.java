package dev.trestle.server.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.estimator.estimate.Cell;
import dev.trestle.estimator.estimate.Estimate;
import dev.trestle.estimator.estimate.Finding;
import dev.trestle.estimator.sheet.Influence;
import dev.trestle.server.web.Json;

/** An estimate as JSON ({@code estimate --json}): every cell in base units (bytes, seconds, USD) with its reasons. */
public final class EstimateJson {
    private EstimateJson() {}

    public static ObjectNode of(Estimate estimate) {
        ObjectNode json = Json.object();
        ObjectNode cells = json.putObject("cells");
        estimate.cells().forEach((name, cell) -> cell(cells.putObject(name), cell));
        ArrayNode sensitivity = json.putArray("sensitivity");
        for (Influence influence : estimate.sensitivity()) {
            ObjectNode object =
                    sensitivity.addObject().put("output", influence.output()).put("input", influence.input());
            ReportJson.put(object, "low", influence.low());
            ReportJson.put(object, "high", influence.high());
            ReportJson.put(object, "swing", influence.swing());
            ReportJson.put(object, "share", influence.share());
        }
        ArrayNode findings = json.putArray("findings");
        for (Finding finding : estimate.findings()) {
            findings.addObject()
                    .put("code", finding.code())
                    .put("severity", finding.severity())
                    .put("path", finding.path())
                    .put("says", finding.says())
                    .put("remedy", finding.remedy());
        }
        estimate.conclusions().forEach(json.putArray("conclusions")::add);
        return json;
    }

    private static void cell(ObjectNode json, Cell cell) {
        ReportJson.put(json, "value", cell.value().value());
        json.put("unit", cell.unit());
        ReportJson.put(json, "p5", cell.p5());
        ReportJson.put(json, "p50", cell.p50());
        ReportJson.put(json, "p95", cell.p95());
        json.put("formula", cell.formula()).put("explained", cell.explained());
    }
}
