package dev.trestle.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The icon sprite: one SVG file with a symbol for each icon that the pages use, read from the Lucide webjar at start,
 * plus one for each kind of the catalog ({@code kind-<id>}). Pages show one with
 * {@code <svg class="icon"><use href=".../icons/sprite.svg#play"/></svg>}.
 */
public final class Icons {
    private static final String FOLDER = "META-INF/resources/webjars/lucide-static/0.468.0/icons/";
    private static final String[] USED = {
        "arrow-right",
        "circle-alert",
        "circle-check",
        "circle-help",
        "circle-x",
        "copy",
        "file-up",
        "info",
        "lightbulb",
        "moon",
        "octagon-alert",
        "plus",
        "sun",
        "trash-2",
        "triangle-alert"
    };

    private Icons() {}

    /** @param kinds the inner markup of each kind's 24 x 24 icon, by kind id; it comes from our own catalog */
    public static String sprite(Map<String, String> kinds) {
        StringBuilder sprite = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
        for (String name : USED) symbol(sprite, name, inner(FOLDER + name + ".svg"));
        new TreeMap<>(kinds).forEach((id, markup) -> symbol(sprite, "kind-" + id, markup));
        return sprite.append("</svg>\n").toString();
    }

    /** The inner markup of a kind's icon, {@code static/icons/kinds/<id>.svg}. */
    public static String ofKind(String id) {
        return inner("static/icons/kinds/" + id + ".svg");
    }

    private static void symbol(StringBuilder sprite, String id, String markup) {
        sprite.append("<symbol id=\"").append(id).append("\" viewBox=\"0 0 24 24\">");
        sprite.append(markup).append("</symbol>\n");
    }

    private static String inner(String resource) {
        String svg = new String(Assets.resource(resource), StandardCharsets.UTF_8);
        int open = svg.indexOf('>', svg.indexOf("<svg"));
        return svg.substring(open + 1, svg.lastIndexOf("</svg>")).strip().replaceAll("\\s+", " ");
    }
}
