package dev.trestle.components.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Phase;
import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import dev.trestle.components.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every problem that ships: its reference keeps all it promises, each trap misses exactly what it is built to miss. */
class ProblemTest {
    /** The events are the budget, however busy the machine is. */
    private static final long WALL_NANOS = 900_000_000_000L;

    private static final Path FOLDER = Path.of("src/main/resources/problems");

    @TestFactory
    Stream<DynamicTest> boardsDoWhatTheirProblemSays() {
        return problems().stream().flatMap(problem -> {
            List<DynamicTest> tests = new ArrayList<>();
            tests.add(DynamicTest.dynamicTest(
                    problem.id() + ": reference meets every requirement",
                    () -> assertEquals("", notMet(problem.reference()))));
            for (Trap trap : problem.traps().values()) {
                tests.add(DynamicTest.dynamicTest(
                        problem.id() + ": " + trap.name() + " misses " + String.join(", ", trap.misses()),
                        () -> assertEquals(
                                trap.misses().stream().map(id -> id + " missed").collect(Collectors.joining(", ")),
                                notMet(problem.trap(trap.name())))));
            }
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> textsAreWhole() {
        return problems().stream()
                .map(problem -> DynamicTest.dynamicTest(problem.id() + ": text is whole", () -> {
                    assertFalse(problem.prompt().isBlank());
                    assertFalse(problem.prompt().contains("##"));
                    assertFalse(problem.section(Problem.QUESTIONS).isBlank());
                    assertFalse(problem.section(Problem.HINTS).isBlank());
                    assertTrue(List.of("easy", "medium", "hard").contains(problem.level()));
                    assertTrue(problem.minutes() == 45 || problem.minutes() == 60);
                    assertTrue(problem.traps().size() >= 2);
                    assertFalse(problem.checklist().isEmpty());
                    assertFalse(problem.curveballs().isEmpty());
                    assertFalse(problem.sources().isEmpty());
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyTrapFileIsNamedInItsProblem() {
        return problems().stream()
                .map(problem -> DynamicTest.dynamicTest(problem.id() + ": traps have files", () -> {
                    try (Stream<Path> files = Files.list(FOLDER.resolve(problem.id()))) {
                        assertEquals(
                                new TreeSet<>(problem.traps().keySet()),
                                files.map(file -> file.getFileName().toString())
                                        .filter(name -> name.startsWith("trap-"))
                                        .map(name -> name.substring("trap-".length(), name.length() - ".json".length()))
                                        .collect(Collectors.toCollection(TreeSet::new)));
                    }
                }));
    }

    @Test
    void everyFolderIsAProblem() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            assertEquals(
                    folders.map(folder -> folder.getFileName().toString())
                            .sorted()
                            .toList(),
                    problems().stream().map(Problem::id).toList());
        }
    }

    @Test
    void aSessionBeginsWithoutTheAnswer() {
        for (Problem problem : problems()) {
            Board start = problem.start();
            assertTrue(start.design().nodes().isEmpty());
            assertEquals(problem.reference().brief().operations(), start.brief().operations());
            assertTrue(
                    Run.findings(start).stream()
                            .filter(Finding::stops)
                            .noneMatch(finding -> finding.path() != null
                                    && (finding.path().startsWith("brief.requirements")
                                            || finding.path().startsWith("script"))),
                    "nothing of the start may name a node of the reference");
        }
    }

    @Test
    void anUnknownTrapIsRefused() {
        Problem any = problems().iterator().next();
        assertThrows(IllegalArgumentException.class, () -> any.trap("../reference"));
    }

    /** The bill is for the average load whatever runs, so a few seconds of it are enough. */
    @TestFactory
    Stream<DynamicTest> theEstimateAgreesWithTheBillOfTheReference() {
        return problems().stream()
                .map(problem -> DynamicTest.dynamicTest(problem.id() + ": estimate and bill within 2x", () -> {
                    Board board = problem.reference();
                    Phase phase = new Phase("a", "steady", "3 s", "average", List.of());
                    Board brief = new Board(board.title(), board.brief(), board.design(), Map.of("p1", phase));
                    double bill = Run.of(brief, Options.seed(1))
                            .execute(Watcher.NOBODY)
                            .report()
                            .bill()
                            .perMonth();
                    double estimate = Run.estimate(board)
                            .cells()
                            .get("cost.perMonth")
                            .value()
                            .value();
                    assertTrue(
                            estimate < 2 * bill && bill < 2 * estimate, "estimated " + estimate + ", billed " + bill);
                }));
    }

    private static Collection<Problem> problems() {
        return Library.standard().problems();
    }

    private static String notMet(Board board) {
        Options options = Options.seed(1);
        RunResult result = Run.of(board, new Options(1, options.eventBudget(), WALL_NANOS, options.threads()))
                .execute(Watcher.NOBODY);
        return result.verdicts().stream()
                .filter(verdict -> verdict.status() != Verdict.Status.MET)
                .map(verdict -> verdict.id() + " " + verdict.status().word())
                .collect(Collectors.joining(", "));
    }
}
