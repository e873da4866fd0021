package dev.trestle.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in this process; what a shell sees of the real jar is in the e2e module. */
class CommandsTest {
    private static final String BOARD = """
            {"format": "trestle/1", "title": "One service",
             "brief": {"operations": {"get": {"api": "GET /", "rate": "100/s", "steps": []}},
                       "requirements": {"fast": {"is": "get mean latency < 20 ms"}}},
             "design": {"nodes": {"users": {"kind": "clients", "x": 0, "y": 0},
                                  "app": {"kind": "service", "x": 240, "y": 0, "settings": {
                                          "instances": "1", "workers": "4", "serviceTime": "exponential(2 ms)"}}},
                        "links": {"l1": {"from": "users", "to": "app", "settings": {"latency": "0 ms"}}}},
             "script": {"p1": {"order": "a", "phase": "warm-up", "for": "1 s", "load": "average"},
                        "p2": {"order": "b", "phase": "steady", "for": "10 s", "load": "average"}}}
            """;

    @TempDir
    Path folder;

    private Path board;
    private int exit;
    private String out;
    private String err;

    @BeforeEach
    void writeTheBoard() throws IOException {
        board = Files.writeString(folder.resolve("board.json"), BOARD);
    }

    @Test
    void zeroWhenEverythingIsMet() {
        trestle("run", board.toString());
        assertEquals(0, exit, err);
        assertTrue(out.startsWith("One service\n\nRequirements: 1 met, 0 missed, 0 unsure\n"), out);
        assertTrue(out.contains("seed 1, digest "), out);
    }

    @Test
    void limitsAreLookedForWhenAskedFor() {
        // Four workers of 2 ms do 2,000 a second, twenty times the load.
        trestle(
                "run",
                board.toString(),
                "--whole-script",
                "--limits",
                "--json",
                folder.resolve("out.json").toString());
        assertEquals(0, exit, err);
        assertTrue(out.contains("limits  headroom >= 1 x"), out);
        assertTrue(out.contains("breaks first fast get mean latency < 20 ms"), out);
        trestle("run", board.toString(), "--limits", "--versus", board.toString());
        assertEquals(2, exit, err);
    }

    @Test
    void junitSaysWhichLossBreaksWhat() throws IOException {
        Path survives = Files.writeString(
                folder.resolve("survives.json"),
                BOARD.replace(
                        "\"requirements\": {",
                        "\"requirements\": {\"loss\": {\"is\": \"survives loss of any instance\"}, "
                                + "\"up\": {\"is\": \"get availability >= 50 %\"}, "));
        trestle("run", survives.toString(), "--junit", "-");
        assertEquals(1, exit, err);
        assertTrue(out.contains("loss of app instance 1 of 1: breaks up get availability &gt;= 50 %"), out);
    }

