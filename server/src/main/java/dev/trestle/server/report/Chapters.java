package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Mermaid;
import dev.trestle.components.board.Note;
import dev.trestle.components.board.RequirementLine;
import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Run;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.estimator.estimate.Estimate;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as a row of chapters: what Markdown and HTML have in common. */
final class Chapters {
    private final Subject subject;
    private final Board board;
    private final Subject.Results results;
    private final JsonNode run;
    private final Estimate estimate;
    private final List<Finding> findings;
    private final Names names;
    private final Blocks out = new Blocks();

    private Chapters(Subject subject) {
        this.subject = subject;
        this.board = subject.board();
        this.names = new Names(board);
        this.results = subject.results();
        this.run = results == null ? null : results.report();
        this.estimate = Run.estimate(board);
        this.findings = Run.findings(board);
    }

    /** The report's title. */
    static String title(Subject subject) {
        String title = subject.board().title();
        return title == null || title.isBlank() ? "Untitled design" : title;
    }

    /** Everything after the title. */
    static List<Block> of(Subject subject) {
        Chapters chapters = new Chapters(subject);
        chapters.write();
        return chapters.out.all();
    }

    private void write() {
        head();
        out.chapter("Problem and scope");
        out.words(
                board.brief().text() == null
                        ? "The brief has no text."
                        : board.brief().text());
        requirements();
        BriefChapters brief = new BriefChapters(board, estimate, out);
        brief.estimate();
        brief.api();
        brief.data();
        DesignChapters design = new DesignChapters(subject, findings, out);
        out.chapter("Design");
        out.add(new Block.Drawing(
                "The design", Mermaid.of(board.design()), DesignSvg.inline(board.design(), subject.current())));
        design.components();
        design.routes();
        notes();
        design.script();
        if (run != null) new RunChapters(results, out).write();
        findings();
        origin();
        glossary();
    }

    private void head() {
        List<String> facts = new ArrayList<>();
        if (!subject.people().isEmpty()) facts.add("By " + String.join(", ", subject.people()) + ".");
        if (subject.date() != null) facts.add(subject.date() + ".");
        if (run == null) {
            facts.add(
                    "This design was not run: what follows is the brief, its estimate, the drawing and what a check says.");
        } else {
            Map<String, Integer> counts = new LinkedHashMap<>();
            for (JsonNode verdict : run.path("verdicts")) {
                counts.merge(verdict.path("verdict").asText(), 1, Integer::sum);
            }
            facts.add("Run with seed " + run.path("seed").asText() + ": " + counts.getOrDefault("met", 0)
                    + " requirements met, " + counts.getOrDefault("missed", 0) + " missed, "
                    + counts.getOrDefault("unsure", 0) + " unsure.");
        }
        out.words(String.join(" ", facts));
        older();
    }

    private void older() {
        if (results != null && results.older()) out.words(results.line());
    }

    /** Verdicts by requirement; one that was worded otherwise when the board was run has none. */
    private Map<String, JsonNode> verdicts() {
        Map<String, JsonNode> verdicts = new LinkedHashMap<>();
        if (run == null) return verdicts;
        Map<String, RequirementLine> judged = results.ran().brief().requirements();
        Map<String, RequirementLine> asked = board.brief().requirements();
        for (JsonNode verdict : run.path("verdicts")) {
            String id = verdict.path("id").asText();
            if (asked.containsKey(id) && asked.get(id).equals(judged.get(id))) verdicts.put(id, verdict);
        }
        return verdicts;
    }

    private void requirements() {
        out.chapter("Requirements");
        older();
        Map<String, JsonNode> verdicts = verdicts();
        List<String> functional = new ArrayList<>();
        List<String> others = new ArrayList<>();
        board.brief().requirements().forEach((id, line) -> (isFunctional(line) ? functional : others).add(id));
        List<String> does = new ArrayList<>();
        board.brief()
                .operations()
                .forEach((name, operation) -> does.add(name
                        + (operation.api() != null
                                ? ": " + operation.api()
                                : operation.on() != null ? ": when " + operation.on() + " happened" : "")));
        out.section("Functional");
        if (!does.isEmpty()) out.words("The system does:");
        out.points(does);
        verdicts("Functional requirements", functional, verdicts);
        out.section("Non-functional");
        if (others.isEmpty()) out.words("None were asked for.");
        verdicts("Non-functional requirements", others, verdicts);
        evidence(verdicts);
    }

    /** A promise about what data and messages do, as opposed to how fast, how often and for how much. */
    private static boolean isFunctional(RequirementLine line) {
        try {
            Requirement requirement = Requirement.parse(line.is());
            return !(requirement instanceof Requirement.Latency
                    || requirement instanceof Requirement.Served
                    || requirement instanceof Requirement.NodeLevel
                    || requirement instanceof Requirement.AtMost
                    || requirement instanceof Requirement.Survives
                    || requirement instanceof Requirement.RecoversWithin
                    || requirement instanceof Requirement.Headroom
                    || requirement instanceof Requirement.Cost);
        } catch (BadText unreadable) {
            return false;
        }
    }

