package dev.trestle.server.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What there is to say about a kind, from {@code kinds/<id>.md}: sections of paragraphs and list items. Essays are our
 * own texts and use a handful of Markdown: headings, lists, bold and code; the template writes the tags.
 *
 * @param lead the paragraphs before the first heading
 */
record Essay(List<Block> lead, List<Section> sections) {
    private static final Pattern INLINE = Pattern.compile("\\*\\*(.+?)\\*\\*|`(.+?)`");

    record Section(String title, List<Block> blocks) {}

    /** A paragraph, or an item of a list. */
    record Block(boolean item, List<Span> spans) {}

    /** A piece of text, plain or marked. */
    record Span(boolean bold, boolean code, String text) {
        static Span plain(String text) {
            return new Span(false, false, text);
        }
    }

    /** The essay of a kind that the catalog has. */
    static Essay of(String kind) {
        try (InputStream in = Essay.class.getResourceAsStream("/kinds/" + kind + ".md")) {
            if (in == null) throw new IllegalStateException("kinds/" + kind + ".md is not on the class path");
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Essay parse(String markdown) {
        List<Block> lead = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        List<Block> open = lead;
        StringBuilder text = new StringBuilder();
        for (String line : (markdown + "\n\n").lines().toList()) {
            boolean starts = line.startsWith("#") || line.startsWith("- ");
            if ((line.isBlank() || starts) && !text.isEmpty()) {
                open.add(block(text.toString()));
                text.setLength(0);
            }
            if (line.startsWith("## ")) {
                open = new ArrayList<>();
                sections.add(new Section(line.substring(3), open));
            } else if (!line.isBlank() && !line.startsWith("# ")) {
                text.append(text.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        if (!text.isEmpty()) open.add(block(text.toString()));
        return new Essay(lead, sections);
    }

    private static Block block(String text) {
        boolean item = text.startsWith("- ");
        String words = item ? text.substring(2) : text;
        List<Span> spans = new ArrayList<>();
        Matcher matcher = INLINE.matcher(words);
        int from = 0;
        while (matcher.find()) {
            if (matcher.start() > from) spans.add(Span.plain(words.substring(from, matcher.start())));
            boolean bold = matcher.group(1) != null;
            spans.add(new Span(bold, !bold, matcher.group(bold ? 1 : 2)));
            from = matcher.end();
        }
        if (from < words.length()) spans.add(Span.plain(words.substring(from)));
        return new Block(item, spans);
    }
}
