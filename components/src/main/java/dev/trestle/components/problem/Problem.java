package dev.trestle.components.problem;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Phase;
import dev.trestle.components.board.RequirementLine;
import dev.trestle.components.load.Fault;
import dev.trestle.components.verdict.Requirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An interview question: its text, a reference board that meets every requirement, and traps that do not. Immutable.
 *
 * @param id the name of its folder
 * @param level {@code easy}, {@code medium} or {@code hard}
 * @param minutes that an interview on it takes
 * @param summary one sentence for a list
 * @param text the whole of {@code problem.md}; {@link #section} takes it apart
 * @param checklist what an interviewer looks for, mistakes that candidates make
 * @param traps by name
 * @param sources where its figures come from
 */
public record Problem(
        String id,
        String title,
        String level,
        int minutes,
        String summary,
        String text,
        Board reference,
        List<Curveball> curveballs,
        List<String> checklist,
        Map<String, Trap> traps,
        List<String> sources) {
    /** The headings of {@code problem.md}; everything after the first belongs to the interviewer. */
    public static final String PROMPT = "The prompt";

    public static final String QUESTIONS = "Questions a good candidate asks";
    public static final String HINTS = "Hints";

    /** The Markdown under a heading of the second level, without it; empty when there is none. */
    public String section(String heading) {
        int start = ("\n" + text).indexOf("\n## " + heading + "\n");
        if (start < 0) return "";
        String rest = text.substring(text.indexOf('\n', start) + 1);
        int end = ("\n" + rest).indexOf("\n## ");
        return (end < 0 ? rest : rest.substring(0, Math.max(0, end - 1))).strip();
    }

    /** What a candidate is told. */
    public String prompt() {
        return section(PROMPT);
    }

    /** The board of a trap; throws IllegalArgumentException when there is no such trap. */
    public Board trap(String name) {
        if (!traps.containsKey(name)) {
            throw new IllegalArgumentException(id + " has no trap " + name);
        }
        return Library.board(id, "trap-" + name + ".json");
    }

    /**
     * The board that a session begins with: the reference's brief and script without what would give its design away,
     * requirements and faults that name a node of it.
     */
    public Board start() {
        Brief brief = reference.brief();
        Map<String, RequirementLine> requirements = new LinkedHashMap<>();
        brief.requirements().forEach((name, line) -> {
            if (!(Requirement.parse(line.is()) instanceof Requirement.NodeLevel)) {
                requirements.put(name, line);
            }
        });
        Map<String, Phase> script = new LinkedHashMap<>();
        reference.script().forEach((name, phase) -> {
            if (phase.faults().stream().allMatch(fault -> Fault.parse(fault).target() == null)) {
                script.put(name, phase);
            }
        });
        return new Board(
                reference.title(),
                new Brief(brief.text(), brief.assumptions(), brief.entities(), brief.operations(), requirements),
                Design.EMPTY,
                script);
    }
}