    private void verdicts(String title, List<String> ids, Map<String, JsonNode> verdicts) {
        Blocks.Rows table = verdicts.isEmpty()
                ? out.table(title, "Id", "Requirement")
                : out.table(title, "Id", "Requirement", "Verdict", "Measured>", "Because");
        for (String id : ids) {
            JsonNode verdict = verdicts.get(id);
            String line = board.brief().requirements().get(id).is();
            if (verdicts.isEmpty()) {
                table.row(id, line);
            } else if (verdict == null) {
                table.row(id, line, "not judged", "", "");
            } else {
                Measured measured = Measured.of(verdict);
                String interval = measured.interval().isEmpty() ? "" : " (" + measured.interval() + ")";
                table.row(
                        id,
                        verdict.path("requirement").asText(),
                        verdict.path("verdict").asText(),
                        verdict.has("measured") ? measured.value() + interval : "",
                        verdict.path("because").asText());
            }
        }
        table.end();
    }

    private void evidence(Map<String, JsonNode> verdicts) {
        verdicts.forEach((id, verdict) -> {
            Evidence.Table table = Evidence.of(verdict);
            boolean met = verdict.path("verdict").asText().equals("met");
            if (table == null && (met || verdict.path("evidence").isEmpty())) return;
            out.words("Evidence for " + id + ", " + verdict.path("verdict").asText() + ":");
            if (table != null) {
                Blocks.Rows rows =
                        out.table(table.caption() + " for " + id, table.head().toArray(String[]::new));
                table.rows().forEach(row -> rows.row(row.cells().toArray(String[]::new)));
                rows.end();
            }
            List<String> lines = new ArrayList<>();
            verdict.path("evidence").forEach(line -> lines.add(line.asText()));
            out.points(lines);
            counterexample(id, verdict.path("counterexample"));
        });
    }

    private void counterexample(String id, JsonNode moments) {
        if (moments.isEmpty()) return;
        out.words("The smallest counter-example:");
        Blocks.Rows table = out.table(
                "The smallest counter-example for " + id, "Time>", "Who", "What", "Component", "Instance>", "Link");
        for (JsonNode moment : moments) {
            String node = moment.path("node").asText(null);
            String link = moment.path("link").asText(null);
            table.row(
                    CounterexampleJson.time(moment),
                    moment.path("who").asText(),
                    moment.path("what").asText(),
                    node == null ? "" : names.node(node),
                    moment.path("instance").asText(""),
                    link == null ? "" : names.link(link));
        }
        table.end();
    }

    private void notes() {
        List<String> texts = new ArrayList<>();
        for (Note note : board.design().notes().values()) {
            if (note.text() != null && !note.text().isBlank()) texts.add(note.text());
        }
        if (texts.isEmpty()) return;
        out.chapter("Notes");
        out.points(texts);
    }

    private void findings() {
        out.chapter("Findings");
        if (findings.isEmpty()) out.words("A check of the board finds nothing to say.");
        Blocks.Rows table = out.table("What a check finds", "Severity", "Finding", "Where", "What it says", "Remedy");
        for (Finding finding : findings) {
            String where = finding.node() != null
                    ? names.node(finding.node())
                    : finding.link() != null ? names.link(finding.link()) : finding.path();
            table.row(finding.severity().word(), finding.code(), where, finding.says(), finding.remedy());
        }
        table.end();
    }

    private void origin() {
        out.chapter("Repeating this");
        Blocks.Rows table = out.table("Origin", "What", "Value");
        table.row("Board (SHA-256)", sha256(board));
        table.row("Engine", run == null ? ReportJson.ENGINE : run.path("engine").asText());
        if (run != null) {
            if (results.older()) {
                table.row("Revision that was run", Long.toString(results.revision()));
                table.row("Board that was run (SHA-256)", sha256(results.ran()));
            }
            table.row("Seed", run.path("seed").asText());
            table.row("Digest of the run", run.path("digest").asText());
            table.row("Replications", run.path("replications").asText());
            table.row(
                    "Simulated seconds each, without what was left out",
                    run.path("simulatedSeconds").asText());
            table.row("Requests", String.format("%,d", run.path("requests").asLong()));
            table.row("Events", String.format("%,d", run.path("events").asLong()));
            table.row("Stopped by", run.path("stoppedBy").asText());
            run.path("played")
                    .forEach(phase ->
                            table.row("Simulated of " + phase.path("name").asText(), playedWords(phase)));
        }
        table.end();
        if (results == null || results.command() == null) return;
        out.words("The same board, seed and engine give the same digest, on any machine:");
        out.add(new Block.Code(results.command()));
    }

    private static String playedWords(JsonNode phase) {
        double leftOut = phase.path("leftOutSeconds").asDouble();
        return Figures.seconds(phase.path("seconds").asDouble())
                + (leftOut > 0 ? ", after " + Figures.seconds(leftOut) + " in which the design settled" : "")
                + "; the script says "
                + Figures.seconds(phase.path("statedSeconds").asDouble());
    }

    private static String sha256(Board board) {
        return Document.parse(BoardJson.print(board)).sha256();
    }

    private void glossary() {
        out.chapter("Words");
        Blocks.Rows table = out.table("Words used", "Word", "Means");
        table.row(
                "met, missed, unsure",
                "the whole 95 % interval keeps the bound; none of it does; it lies on both sides");
        table.row("p99", "99 of 100 requests took no longer");
        table.row("interval", "holds the true value in 95 of 100 runs");
        table.row("busy (utilization)", "share of its servers' time that a component works");
        table.row("predicted", "what queueing theory says for the measured load");
        table.end();
    }
}
