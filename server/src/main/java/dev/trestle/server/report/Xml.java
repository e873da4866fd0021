package dev.trestle.server.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * XML or HTML in the making, well-formed by construction: elements close in order, every attribute and text is escaped,
 * and characters that XML does not have are left out.
 */
public final class Xml {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are names and values in turn, one whose value is null is left out. */
    public Xml open(String element, String... attributes) {
        tag(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Closes the element opened last. */
    public Xml close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content. */
    public Xml leaf(String element, String... attributes) {
        tag(element, attributes);
        out.append("/>");
        return this;
    }

    /** An element that holds a text. */
    public Xml with(String text, String element, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** A text, escaped. */
    public Xml text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Our own markup, as it stands: never what somebody typed. */
    public Xml raw(String markup) {
        out.append(markup);
        return this;
    }

    /** The document so far; throws IllegalStateException while an element is open. */
    @Override
    public String toString() {
        if (!open.isEmpty()) throw new IllegalStateException("<" + open.peek() + "> is not closed");
        return out.toString();
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] == null) continue;
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escaped(attributes[i + 1]).replace("\n", "&#10;")).append('"');
        }
    }

    /** Safe in text and in quoted attributes. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append((char) c);
                default -> {
                    boolean inXml = c >= 0x20 && c < 0x7f
                            || c >= 0xa0 && c < 0xd800
                            || c >= 0xe000 && c != 0xfffe && c != 0xffff;
                    if (inXml) safe.appendCodePoint(c);
                }
            }
        });
        return safe.toString();
    }
}
