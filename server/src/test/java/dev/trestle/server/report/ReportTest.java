package dev.trestle.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reports say everything, and what people typed stays a text in them. */
class ReportTest {
    private static final List<String> CHAPTERS = List.of(
            "Problem and scope",
            "Requirements",
            "Assumptions and estimate",
            "API",
            "Data model",
            "Design",
            "Routes of the operations",
            "Notes",
            "Script of the run",
            "Results",
            "Cost",
            "Findings",
            "Repeating this",
            "Words");

    private static final Set<String> DRAWN =
            Set.of("svg", "style", "g", "rect", "path", "circle", "ellipse", "line", "polyline", "text", "title");

    private static final Subject SMALL = Subject.of(Boards.small())
            .with(Boards.report(Boards.small()), "java -jar trestle.jar run small.json --seed 1");
    private static final Subject HOSTILE =
            Subject.of(Boards.hostile()).with(Boards.report(Boards.hostile()), "run '" + Boards.HOSTILE + "'");

    @Test
    void markdownHasEveryChapterInOrder() {
        List<String> headings = MarkdownReport.of(SMALL)
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertEquals(CHAPTERS, headings);
    }

    @Test
    void markdownTellsVerdictsEvidenceAndHowToRepeat() {
        String report = MarkdownReport.of(SMALL);
        assertTrue(report.startsWith("# One service\n"));
        assertTrue(report.contains("| slow | get mean latency < 1 us | missed |"), report);
        assertTrue(report.contains("```mermaid\nflowchart LR\n"));
        assertTrue(report.contains("java -jar trestle.jar run small.json --seed 1"));
        assertTrue(report.contains("| get.average |"));
        assertTrue(report.contains("users \\* calls") || report.contains("users * calls"));
    }

    @Test
    void theBillSaysOfWhichRegionItsPricesAre() {
        assertTrue(MarkdownReport.of(SMALL).contains("Prices are those of one region"));
    }

    @Test
    void theCourseOfLagsIsDrawnBesideThatOfQueues() {
        String report = HtmlReport.of(SMALL);
        assertTrue(report.contains("Lag over time at Store: p99 at most"), "a chart of the followers");
        assertTrue(report.contains("How late what follows is"), "with its title");
    }

    @Test
    void componentsGoByTheirLabelsAndShowWhatNobodyChose() {
        String report = MarkdownReport.of(SMALL);
        assertTrue(report.contains("| Store | SQL database |"), report);
        assertTrue(report.contains("Replication async (default)"), report);
        assertTrue(report.contains("Workers 4;"), report);
        assertFalse(report.contains("(db)") || report.contains("(l2)"), report);
    }

    @Test
    void totalsAndCostsSayTheirUnits() {
        String report = MarkdownReport.of(SMALL);
        // 1,000 items of 1 KB.
        assertTrue(report.contains("| 1 KB | 1000 | 1000 | 1 MB |"), report);
        assertTrue(report.matches("(?s).*\\| Total \\|  \\| [0-9,.]+ USD/month \\|.*"), report);
    }

    @Test
    void resultsOfTheVeryFirstRevisionAreOlderOnesToo() {
        Subject subject = Subject.of(Boards.hostile()).withOlder(Boards.report(Boards.small()), Boards.small(), 0);
        String report = MarkdownReport.of(subject);
        assertTrue(report.contains("Results of revision 0; the board has changed since: run again."), report);
        assertFalse(report.contains("gives the same digest"), report);
    }

    @Test
    void resultsTellOfBalanceLagAndTheSlowestRequests() {
        String report = MarkdownReport.of(SMALL);
        for (String section : List.of("### Balance", "### Lag", "### The slowest requests")) {
            assertTrue(report.contains("\n" + section + "\n"), section);
        }
        assertTrue(report.contains("| Store | from a write to a copy that has it |"), report);
        assertTrue(report.contains("| \u00b7 Store "), "the store is asked by the service: " + report);
        assertTrue(
                HtmlReport.of(SMALL).contains("aria-label=\"How evenly parts are loaded\""), "a table of the balance");
    }

    @Test
    void aReportWithoutARunSaysSo() {
        String report = MarkdownReport.of(Subject.of(Boards.small()));
        assertTrue(report.contains("This design was not run"));
        assertFalse(report.contains("## Results"));
    }

    @Test
    void anEmptyBoardHasAReportToo() throws Exception {
        Subject empty = Subject.of(Board.empty("Nothing"));
        assertTrue(MarkdownReport.of(empty).contains("Nothing is drawn yet."));
        html(HtmlReport.of(empty));
    }

