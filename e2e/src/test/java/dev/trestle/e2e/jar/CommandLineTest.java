package dev.trestle.e2e.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.jar.Jar.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that people and scripts run: exit codes, one clear line for bad input, the same bytes for the same seed. */
class CommandLineTest {

    private static final Path INSTAGRAM =
            Checkout.ROOT.resolve("components/src/main/resources/problems/instagram/reference.json");

    /** 100 requests/s at four workers of 2 ms: a twentieth busy, so a request takes hardly more than 2 ms. */
    private static final String BOARD = """
            {
              "format": "trestle/1",
              "title": "One service",
              "brief": {
                "operations": {"get": {"api": "GET /", "rate": "100/s", "steps": []}},
                "requirements": {"fast": {"is": "get mean latency < %s"}}
              },
              "design": {
                "nodes": {
                  "users": {"kind": "clients", "x": 0, "y": 0},
                  "app": {"kind": "service", "x": 240, "y": 0,
                          "settings": {"instances": "1", "workers": "4", "serviceTime": "exponential(2 ms)"}}
                },
                "links": {"l1": {"from": "users", "to": "app", "settings": {"latency": "0 ms"}}}
              },
              "script": {
                "p1": {"order": "a", "phase": "warm-up", "for": "5 s", "load": "average"},
                "p2": {"order": "b", "phase": "steady", "for": "30 s", "load": "average"}
              }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aBoardThatMeetsEverythingExitsWithZero() throws IOException {
        Outcome outcome = run("run", board("20 ms"));
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().contains("get mean latency < 20 ms"), outcome.out());
    }

    @Test
    void aMissedRequirementExitsWithOneAndIsNamed() throws IOException {
        Outcome outcome = run("run", board("1 ms"));
        assertEquals(1, outcome.exit(), outcome.err());
        assertTrue(
                outcome.out().lines().anyMatch(line -> line.contains("missed") && line.contains("fast")),
                outcome.out());
    }

    @Test
    void anUndecidedRequirementExitsWithThree() throws IOException {
        // The bound is the mean that theory gives for M/M/4 at 5 % load, so no sample is large enough to decide.
        Outcome outcome = run("run", board("2.00 ms"), "--budget", "2000");
        assertEquals(3, outcome.exit(), outcome.out() + outcome.err());
    }

    static Stream<Arguments> badBoards() {
        String good = BOARD.formatted("20 ms");
        return Stream.of(
                bad("no JSON", "no board at all", "bad.json"),
                bad("half of it", "{\"format\": \"trestle/1\"", "bad.json"),
                bad("unknown kind", good.replace("\"kind\": \"service\"", "\"kind\": \"toaster\""), "toaster"),
                bad("unknown field", good.replace("\"title\"", "\"titel\""), "titel"),
                bad("text for a number", good.replace("\"x\": 240", "\"x\": \"left\""), "design.nodes.app.x"),
                bad("later format", good.replace("trestle/1", "trestle/9"), "format"),
                bad("no requirement", BOARD.formatted("tomorrow"), "brief.requirements.fast"),
                bad("no rate", good.replace("100/s", "100 bananas"), "brief.operations.get"),
                bad("no duration", good.replace("exponential(2 ms)", "often"), "app.settings.serviceTime"));
    }

    private static Arguments bad(String name, String board, String named) {
        return Arguments.of(Named.of(name, board), named);
    }

    @ParameterizedTest
    @MethodSource("badBoards")
    void badInputIsOneClearLine(String text, String names) throws IOException {
        Files.writeString(folder.resolve("bad.json"), text);
        Outcome outcome = run("run", "bad.json");
        assertEquals(2, outcome.exit(), outcome.out() + outcome.err());
        assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
        assertTrue(outcome.err().contains("bad.json"), outcome.err());
        assertTrue(outcome.err().contains(names), outcome.err());
        assertFalse(outcome.err().contains("Exception"), outcome.err());
        assertEquals("", outcome.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run missing.json",
                "estimate missing.json",
                "check missing.json",
                "fly",
                "run --seed x missing.json"
            })
    void aWrongCallIsOneClearLine(String call) {
        Outcome outcome = run(call.split(" "));
        assertEquals(2, outcome.exit(), outcome.out() + outcome.err());
        assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
        assertFalse(outcome.err().contains("Exception"), outcome.err());
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        String board = board("20 ms");
        String first = report(board, "--seed", "7");
        assertEquals(first, report(board, "--seed", "7"));
        assertNotEquals(digest(first), digest(report(board, "--seed", "8")));
    }

    @Test
    void theReportHasTheFieldsThatProgramsReadItBy() throws IOException {
        JsonObject report = JsonParser.parseString(report(board("20 ms"))).getAsJsonObject();
        assertEquals("trestle-report/1", report.get("format").getAsString());
        assertEquals("One service", report.get("title").getAsString());
        assertEquals(1, report.get("seed").getAsInt());
        JsonObject get = report.getAsJsonObject("phases")
                .getAsJsonObject("steady")
                .getAsJsonObject("operations")
                .getAsJsonObject("get");
        // Offered load is a Poisson process of 100/s: within 5 standard errors of the shortest run, 30 s.
        assertEquals(100, get.get("offered").getAsDouble(), 5 * Math.sqrt(100 / 30.0));
        JsonObject latency = get.getAsJsonObject("latency");
        assertTrue(latency.get("p50").getAsDouble() <= latency.get("p99").getAsDouble());
        // M/M/4 at rho = 0.05: waiting is below a microsecond, so the mean is the service time of 2 ms.
        assertEquals(0.002, latency.get("mean").getAsDouble(), 0.0002);
        JsonObject app = report.getAsJsonObject("nodes").getAsJsonObject("app");
        assertEquals(0.05, app.get("utilization").getAsDouble(), 0.005);
        JsonObject verdict = report.getAsJsonArray("verdicts").get(0).getAsJsonObject();
        assertEquals("fast", verdict.get("id").getAsString());
        assertEquals("met", verdict.get("verdict").getAsString());
        assertEquals(0.02, verdict.get("bound").getAsDouble(), 1e-12);
        assertFalse(verdict.get("because").getAsString().isBlank());
    }

    @Test
    void aSettingCanBeChangedForOneRun() throws IOException {
        // 100/s x 60 ms = 6 workers busy, and there are 4: the queue grows for as long as the run lasts.
        Outcome outcome =
                run("run", board("20 ms"), "--set", "design.nodes.app.settings.serviceTime=exponential(60 ms)");
        assertEquals(1, outcome.exit(), outcome.out() + outcome.err());
    }

    @Test
    void dashIsStandardInputAndOutput() {
        Outcome outcome = Jar.runWith(BOARD.formatted("20 ms"), folder, "run", "-", "--json", "-");
        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals(
                "One service",
                JsonParser.parseString(outcome.out())
                        .getAsJsonObject()
                        .get("title")
                        .getAsString());
    }

    @Test
    void checkTellsWhatIsWrongWithoutRunning() throws IOException {
        Files.writeString(
                folder.resolve("unlinked.json"),
                BOARD.formatted("20 ms").replaceAll("\"links\": \\{.*\\}\\}\\}", "\"links\": {}"));
        Outcome outcome = run("check", "unlinked.json");
        assertEquals(2, outcome.exit(), outcome.out() + outcome.err());
        assertTrue((outcome.out() + outcome.err()).contains("users"), outcome.out() + outcome.err());
        assertEquals(0, run("check", board("20 ms")).exit());
    }

    @Test
    void theEstimateOfInstagramIsTheOneOnPaper() throws IOException {
        Outcome outcome = run("estimate", INSTAGRAM.toString(), "--json", "-");
        assertEquals(0, outcome.exit(), outcome.err());
        JsonObject cells =
                JsonParser.parseString(outcome.out()).getAsJsonObject().getAsJsonObject("cells");
        JsonObject uploads = cells.getAsJsonObject("upload.average");
        // 10 M users x 2 photos a month / (30 x 86,400 s) = 7.716/s.
        assertEquals(20e6 / (30 * 86_400), uploads.get("value").getAsDouble(), 1e-9);
        assertFalse(uploads.get("formula").getAsString().isBlank());
        assertFalse(uploads.get("explained").getAsString().isBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"md", "html", "svg", "json", "mermaid"})
    void everyFormatIsExported(String format) throws IOException {
        Outcome outcome = run("export", INSTAGRAM.toString(), "--to", format, "-o", "out." + format);
        assertEquals(0, outcome.exit(), outcome.err());
        String text = Files.readString(folder.resolve("out." + format));
        JsonObject nodes = JsonParser.parseString(Checkout.read(INSTAGRAM))
                .getAsJsonObject()
                .getAsJsonObject("design")
                .getAsJsonObject("nodes");
        for (String id : nodes.keySet()) {
            JsonElement label = nodes.getAsJsonObject(id).get("label");
            String name = label == null ? id : label.getAsString();
            assertTrue(text.contains(name) || text.contains(id), "no " + name + " in the " + format);
        }
    }

    @Test
    void theCatalogListsEveryKindWithItsSettings() {
        Outcome outcome = run("catalog", "--json");
        assertEquals(0, outcome.exit(), outcome.err());
        JsonArray kinds =
                JsonParser.parseString(outcome.out()).getAsJsonObject().getAsJsonArray("kinds");
        List<String> ids = kinds.asList().stream()
                .map(kind -> kind.getAsJsonObject().get("id").getAsString())
                .toList();
        assertTrue(
                ids.containsAll(List.of(
                        "clients",
                        "dns",
                        "cdn",
                        "load-balancer",
                        "service",
                        "cache",
                        "sql-database",
                        "object-store",
                        "queue",
                        "worker")),
                ids.toString());
    }

    @Test
    void helpNamesEveryCommand() {
        Outcome outcome = run("--help");
        assertEquals(0, outcome.exit(), outcome.err());
        for (String command : List.of("serve", "run", "estimate", "check", "export", "catalog")) {
            assertTrue(outcome.out().contains(command), command + " in " + outcome.out());
        }
    }

    /** Writes the small board with this bound; answers with the name of its file. */
    private String board(String bound) throws IOException {
        Files.writeString(folder.resolve("board.json"), BOARD.formatted(bound));
        return "board.json";
    }

    /** The report of a run; the only field that may differ is zero. */
    private String report(String... arguments) throws IOException {
        String[] call = Stream.of(Stream.of("run"), Stream.of(arguments), Stream.of("--json", "report.json"))
                .flatMap(each -> each)
                .toArray(String[]::new);
        Outcome outcome = run(call);
        assertEquals(0, outcome.exit(), outcome.err());
        return Files.readString(folder.resolve("report.json"))
                .replaceAll("(\"(?:wall|verdict)Seconds\"\\s*:\\s*)[0-9.eE+-]+", "$10");
    }

    private static String digest(String report) {
        return JsonParser.parseString(report).getAsJsonObject().get("digest").getAsString();
    }

    private Outcome run(String... arguments) {
        return Jar.run(folder, arguments);
    }
}