    @Test
    void fourWhenTheMachineGivesUp() {
        // 1 would say that a requirement was missed.
        trestle(
                () -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                "doctor");
        assertEquals(4, exit, err);
        assertTrue(err.startsWith("trestle: our mistake: "), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void oneWhenSomethingIsMissed() {
        trestle("run", board.toString(), "--set", "brief.requirements.fast.is=get mean latency < 1 ms");
        assertEquals(1, exit, err);
        assertTrue(out.contains("missed  fast  get mean latency < 1 ms"), out);
    }

    @Test
    void threeWhenNothingIsMissedAndSomethingUnsure() {
        trestle(
                "run",
                board.toString(),
                "--budget",
                "2000",
                "--set",
                "brief.requirements.fast.is=get mean latency < 2.00 ms");
        assertEquals(3, exit, out + err);
    }

    @Test
    void theWholeScriptIsPlayedOnRequest() {
        trestle("run", board.toString(), "--json", "-");
        assertTrue(out.contains("\"stoppedBy\": \"decided\""), out);
        assertTrue(out.contains("\"verdictSeconds\": "), out);
        trestle("run", board.toString(), "--whole-script", "--json", "-");
        assertTrue(out.contains("\"stoppedBy\": \"script\""), out);
    }

    @Test
    void aScriptIsPlayedOnceOnRequestAndThenJudgesNoBound() {
        trestle("run", board.toString(), "--alone", "--json", "-");
        assertEquals(3, exit, err);
        assertTrue(out.contains("\"replications\": 1"), out);
        assertFalse(out.contains("Interval\""), out);
        String first = digest();
        trestle("run", board.toString(), "--alone", "--json", "-");
        assertEquals(first, digest());
    }

    private String digest() {
        return out.replaceAll("(?s).*\"digest\": \"([0-9a-f]+)\".*", "$1");
    }

    @Test
    void whatIsNoJsonIsToldInOneLineWithItsPlace() throws IOException {
        Path torn = board.resolveSibling("torn.json");
        Files.writeString(torn, "{\"format\": \"trestle/1\",\n  \"design\": {\"nodes\": {");
        trestle("check", torn.toString());
        assertEquals(2, exit);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains("design.nodes: line 2, column 24: is not JSON: "), err);
        assertTrue(err.contains("begun in line 2, column 23"), err);
        assertFalse(err.contains("Source"), err);
    }

    @Test
    void serveSaysWhereDataAreKept() {
        trestle("serve", "--help");
        assertTrue(out.contains("--data=FOLDER") && out.contains("TRESTLE_DATA"), out);
        String words = out.replaceAll("\\s+", " ");
        assertTrue(words.contains("embedded database in the folder data of the working directory"), out);
    }

    @Test
    void twoBoardsAreComparedInPairs() throws IOException {
        Path slower = board.resolveSibling("slower.json");
        Files.writeString(slower, Files.readString(board).replace("exponential(2 ms)", "exponential(40 ms)"));
        trestle("run", board.toString(), "--versus", slower.toString());
        assertTrue(out.contains("get mean latency"), out + err);
        assertTrue(out.contains("cost per operation"), out);
        assertTrue(out.contains(": met with A, missed with B"), out);
        trestle("run", board.toString(), "--versus", board.toString(), "--json", "-");
        assertEquals(0, exit, err);
        assertTrue(out.startsWith("{\n  \"format\": \"trestle-comparison/1\""), out);
        assertTrue(out.contains("\"better\": \"none\"") && !out.contains("\"better\": \"b\""), out);
    }

    @Test
    void aSecondBoardThatIsNotThereIsOneLine() {
        trestle("run", board.toString(), "--versus", "nothing.json");
        assertEquals(2, exit);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains("nothing.json"), err);
        trestle("run", board.toString(), "--versus", board.toString(), "--report", "report.md");
        assertEquals(2, exit);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void fourAndNoStackTraceForOurMistake() {
        trestle(
                () -> {
                    throw new IllegalStateException("broken");
                },
                "verify");
        assertEquals(4, exit);
        assertEquals("trestle: our mistake: java.lang.IllegalStateException: broken\n", err);
    }

    @Test
    void accuracyPrintsWhatIsKnownBesideWhatWasMeasured() {
        trestle("accuracy", "p17-tiny-caches");
        assertEquals(0, exit, err);
        assertTrue(out.contains("King, IFIP 1971"), out);
        assertTrue(out.contains("cache hit ratio") && out.contains("0.60385"), out);
        assertTrue(out.contains(" figures: "), out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run BOARD --seed x",
                "run BOARD --nonsense",
                "run BOARD --budget 3",
                "run BOARD --budget many",
                "run BOARD --set x",
                "run BOARD --set design.nodes.nobody.x=3",
                "run BOARD --set design.nodes.app.settings.instances=banana",
                "run BOARD --set brief.requirements.fast.is=get",
                "run BOARD --report FOLDER/x.pdf",
                "run BOARD --json FOLDER",
                "run BOARD --json FOLDER/none/x.json",
                "run BOARD --json - --junit -",
                "run FOLDER",
                "run FOLDER/none.json",
                "run problem:none",
                "run problem:instagram/trap-none",
                "run problem:../instagram",
                "estimate FOLDER/none.json",
                "export BOARD --to pdf -o FOLDER/x",
                "export BOARD --to drawio -o FOLDER/x",
                "export BOARD --to md",
                "import FOLDER/x.drawio -o FOLDER/y",
                "problems none",
                "accuracy none",
                "backup FOLDER/x.zip",
                "verify",
                "restore FOLDER/none.zip",
                "fly"
            })
    void twoAndOneLineForBadInput(String call) {
        String[] words = call.replace("BOARD", board.toString())
                .replace("FOLDER", folder.toString())
                .split(" ");
        trestle(words);
        assertEquals(2, exit, out + err);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.startsWith("trestle: "), err);
        assertFalse(err.contains("Exception"), err);
        assertEquals("", out);
    }