    @Test
    void peopleAndDateStandAtTheTopWhenTheyAreGiven() {
        String report = MarkdownReport.of(SMALL.by(List.of("Ana", "Bo"), "2026-11-21"));
        assertTrue(report.contains("By Ana, Bo. 2026-11-21. Run with seed 1"), report);
    }

    static Stream<Subject> subjects() {
        return Stream.of(SMALL, HOSTILE, Subject.of(Boards.hostile()));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void htmlIsWellFormedAndHoldsNothingThatRunsOrLoads(Subject subject) throws Exception {
        Document page = html(HtmlReport.of(subject));
        for (Element element : elements(page)) {
            String name = element.getTagName();
            assertFalse(
                    Set.of("script", "img", "link", "iframe", "object", "form", "base", "image", "use")
                            .contains(name),
                    name);
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                String attribute = attributes.item(i).getNodeName();
                assertFalse(attribute.startsWith("on"), attribute);
                assertFalse(attribute.equals("style") || attribute.equals("src"), attribute);
                if (attribute.equals("href")) {
                    assertTrue(attributes.item(i).getNodeValue().startsWith("#"));
                }
            }
        }
        assertEquals(
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
                ((Element) page.getElementsByTagName("meta").item(1)).getAttribute("content"));
    }

    @Test
    void htmlShowsWhatPeopleTyped() throws Exception {
        Document page = html(HtmlReport.of(HOSTILE));
        String title = page.getElementsByTagName("h1").item(0).getTextContent();
        assertEquals(Boards.HOSTILE.replace("\u0007", ""), title);
    }

    @Test
    void htmlHasOneHeadingOfTheFirstLevelAndSkipsNone() throws Exception {
        List<Integer> levels = elements(html(HtmlReport.of(SMALL))).stream()
                .map(Element::getTagName)
                .filter(name -> name.matches("h[1-6]"))
                .map(name -> name.charAt(1) - '0')
                .toList();
        assertEquals(1, levels.get(0));
        for (int i = 1; i < levels.size(); i++) {
            assertTrue(levels.get(i) > 1 && levels.get(i) <= levels.get(i - 1) + 1, levels.toString());
        }
    }

    @Test
    void markdownKeepsHostileTextOnItsLine() {
        String report = MarkdownReport.of(HOSTILE);
        assertFalse(report.contains("<script") && !report.contains("\\<script"), "markup of a board");
        report.lines()
                .filter(line -> line.contains("script>") && !line.contains("#60;"))
                .filter(line -> !line.startsWith("run '"))
                .forEach(line -> assertFalse(line.matches(".*(?<!\\\\)<[a-zA-Z/!?].*"), line));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void drawingsHoldOnlyTheElementsThatAreAllowed(Subject subject) throws Exception {
        Document drawing = xml(DesignSvg.of(subject.board().design(), subject.current()));
        Set<String> names = new TreeSet<>();
        for (Element element : elements(drawing)) {
            names.add(element.getTagName());
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                assertFalse(attributes.item(i).getNodeName().matches("on.*|href|xlink:href|style"));
            }
        }
        assertTrue(DRAWN.containsAll(names), names.toString());
    }

    @Test
    void theDrawingNamesEveryComponentAndDrawsEveryLink() throws Exception {
        Document drawing = xml(DesignSvg.of(Boards.small().design(), null));
        String words = drawing.getDocumentElement().getTextContent();
        assertTrue(words.contains("app") && words.contains("Store") && words.contains("region"), words);
        assertEquals(
                2,
                elements(drawing).stream()
                        .filter(element -> element.getAttribute("class").equals("wire"))
                        .count());
    }

    @Test
    void anUnknownKindIsDrawnAsABox() throws Exception {
        Board board = BoardJson.parse("{\"format\":\"trestle/1\",\"title\":\"t\",\"design\":{\"nodes\":{"
                + "\"a\":{\"kind\":\"toaster\",\"x\":0,\"y\":0}}}}");
        assertTrue(xml(DesignSvg.of(board.design(), null))
                .getDocumentElement()
                .getTextContent()
                .contains("toaster"));
    }

    @Test
    void everyFormatIsWritten() {
        for (Format format : Format.values()) {
            assertFalse(format.write(SMALL).isBlank(), format.word());
            assertEquals(format, Format.of(format.word()).orElseThrow());
        }
        assertEquals("md, html, svg, json, mermaid, csv", Format.words());
    }

    private static Document html(String page) throws Exception {
        assertTrue(page.startsWith("<!doctype html>\n"));
        return xml(page.substring(page.indexOf('\n') + 1));
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<Element> elements(Document document) {
        NodeList all = document.getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) elements.add((Element) all.item(i));
        return elements;
    }
}
