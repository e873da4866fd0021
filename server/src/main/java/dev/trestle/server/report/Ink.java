package dev.trestle.server.report;

/** The colours of drawings in exports: the workbench's own, as literals, since not every viewer knows CSS variables. */
final class Ink {
    private static final String[][] FAMILIES = {
        {"clients", "#3b485d", "#cbdcf6"},
        {"traffic", "#2f7bf2", "#2f8cf5"},
        {"compute", "#7d29c2", "#bea1fc"},
        {"cache", "#8a3c00", "#faab3f"},
        {"data", "#2b7a62", "#6cc9aa"},
        {"messaging", "#d04aa6", "#e05ba9"},
        {"guards", "#868a1f", "#9c9414"}
    };

    /** Series of charts: colour in light, colour in dark, dashes, so that they differ without colour too. */
    static final String[][] SERIES = {
        {"#1f5fd0", "#62a8ff", ""},
        {"#0f7b6c", "#3ecfb2", "6 3"},
        {"#9f1d35", "#ff8a85", "2 3"},
        {"#7d29c2", "#bea1fc", "8 3 2 3"},
        {"#a86800", "#f5c542", "1 3"},
        {"#3b485d", "#cbdcf6", "10 4"}
    };

    private static final String LIGHT = """
            .paper{fill:#f6f8fa}.nd-box,.nd-stack{fill:#fff;stroke:#c3ccd7}.nd-track{fill:#e9edf2}.nd-bar{fill:#0f7b6c}
            .nd-bar.busy{fill:#a86800}.nd-bar.full{fill:#9f1d35}.t1{fill:#16202c}.t2{fill:#465364}
            .wire{stroke:#76859a}.wire-end{fill:#76859a}.wire-pill{fill:#f6f8fa}
            .area-fill{fill:#1f5fd0}.area-edge{stroke:#8391a2}.note{fill:#fde68a;stroke:#e8c95a}.note-text{fill:#3d2f00}
            .grid{stroke:#d9dfe7}.axis{stroke:#8391a2}.band{fill:#e9edf2}
            .fault{fill:#e5b3ba;stroke:#9f1d35}.fault-reach{fill:#9f1d35;fill-opacity:.07}
            """;

    private static final String DARK = """
            .paper{fill:#0f141c}.nd-box,.nd-stack{fill:#161d27;stroke:#3a4757}.nd-track{fill:#26313f}.nd-bar{fill:#3ecfb2}
            .nd-bar.busy{fill:#f5c542}.nd-bar.full{fill:#f0605a}.t1{fill:#e9eef5}.t2{fill:#b3bfce}
            .wire{stroke:#7c8b9e}.wire-end{fill:#7c8b9e}.wire-pill{fill:#0f141c}
            .area-fill{fill:#6ea8ff}.area-edge{stroke:#6d7c90}.note{fill:#e8cf73;stroke:#c9ae4c}
            .grid{stroke:#2b3645}.axis{stroke:#6d7c90}.band{fill:#1c2531}
            .fault{fill:#5c2a30;stroke:#ff8a85}.fault-reach{fill:#ff8a85;fill-opacity:.09}
            """;

    private Ink() {}

    /** The style sheet of every drawing. */
    static String css() {
        StringBuilder css =
                new StringBuilder("text{font-family:Inter,system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif}\n");
        css.append(LIGHT);
        colours(css, 1);
        css.append("@media screen and (prefers-color-scheme:dark){\n").append(DARK);
        colours(css, 2);
        return css.append("}\n").toString();
    }

    private static void colours(StringBuilder css, int column) {
        for (String[] family : FAMILIES) {
            String colour = family[column];
            css.append(".f-" + family[0] + "{fill:" + colour + "}.i-" + family[0] + "{stroke:" + colour + "}\n");
        }
        for (int i = 0; i < SERIES.length; i++) {
            String colour = SERIES[i][column - 1];
            css.append(".s" + i + "{stroke:" + colour + "}.d" + i + "{fill:" + colour + "}\n");
        }
    }
}