    @Test
    void aBinaryFileIsRefusedInOneLine() throws IOException {
        Path binary = Files.write(folder.resolve("x.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        trestle("run", binary.toString());
        assertEquals(2, exit);
        assertEquals("trestle: " + binary + ": is not text in UTF-8; a board is a JSON file\n", err);
    }

    @Test
    void aFileNameCannotForgeALine() {
        trestle("run", folder + "/a\nb\u001b[31m.json");
        assertEquals(1, err.lines().count(), err);
        assertFalse(err.contains("\u001b"));
    }

    @Test
    void dashReadsAndWritesTheStandardStreams() {
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream(BOARD.getBytes(StandardCharsets.UTF_8)));
        try {
            trestle("run", "-", "--json", "-");
        } finally {
            System.setIn(in);
        }
        assertEquals(0, exit, err);
        assertTrue(out.startsWith("{\n  \"format\": \"trestle-report/1\""), out);
        assertTrue(out.endsWith("}\n"));
    }

    @Test
    void reportsAndJunitAreWrittenBesideTheSummary() throws IOException {
        Path junit = folder.resolve("j.xml");
        Path html = folder.resolve("r.html");
        trestle("run", board.toString(), "--junit", junit.toString(), "--report", html.toString());
        assertEquals(0, exit, err);
        String xml = Files.readString(junit);
        assertTrue(xml.contains("<testsuite name=\"One service\" tests=\"1\" failures=\"0\""), xml);
        assertTrue(xml.contains("name=\"fast: get mean latency &lt; 20 ms\""), xml);
        assertTrue(Files.readString(html).contains("--seed 1"));
        assertTrue(out.contains("1 met"));
    }

    @Test
    void whatIsNotMetHasFailedInJunit() throws IOException {
        Path junit = folder.resolve("j.xml");
        trestle(
                "run",
                board.toString(),
                "--set",
                "brief.requirements.fast.is=get mean latency < 1 ms",
                "--junit",
                junit.toString());
        assertTrue(Files.readString(junit).contains("failures=\"1\""));
        assertTrue(Files.readString(junit).contains("<failure type=\"missed\" message=\"mean latency of get is "));
    }

    @Test
    void checkExitsWithTwoForErrorsOnly() {
        trestle("check", board.toString());
        assertEquals(0, exit, err);
        assertTrue(out.contains("warning spof: design.nodes.app"), out);
        trestle("check", board.toString(), "--set", "design.nodes.app.settings.workers=none at all");
        assertEquals(2, exit);
        assertTrue(out.contains("error "), out);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void estimateTakesRangesAndTellsReasons() {
        trestle("estimate", "problem:instagram", "--set", "brief.assumptions.users.is=20 Muser");
        assertEquals(0, exit, err);
        // 20 M users x 2 photos a month of 30 days.
        assertTrue(out.lines().anyMatch(line -> line.matches(" +upload.average +15\\.43/s +users \\* uploads")), out);
    }

    @Test
    void anUnreadableNumberStopsAnEstimate() {
        trestle("estimate", "problem:instagram", "--set", "brief.assumptions.users.is=many");
        assertEquals(2, exit);
        assertTrue(err.contains("brief.assumptions.users"), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void problemsAreListedAndToldWithoutTheirKey() {
        trestle("problems");
        assertTrue(out.lines().anyMatch(line -> line.startsWith("instagram ")), out);
        trestle("problems", "instagram");
        assertFalse(out.contains("Hints"), out);
        trestle("problems", "instagram", "--key");
        assertTrue(out.contains("Hints") && out.contains("trap-no-cache"), out);
    }

    @Test
    void theBarGrowsWithTheRun() {
        assertEquals("[" + "-".repeat(40) + "]   0 %", Progress.bar(0));
        assertEquals("[" + "#".repeat(20) + "-".repeat(20) + "]  50 %", Progress.bar(0.5));
        assertEquals("[" + "#".repeat(40) + "] 100 %", Progress.bar(1));
    }

    private void trestle(String... args) {
        trestle(() -> new Home(folder.resolve("data"), null, "127.0.0.1:8080"), args);
    }

    private void trestle(Supplier<Home> homes, String... args) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            exit = TrestleCommand.run(args, (port, data) -> 0, homes);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
    }
}
