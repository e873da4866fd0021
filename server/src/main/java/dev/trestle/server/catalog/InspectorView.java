package dev.trestle.server.catalog;

import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.estimator.fact.Fact;
import dev.trestle.server.web.FieldErrors;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of one component or link: what the inspector's template shows. Fields come from the params of its kind, one
 * widget for each type of param.
 *
 * @param type the board's collection: nodes or links
 * @param family the family's id, for the colour
 * @param heading the kind's name
 * @param kind the kind's id, null for a link
 * @param locked whether the reader may only look
 */
record InspectorView(
        String type,
        String id,
        String family,
        String icon,
        String heading,
        String label,
        String subtitle,
        String summary,
        String kind,
        List<FindingView> findings,
        List<Choice> presets,
        List<Group> groups,
        List<Figure> facts,
        boolean locked) {

    /** Options longer than this get a line of their own below the label. */
    private static final int LONGEST_BESIDE = 13;

    /** A name in a list: the label, or the kind's name. */
    public String name() {
        return label.isEmpty() ? heading : label;
    }

    /** Fields under one heading. */
    record Group(String label, List<Field> fields) {}

    /** One setting. {@code options} is empty for what is typed; {@code fallback} shows what holds when it is empty. */
    record Field(
            String id,
            String inputId,
            String label,
            String help,
            String value,
            String fallback,
            List<Option> options,
            boolean wide,
            String inputMode,
            String error) {
        /** The ids of what explains the input. */
        public String describedBy() {
            String helpId = help == null ? null : inputId + "-help";
            if (error == null) return helpId;
            return helpId == null ? inputId + "-error" : inputId + "-error " + helpId;
        }
    }

    record Option(String value, String label, boolean selected) {}

    record Choice(String id, String label) {}

    /** A published number and where it was published. */
    record Figure(String says, String source) {
        static Figure of(Fact fact) {
            String value = Figures.number(fact.value());
            return new Figure(
                    fact.component() + ", " + fact.metric() + ": " + value + " " + fact.unit(),
                    fact.source() + ", " + fact.date());
        }
    }

    /** The fields of {@code params}, grouped by heading in order of first use. */
    static List<Group> groups(
            String recordId, List<Param> params, Map<String, String> settings, FieldErrors errors, String path) {
        Map<String, List<Field>> groups = new LinkedHashMap<>();
        for (Param param : params) {
            String error = errors.at(path + ".settings." + param.id());
            groups.computeIfAbsent(param.group(), heading -> new ArrayList<>())
                    .add(field(recordId, param, settings.get(param.id()), error));
        }
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), group.getValue()))
                .toList();
    }

    private static Field field(String recordId, Param param, String value, String error) {
        boolean wide = switch (param.type()) {
            case DISTRIBUTION, NAMES, OPERATIONS, TEXT -> true;
            case CHOICE -> param.options().stream().anyMatch(option -> option.length() > LONGEST_BESIDE);
            default -> false;
        };
        String mode = param.type() == ParamType.INTEGER ? "numeric" : "text";
        return new Field(
                param.id(),
                "i-" + recordId + "-" + param.id(),
                param.label(),
                param.help(),
                value == null ? "" : value,
                fallback(param),
                options(param, value),
                wide,
                mode,
                error);
    }

    private static String fallback(Param param) {
        if (!param.preset().isEmpty()) return param.preset();
        return param.type() == ParamType.NAMES ? "all" : "";
    }

    private static List<Option> options(Param param, String value) {
        List<String> words = switch (param.type()) {
            case CHOICE -> param.options();
            case FLAG -> List.of("yes", "no");
            default -> List.of();
        };
        if (words.isEmpty()) return List.of();
        List<Option> options = new ArrayList<>();
        options.add(new Option("", param.preset(), value == null));
        for (String word : words) {
            if (!word.equals(param.preset()) || word.equals(value))
                options.add(new Option(word, word, word.equals(value)));
        }
        if (value != null && !words.contains(value)) options.add(new Option(value, value, true));
        return options;
    }
}
