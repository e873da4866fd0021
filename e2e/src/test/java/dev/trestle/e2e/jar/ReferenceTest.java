package dev.trestle.e2e.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.jar.Jar.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boards that ship with Trestle, judged from the command line as a person would. */
class ReferenceTest {

    private static final String PROBLEMS = "components/src/main/resources/problems";

    @TempDir
    Path folder;

    static Stream<Path> references() {
        return Checkout.files(PROBLEMS, "reference.json").stream();
    }

    static Stream<Path> traps() {
        return Checkout.files(PROBLEMS, ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith("trap-"));
    }

    @ParameterizedTest
    @MethodSource("references")
    void theReferenceMeetsEveryRequirement(Path board) {
        Outcome outcome = Jar.run(folder, "run", board.toString(), "--json", "report.json");
        assertEquals(List.of(), not("met"), outcome.err());
        assertEquals(0, outcome.exit(), outcome.err());
    }

    @ParameterizedTest
    @MethodSource("traps")
    void eachTrapMissesSomethingAndSaysWhat(Path board) {
        Outcome outcome = Jar.run(folder, "run", board.toString(), "--json", "report.json");
        assertEquals(1, outcome.exit(), outcome.err());
        List<String> missed = verdicts("missed");
        assertFalse(missed.isEmpty());
        missed.forEach(id -> assertEquals(
                true,
                outcome.out().lines().anyMatch(line -> line.contains(id) && line.contains("missed")),
                outcome.out()));
    }

    @Test
    void thereAreBoardsToJudge() {
        assertFalse(references().toList().isEmpty());
        assertFalse(traps().toList().isEmpty());
    }

    private List<String> verdicts(String wanted) {
        List<String> ids = new ArrayList<>();
        JsonObject report = JsonParser.parseString(Checkout.read(folder.resolve("report.json")))
                .getAsJsonObject();
        report.getAsJsonArray("verdicts").forEach(each -> {
            JsonObject verdict = each.getAsJsonObject();
            if (verdict.get("verdict").getAsString().equals(wanted)) {
                ids.add(verdict.get("id").getAsString());
            }
        });
        return ids;
    }

    private List<String> not(String wanted) {
        List<String> all = new ArrayList<>();
        for (String word : List.of("met", "missed", "unsure")) {
            if (!word.equals(wanted)) {
                all.addAll(verdicts(word));
            }
        }
        return all;
    }
}
