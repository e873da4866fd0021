package dev.trestle.components.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import dev.trestle.components.check.Finding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementRulesTest {
    /** One operation view, one entity Photo, one event seen, one node app, one phase steady. */
    private static Board asking(String requirement) {
        Document document = Document.empty("T");
        document.apply(Edit.put("entities", "Photo", Map.of("size", "1 KB")));
        document.apply(Edit.put("operations", "view", Map.of("rate", "1/s", "steps", List.of("read Photo"))));
        document.apply(Edit.put("operations", "count", Map.of("on", "seen", "steps", List.of("write Photo"))));
        document.apply(Edit.put("nodes", "app", Map.of("kind", "k", "x", 0, "y", 0)));
        document.apply(Edit.put("phases", "p1", Map.of("phase", "steady", "for", "10 s")));
        document.apply(Edit.put("requirements", "r1", Map.of("is", requirement)));
        return document.board();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "view p99 latency < 300 ms in steady",
                "reads mean latency < 300 ms",
                "all availability >= 99.9 %",
                "Photo read-your-writes",
                "seen handled within 10 s",
                "app utilization < 80 % in steady",
                "view idempotent",
                "survives loss of any instance",
                "recovers within 10 s after steady",
                "cost < 1 kUSD/month"
            })
    void aLineThatNamesWhatTheBoardHasIsFine(String line) {
        assertEquals(List.of(), RequirementRules.of(asking(line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "veiw p99 latency < 300 ms|unknown-operation|did you mean view?",
                "view p99 latency < 300 ms in spike|unknown-phase|known: steady",
                "Photos never lost|unknown-entity|did you mean Photo?",
                "sent handled within 10 s|unknown-event|known: seen",
                "ap utilization < 80 %|unknown-node|did you mean app?",
                "pay idempotent|unknown-operation|known: view, count",
                "survives loss of any zone|no-zone|draw a zone round the nodes that stand in it",
            })
    void aLineThatNamesWhatIsNotThereIsAnError(String line, String code, String remedy) {
        Finding finding = RequirementRules.of(asking(line)).get(0);
        assertEquals(code, finding.code());
        assertEquals("brief.requirements.r1.is", finding.path());
        assertEquals(remedy, finding.remedy());
        assertTrue(finding.stops());
    }

    @Test
    void whatIsTriedNeedsAPhaseWithoutFaults() {
        String board = """
                {"format": "trestle/1", "brief": {"requirements": {"r1": {"is": "LINE"}}}, "script": {
                  "p0": {"phase": "warm-up", "for": "1 s"},
                  "p1": {"phase": "broken", "for": "10 s", "faults": ["traffic 2x"]}}}""";
        for (String line : List.of("survives loss of any node", "headroom >= 2 x")) {
            Finding finding = RequirementRules.of(BoardJson.parse(board.replace("LINE", line)))
                    .get(0);
            assertEquals("no-calm-phase", finding.code());
            assertEquals(Finding.Severity.WARNING, finding.severity());
        }
        assertEquals(List.of(), RequirementRules.of(BoardJson.parse(board.replace("LINE", "recovers within 5 s"))));
        assertEquals(
                "no-fault",
                RequirementRules.of(asking("recovers within 5 s")).get(0).code());
    }

    @Test
    void aLineThatCannotBeReadSaysWhere() {
        Finding finding =
                RequirementRules.of(asking("view p99 latancy < 300 ms")).get(0);
        assertEquals("bad-requirement", finding.code());
        assertTrue(finding.says().contains("latency"), finding.says());
        assertEquals(1, finding.says().lines().count());
    }

    @Test
    void aBoundThatNothingCanReachIsAnError() {
        for (String line : List.of(
                "all availability >= 101 %",
                "app utilization < -1 %",
                "view p99 latency < -300 ms",
                "view throughput >= -5/s",
                "all availability > 100 %",
                "view p99 latency < 0 s",
                "Photo never above -5",
                "Photo fresh within -1 s",
                "seen handled within 0 s",
                "recovers within -1 s after steady",
                "view at most 0/s per client",
                "cost < -1 USD/month")) {
            List<Finding> found = RequirementRules.of(asking(line));
            assertEquals(1, found.size(), line + ": " + found);
            assertEquals("impossible-bound", found.get(0).code(), line);
            assertEquals(Finding.Severity.ERROR, found.get(0).severity(), line);
        }
        assertEquals(List.of(), RequirementRules.of(asking("all availability >= 100 %")));
    }

    @Test
    void aBoundThatEverythingKeepsIsAWarning() {
        for (String line : List.of(
                "all availability >= 0 %",
                "all error ratio <= 100 %", "view p99 latency >= 0 s", "headroom < 2 x", "headroom > 0 x")) {
            Finding found = RequirementRules.of(asking(line)).get(0);
            assertEquals("empty-bound", found.code(), line);
            assertEquals(Finding.Severity.WARNING, found.severity(), line);
        }
        assertEquals(List.of(), RequirementRules.of(asking("headroom >= 2 x")));
    }

    @ParameterizedTest
    @CsvSource({
        "lb queue < 3, 'lb is a Load balancer, which has no queue', 'these have one: db'",
        "lb hit ratio > 1 %, 'lb is a Load balancer, which has no hit ratio', ask it of a component that has one",
        "db hit ratio > 1 %, 'db is a SQL database, which has no hit ratio; it has utilization, queue, lag',"
                + " ask it of a component that has one",
    })
    void whatAComponentDoesNotHaveIsNotAskedOfIt(String line, String says, String remedy) {
        Document document = Document.empty("T");
        document.apply(Edit.put("nodes", "lb", Map.of("kind", "load-balancer", "x", 0, "y", 0)));
        document.apply(Edit.put("nodes", "db", Map.of("kind", "sql-database", "x", 0, "y", 0)));
        document.apply(Edit.put("requirements", "r1", Map.of("is", line)));
        Finding found = RequirementRules.of(document.board()).get(0);
        assertEquals("no-such-measure", found.code());
        assertEquals(says, found.says());
        assertEquals(remedy, found.remedy());
        assertTrue(found.stops());
    }

    @ParameterizedTest
    @CsvSource({
        "posted handeled within 10 s, posted handled within 10 s for p99",
        "Photo never loost, Photo never lost",
        "recovers in 10 s, recovers within 30 s after spike",
        "cost 60 kUSD/month, cost < 60 kUSD/month",
    })
    void theRemedyIsALineOfTheFormThatWasMeant(String line, String example) {
        assertEquals(
                "write a line such as " + example,
                RequirementRules.of(asking(line)).get(0).remedy());
    }

    @Test
    void aBoardThatAsksForNothingIsTold() {
        Finding finding = RequirementRules.of(BoardJson.parse("{\"format\":\"trestle/1\"}"))
                .get(0);
        assertEquals(Finding.Severity.INFO, finding.severity());
    }
}
