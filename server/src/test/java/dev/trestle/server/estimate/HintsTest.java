package dev.trestle.server.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Step;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.Load;
import dev.trestle.components.load.Popularity;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.estimator.sheet.Sheet;
import dev.trestle.server.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the brief's hints show as examples must be what the program reads. */
class HintsTest {
    private static String template;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = HintsTest.class.getResourceAsStream("/templates/fragments/brief.html")) {
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void requirementsCanBeRead() {
        Requirement.writing().forEach(form -> Requirement.parse(form.text()));
        assertTrue(template.contains("${view.forms()}"));
    }

    @Test
    void stepsCanBeRead() {
        examples("operations").forEach(Step::parse);
    }

    @Test
    void sizesAndPopularitiesCanBeRead() {
        for (String example : examples("entities")) {
            if (example.contains("zipf")) Popularity.of(example, 1000);
            else assertEquals(Map.of(), Sheet.of(Map.of("x", example)).errors());
        }
    }

    @Test
    void numbersCanBeRead() {
        Map<String, String> cells = new LinkedHashMap<>(Map.of("users", "1 Muser", "views", "3 view/user/day"));
        examples("assumptions").forEach(example -> cells.put("x" + cells.size(), example));
        assertEquals(Map.of(), Sheet.of(cells).errors());
    }

    @Test
    void loadsAndFaultsCanBeRead() {
        Load.WRITING.forEach(form -> Load.parse(form.text()));
        Set<Fault.Kind> told = EnumSet.noneOf(Fault.Kind.class);
        Fault.writing().forEach(form -> told.add(Fault.parse(form.text()).kind()));
        assertEquals(EnumSet.allOf(Fault.Kind.class), told);
        assertTrue(template.contains("${view.loads()}") && template.contains("${view.faults()}"));
    }

    private static List<String> examples(String section) {
        String hint = Browser.find("id=\"hint-" + section + "\">(.*?)</details>", template.replace("\n", " "));
        List<String> examples = Pattern.compile("<code>(.*?)</code>")
                .matcher(hint)
                .results()
                .map((MatchResult match) -> match.group(1).replace("&lt;", "<").replace("&gt;", ">"))
                .toList();
        assertTrue(examples.size() >= 3, hint);
        return examples;
    }
}
