package dev.trestle.server.estimate;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Brief;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.Form;
import dev.trestle.components.load.Load;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.server.web.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The brief and the script of a board as rows of editable fields, each with the error that belongs to it.
 *
 * @param text the prompt
 * @param locked whether the reader may only look
 */
record BriefView(
        String text,
        List<Row> assumptions,
        List<Row> entities,
        List<Row> operations,
        List<Row> requirements,
        List<Row> phases,
        boolean locked) {

    /** How the load of a phase is written. */
    public List<Form> loads() {
        return Load.WRITING;
    }

    /** What can be required. */
    public List<Form> forms() {
        return Requirement.writing();
    }

    /** How its faults are written. */
    public List<Form> faults() {
        return Fault.writing();
    }

    /** One record of the board: its id and its fields in the order of the form. */
    record Row(String id, List<Field> fields) {
        /** The field of that name; a template that asks for another is a mistake. */
        public Field field(String name) {
            return fields.stream()
                    .filter(field -> field.name.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no field " + name));
        }
    }

    /** One input: {@code errorId} is null when nothing is wrong. */
    record Field(String name, String inputId, String value, String error, String errorId) {}

    static BriefView of(Board board, FieldErrors errors, boolean locked) {
        Brief brief = board.brief();
        Rows rows = new Rows(errors);
        return new BriefView(
                brief.text() == null ? "" : brief.text(),
                rows.of(
                        "brief.assumptions",
                        brief.assumptions(),
                        (row, a) -> row.put("is", a.is()).put("says", a.says())),
                rows.of(
                        "brief.entities",
                        brief.entities(),
                        (row, e) -> row.put("size", e.size())
                                .put("count", e.count())
                                .put("popularity", e.popularity())
                                .put("fields", e.fields())),
                rows.of(
                        "brief.operations",
                        brief.operations(),
                        (row, o) -> row.put("api", o.api())
                                .put("rate", o.rate())
                                .put("on", o.on())
                                .put("every", o.every())
                                .put("steps", String.join("\n", o.steps()))),
                rows.of("brief.requirements", brief.requirements(), (row, r) -> row.put("is", r.is())),
                rows.of(
                        "script",
                        board.script(),
                        (row, p) -> row.put("phase", p.phase())
                                .put("for", p.duration())
                                .put("load", p.load())
                                .put("faults", String.join("\n", p.faults()))),
                locked);
    }

    /** Builds rows; a field's path in the errors is the path of its record and its name. */
    private record Rows(FieldErrors errors) {
        <R> List<Row> of(String path, Map<String, R> records, BiFunction<Fields, R, Fields> fill) {
            List<Row> rows = new ArrayList<>();
            records.forEach((id, value) -> {
                Fields fields = fill.apply(new Fields(path + "." + id, errors, new ArrayList<>()), value);
                rows.add(new Row(id, fields.list));
            });
            return rows;
        }
    }

    private record Fields(String path, FieldErrors errors, List<Field> list) {
        Fields put(String name, String value) {
            String inputId = "b-" + path.replace('.', '-') + "-" + name;
            String error = errors.at(path + "." + name);
            list.add(new Field(
                    name, inputId, value == null ? "" : value, error, error == null ? null : inputId + "-error"));
            return this;
        }
    }
}
