package dev.trestle.server.cli;

import dev.trestle.components.board.Board;
import dev.trestle.components.problem.Library;
import dev.trestle.components.problem.Problem;
import dev.trestle.components.problem.Trap;
import dev.trestle.server.web.BadInput;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trestle problems}: the interview questions there are, or the text of one. */
@Command(name = "problems", description = "List the problems, or tell one of them.", mixinStandardHelpOptions = true)
final class ProblemsCommand implements Callable<Integer> {
    private static final String TRAP = "trap-";

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A problem, such as instagram.")
    private String id;

    @Option(names = "--key", description = "The interviewer's part too: questions, hints, curveballs, traps.")
    private boolean key;

    @Override
    public Integer call() {
        PrintStream out = Output.standard();
        if (id == null) {
            for (Problem problem : Library.standard().problems()) {
                out.printf(
                        "%-20s %-8s %3d min  %s%n", problem.id(), problem.level(), problem.minutes(), problem.title());
            }
        } else if (key) {
            tellAll(out, problem(id));
        } else {
            Problem problem = problem(id);
            out.printf(
                    "%s (%s, %d minutes)%n%n%s%n",
                    problem.title(), problem.level(), problem.minutes(), problem.prompt());
        }
        return 0;
    }

    /** The board that {@code instagram} (its reference) or {@code instagram/trap-no-cache} names. */
    static Board board(String name) {
        int slash = name.indexOf('/');
        Problem problem = problem(slash < 0 ? name : name.substring(0, slash));
        String which = slash < 0 ? "reference" : name.substring(slash + 1);
        if (which.equals("reference")) return problem.reference();
        if (which.startsWith(TRAP) && problem.traps().containsKey(which.substring(TRAP.length()))) {
            return problem.trap(which.substring(TRAP.length()));
        }
        throw new BadInput(
                "board",
                "unknown",
                "problem:" + name + ": there is no board " + which + "; there are reference"
                        + problem.traps().keySet().stream()
                                .map(trap -> ", " + TRAP + trap)
                                .collect(Collectors.joining()));
    }

    private static Problem problem(String id) {
        return Library.standard()
                .problem(id)
                .orElseThrow(() -> new BadInput(
                        "problem",
                        "unknown",
                        "there is no problem " + id + "; there are "
                                + Library.standard().problems().stream()
                                        .map(Problem::id)
                                        .collect(Collectors.joining(", "))));
    }

    private static void tellAll(PrintStream out, Problem problem) {
        out.print(problem.text());
        out.printf("%n## Curveballs%n%n");
        problem.curveballs()
                .forEach(ball -> out.printf("- *%s*: %s%n  %s%n", ball.phase(), ball.says(), ball.expect()));
        out.printf("%n## What to look for%n%n");
        problem.checklist().forEach(line -> out.printf("- %s%n", line));
        out.printf("%n## Traps%n%n");
        for (Trap trap : problem.traps().values()) {
            out.printf(
                    "- `problem:%s/%s%s` misses %s. %s%n",
                    problem.id(), TRAP, trap.name(), String.join(", ", trap.misses()), trap.because());
        }
        out.printf("%n## Sources%n%n");
        problem.sources().forEach(line -> out.printf("- %s%n", line));
    }
}
