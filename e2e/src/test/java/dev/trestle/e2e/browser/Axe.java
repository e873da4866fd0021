package dev.trestle.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import java.util.List;

/** The accessibility rules of WCAG 2.2 A and AA, as far as a program can check them. */
public final class Axe {

    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private Axe() {}

    /** Fails with the rule and the elements of each violation on this page as it is now. */
    public static void findsNothing(Page page) {
        AxeResults results = new AxeBuilder(page).withTags(RULES).analyze();
        List<String> violations = results.getViolations().stream()
                .map(rule -> rule.getId() + " (" + rule.getHelp() + "): "
                        + rule.getNodes().stream()
                                .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                .toList())
                .toList();
        assertEquals(List.of(), violations, "axe on " + page.url());
    }
}
