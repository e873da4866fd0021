package dev.trestle.e2e.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.e2e.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules of every text file that people edit: lengths, leftovers, and what pages and scripts must not contain. */
class SourceTextTest {

    private static final int LINES_OF_A_FILE = 600;
    private static final int COLUMNS = 140;

    /** Written in two halves so that this file does not contain what it looks for. */
    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?<![:'\"`])//[^\\n]*", Pattern.DOTALL);

    /** A rule of a page and the text that breaks it. */
    private record Ban(String says, Pattern text) {
        Ban(String says, String text) {
            this(says, Pattern.compile(text, Pattern.CASE_INSENSITIVE));
        }
    }

    private static final List<Ban> PAGE_BANS = List.of(
            new Ban("unescaped text (th:utext, [(...)])", "th:utext|\\[\\("),
            new Ban("an inline script", "<script(?![^>]*(\\bsrc=|th:src=|application/json))[^>]*>"),
            new Ban("an inline style", "<style\\b|\\sstyle=|th:style"),
            new Ban("a handler in an attribute", "\\s(on[a-z]+|th:on[a-z]+|hx-on[:a-z-]*)="),
            new Ban("an expression that htmx would evaluate", "hx-(vals|vars|headers)=[\"']\\s*js:|javascript:"),
            new Ban("a file of another host", "(src|href|th:src|th:href)=[\"'](https?:)?//(?!www\\.w3\\.org)"));

    private static final List<Ban> SCRIPT_BANS = List.of(
            new Ban("code from text", "\\beval\\s*\\(|new Function\\s*\\("),
            new Ban("a forgotten console line", "console\\.(log|debug)\\b|\\bdebugger\\b"),
            new Ban("a check switched off", "@ts-(nocheck|ignore)"));

    @Test
    void noFileIsLongerThanSixHundredLines() {
        List<String> faults = new ArrayList<>();
        for (Path file : texts().toList()) {
            long lines = Checkout.read(file).lines().count();
            if (lines > LINES_OF_A_FILE) {
                faults.add(Checkout.name(file) + " has " + lines + " lines");
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void noCodeLineIsWiderThanTheScreen() {
        assertEquals(List.of(), lines(code(), line -> line.length() > COLUMNS));
    }

    @Test
    void nothingIsLeftForLater() {
        assertEquals(List.of(), lines(texts(), line -> LEFTOVER.matcher(line).find()));
    }

    @Test
    void pagesHoldNoScriptStyleOrUnescapedText() {
        List<String> faults = new ArrayList<>();
        for (Path page : Checkout.files("templates", ".html")) {
            addBanned(page, Checkout.read(page), PAGE_BANS, faults);
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyScriptIsTypeChecked() {
        List<String> unchecked = Checkout.files("static/js", ".js").stream()
                .filter(file -> !Checkout.read(file).startsWith("// @ts-check"))
                .map(Checkout::name)
                .toList();
        assertEquals(List.of(), unchecked);
    }

    @Test
    void scriptsHoldNothingThatTheBrowserOrAReaderWouldRegret() {
        List<String> faults = new ArrayList<>();
        for (Path script : Checkout.files("static/js", ".js")) {
            addBanned(script, Checkout.read(script), SCRIPT_BANS, faults);
        }
        assertEquals(List.of(), faults);
    }

    /** A new kind is one class: a page or a script that knows one by name would have to be edited with it. */
    @Test
    void noKindIsNamedInScriptsOrPages() {
        List<String> faults = new ArrayList<>();
        for (String kind : KindIds.all()) {
            String id = Pattern.quote(kind);
            String literal = "(['\"`])" + id + "\\1";
            // A hyphenated id is no English word and no field name: it betrays itself anywhere.
            Pattern named = Pattern.compile(kind.contains("-") ? "(?<![\\w-])" + id + "(?![\\w-])" : literal);
            for (Path script : Checkout.files("static/js", ".js")) {
                String code = COMMENT.matcher(Checkout.read(script)).replaceAll(" ");
                addMatches(script, code, named, "names the kind " + kind, faults);
            }
            Pattern inPage = Pattern.compile("'" + id + "'|data-kind=\"" + id + "\"");
            for (Path page : Checkout.files("templates", ".html")) {
                addMatches(page, Checkout.read(page), inPage, "names the kind " + kind, faults);
            }
        }
        assertEquals(List.of(), faults);
    }

    private static Stream<Path> code() {
        return Stream.concat(Checkout.javaSources().stream(), Checkout.files("static/js", ".js").stream());
    }

    /** All that people write and read; data tables and vectors may be long. */
    private static Stream<Path> texts() {
        Stream<Path> resources = Checkout.MODULES.stream()
                .flatMap(module -> Stream.of(".sql", ".md", ".xml", ".properties")
                        .flatMap(ending -> Checkout.files(module + "/src", ending).stream()));
        Stream<Path> pages = Stream.of(".html", ".css", ".svg", ".md", ".js")
                .flatMap(ending -> Stream.of("templates", "static", "e2e/src/test/js")
                        .flatMap(folder -> Checkout.files(folder, ending).stream()));
        return Stream.of(Checkout.javaSources().stream(), resources, pages)
                .flatMap(each -> each)
                .distinct();
    }

    private static List<String> lines(Stream<Path> files, Predicate<String> bad) {
        List<String> faults = new ArrayList<>();
        files.forEach(file -> {
            List<String> lines = Checkout.read(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (bad.test(lines.get(i))) {
                    faults.add(Checkout.name(file) + ":" + (i + 1));
                }
            }
        });
        return faults;
    }

    private static void addBanned(Path file, String text, List<Ban> bans, List<String> faults) {
        for (Ban ban : bans) {
            addMatches(file, text, ban.text(), ban.says(), faults);
        }
    }

    private static void addMatches(Path file, String text, Pattern pattern, String says, List<String> faults) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            long line = text.substring(0, matcher.start()).lines().count();
            faults.add(Checkout.name(file) + ":" + Math.max(1, line) + " " + says + ": "
                    + matcher.group().strip());
        }
    }
}
