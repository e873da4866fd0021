package dev.trestle.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.report.Evidence;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.report.Xml;
import java.util.StringJoiner;

/** The verdicts of a run as JUnit XML: one test case a requirement; what is not met has failed. */
final class Junit {
    private Junit() {}

    /** @param report as {@link dev.trestle.server.report.ReportJson} makes it */
    static String of(JsonNode report) {
        JsonNode verdicts = report.path("verdicts");
        Xml xml = new Xml().raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        String title = report.path("title").asText();
        xml.open(
                "testsuite",
                "name",
                title,
                "tests",
                String.valueOf(verdicts.size()),
                "failures",
                String.valueOf(verdicts.size() - ReportJson.count(report, "met")),
                "errors",
                "0",
                "skipped",
                "0",
                "time",
                report.path("wallSeconds").asText());
        xml.raw("\n  ").open("properties");
        for (String name : new String[] {"seed", "digest", "engine"}) {
            xml.raw("\n    ")
                    .leaf("property", "name", name, "value", report.path(name).asText());
        }
        xml.raw("\n  ").close().raw("\n");
        for (JsonNode verdict : verdicts) testcase(xml, title, verdict);
        return xml.close().raw("\n").toString();
    }

    private static void testcase(Xml xml, String title, JsonNode verdict) {
        String name =
                verdict.path("id").asText() + ": " + verdict.path("requirement").asText();
        xml.raw("  ").open("testcase", "classname", title, "name", name);
        String word = verdict.path("verdict").asText();
        StringJoiner evidence = new StringJoiner("\n");
        verdict.path("evidence").forEach(line -> evidence.add(line.asText()));
        if (word.equals("met") && Evidence.of(verdict) != null) {
            xml.open("system-out").text(evidence.toString()).close();
        } else if (!word.equals("met")) {
            xml.open("failure", "type", word, "message", verdict.path("because").asText())
                    .text(evidence.toString())
                    .close();
        }
        xml.close().raw("\n");
    }
}
