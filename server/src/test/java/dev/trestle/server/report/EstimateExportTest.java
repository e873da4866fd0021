package dev.trestle.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.problem.Library;
import dev.trestle.estimator.estimate.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateExportTest {
    private static final Board INSTAGRAM =
            Library.standard().problem("instagram").orElseThrow().reference();
    private static final Estimate ESTIMATE = Estimate.of(INSTAGRAM.brief().numbers());

    @Test
    void jsonHoldsBaseUnitsAndReasons() {
        JsonNode cells = EstimateJson.of(ESTIMATE).path("cells");
        JsonNode uploads = cells.path("upload.average");
        assertEquals(20e6 / (30 * 86_400), uploads.path("value").asDouble(), 1e-9); // 10 M users x 2 a month
        assertEquals("users * uploads", uploads.path("formula").asText());
        assertTrue(uploads.path("explained").asText().contains("10 Muser"));
        assertEquals("1/s", uploads.path("unit").asText());
        assertEquals(5e6, cells.path("PhotoFile.size").path("value").asDouble());
        assertTrue(cells.has("cost.perMonth"));
    }

    @Test
    void sensitivityNamesTheUncertainInputs() {
        JsonNode json = EstimateJson.of(Estimate.of(Boards.small().brief().numbers()));
        assertTrue(json.path("sensitivity").isArray());
        assertTrue(json.path("findings").isArray());
        JsonNode calls = json.path("cells").path("get.average");
        assertTrue(calls.path("p5").asDouble() < calls.path("p50").asDouble());
    }

    @Test
    void csvHasOneLineForEachCell() {
        String csv = EstimateCsv.of(ESTIMATE);
        assertEquals(ESTIMATE.cells().size() + 1, csv.split("\r\n").length);
        assertTrue(csv.startsWith("name,value,unit,p5,p50,p95,formula,explained\r\n"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            =1+1,        "'=1+1"
            +1,          "'+1"
            -1,          "'-1"
            @SUM(A1),    "'@SUM(A1)"
            '  =1',      "'  =1"
            users * 2,   "users * 2"
            """, quoteCharacter = '\'')
    void textsThatASpreadsheetWouldComputeAreDefused(String typed, String cell) {
        assertEquals(cell.strip().replace("\"'", "\"'"), EstimateCsv.text(typed));
    }

    @Test
    void quotesAndControlCharactersStayInTheirCell() {
        assertEquals("\"say \"\"hi\"\"\"", EstimateCsv.text("say \"hi\""));
        assertEquals("\"'\tx\"", EstimateCsv.text("\tx"));
        assertFalse(EstimateCsv.text("a\0b").contains("\0"));
    }
}
