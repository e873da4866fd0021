package dev.trestle.components.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.Form;
import dev.trestle.components.verdict.Completion.Line;
import dev.trestle.components.verdict.Completion.Option;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompletionTest {
    private static final Board BOARD = board();

    private static Board board() {
        Document document = Document.empty("T");
        document.apply(Edit.put("entities", "Photo", Map.of("size", "1 KB")));
        document.apply(Edit.put("operations", "view", Map.of("rate", "1/s", "steps", List.of("read Photo"))));
        document.apply(Edit.put("operations", "count", Map.of("on", "seen", "steps", List.of("write Photo"))));
        Map<String, String> three = Map.of("instances", "3");
        document.apply(Edit.put("nodes", "app", Map.of("kind", "service", "x", 0, "y", 0, "settings", three)));
        document.apply(Edit.put("nodes", "lb", Map.of("kind", "load-balancer", "x", 0, "y", 0)));
        document.apply(Edit.put("nodes", "hot", Map.of("kind", "cache", "x", 0, "y", 0)));
        document.apply(Edit.put("links", "l1", Map.of("from", "lb", "to", "app")));
        document.apply(Edit.put("areas", "eu", Map.of("kind", "region", "x", 0, "y", 0, "w", 10, "h", 10)));
        document.apply(Edit.put("phases", "p1", Map.of("phase", "cache lost", "for", "10 s")));
        return document.board();
    }

    private static List<String> next(Line line, String typed) {
        return Completion.of(line, typed, BOARD).options().stream()
                .map(Option::text)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|view, count, Photo, seen, app, lb, hot, all, reads, writes, survives loss of any, recovers within,"
                        + " headroom, cost",
                "vi|view, survives loss of any",
                "'view '|mean, max, p50, p90, p95, p99, p99.9, availability, error ratio, throughput, idempotent, at",
                "'all '|mean, max, p50, p90, p95, p99, p99.9, availability, error ratio, throughput",
                "'Photo '|read-your-writes, monotonic-reads, linearizable, fresh within, never, unique",
                "'Photo never '|lost, above",
                "'seen '|handled",
                "'seen handled '|at, exactly, in, within",
                "'seen handled within '|100 ms, 300 ms, 1 s, 10 s",
                "'seen handled within 10 s '|for",
                "'app '|utilization, queue",
                "'hot hit '|ratio",
                "'lb '|''",
                "'view p99 '|latency",
                "'view p99 latency '|<, <=, >, >=, =",
                "view p99 latency < 3|3 ms, 3 s, 3 min",
                "'view p99 latency < 300 '|ms, s, min",
                "'view p99 latency < 300 ms '|in",
                "'view p99 latency < 300 ms in '|cache lost",
                "view p99 latency < 300 ms in cache lo|cache lost",
                "'all availability >= 99.9 '|%, in",
                "'cost < '|1 kUSD/month, 10 kUSD/month, 60 kUSD/month",
                "'survives '|loss",
                "'survives loss of any '|instance, node, zone, region",
                "'recovers within 30 s '|after",
                "'recovers within 30 s after '|cache lost",
                "'headroom >= 2 '|x",
                "'survives loss of any zone '|''",
            })
    void aRequirementGoesOnAsItsFormSays(String typed, String options) {
        assertEquals(options, String.join(", ", next(Line.REQUIREMENT, typed)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cr|crash",
                "'crash '|app, lb, hot",
                "'crash app '|instance, at, for",
                "'crash app instance '|1, 2, 3",
                "'crash app instance 2 '|at, for",
                "'crash hot '|at, for",
                "'crash lb at '|5 s",
                "'crash lb at 5 '|s, ms, min",
                "'crash lb at 5 s '|for",
                "'slow app '|by, instance",
                "'slow app instance 2 '|by",
                "'drop 5% on '|l1",
                "'cut app '|from, to",
                "'cut app to '|app, lb, hot, eu",
                "'lose '|eu",
                "'poison '|seen",
                "'skew clock '|by, at, for",
                "'chaos '|on, every",
                "'chaos every 1000 h '|repair, at, for",
                "'unheard of '|''",
            })
    void aFaultGoesOnAsItsFormSays(String typed, String options) {
        assertEquals(options, String.join(", ", next(Line.FAULT, typed)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|read, write, delete, publish, call, reserve",
                "'read '|Photo",
                "'call '|view, count",
                "'publish '|seen",
                "'read Photo '|x10, parallel, if, key, else",
                "'read Photo x10 parallel '|if, key, else",
                "'read Photo if '|10 %, 20 %, 50 %",
                "'read Photo if 20 '|%",
                "'read Photo key '|Photo, new",
            })
    void aStepGoesOnAsItsFormSays(String typed, String options) {
        assertEquals(options, String.join(", ", next(Line.STEP, typed)));
    }

    private static Stream<String> examples() {
        return Stream.concat(
                RequirementForm.ALL.stream().map(Form::text), Stream.of("posted handled in order", "headroom >= 2 x"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsARequirement(String line) {
        assertEquals(line, Requirement.parse(line).toString());
    }

    @Test
    void everyFormOfAFaultIsOffered() {
        List<String> first = next(Line.FAULT, "");
        for (Form form : Fault.writing()) {
            assertTrue(first.contains(form.text().split(" ")[0]), form.text());
        }
    }

    @Test
    void anOptionReplacesTheWordThatIsBeingTyped() {
        assertEquals(5, Completion.of(Line.REQUIREMENT, "view p9", BOARD).from());
        assertEquals(
                26,
                Completion.of(Line.REQUIREMENT, "view p99 latency < 1 s in cache lo", BOARD)
                        .from());
    }

    @Test
    void whatANameIsStandsBesideIt() {
        assertEquals(
                new Option("hot", "Cache"),
                Completion.of(Line.REQUIREMENT, "hot", BOARD).options().get(0));
    }
}
