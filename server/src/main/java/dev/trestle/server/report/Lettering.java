package dev.trestle.server.report;

import java.util.ArrayList;
import java.util.List;

/** Fits words into boxes without a font at hand: widths of a sans-serif face, estimated a little too wide. */
final class Lettering {
    private static final String NARROW = "iljtfrI.,:;'|!()[] ";
    private static final String WIDE = "mwMW@%";

    private Lettering() {}

    /** About how wide a text is, in pixels, at a font size in pixels. */
    static double width(String text, double size) {
        return text.codePoints().mapToDouble(c -> em(c) * size).sum();
    }

    /** The text, cut with an ellipsis where it would be wider. */
    static String ellipsis(String text, double width, double size) {
        if (width(text, size) <= width) return text;
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "…", size) > width) end = text.offsetByCodePoints(end, -1);
        return text.substring(0, end).stripTrailing() + "…";
    }

    /** The text in lines of that width, at most so many; the last one says when there was more. */
    static List<String> wrapped(String text, double width, double size, int most) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.trim().split("\\s+")) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (!line.isEmpty() && width(longer, size) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                    longer = word;
                }
                line.setLength(0);
                line.append(longer);
            }
            lines.add(line.toString());
        }
        List<String> shown = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(Math.max(1, most), lines.size()))) {
            shown.add(ellipsis(line, width, size));
        }
        if (shown.size() < lines.size()) {
            String last = shown.get(shown.size() - 1);
            shown.set(shown.size() - 1, last.endsWith("…") ? last : last + "…");
        }
        return shown;
    }

    private static double em(int c) {
        if (NARROW.indexOf(c) >= 0) return 0.33;
        if (WIDE.indexOf(c) >= 0) return 0.9;
        if (c > 0x2e7f) return 1; // ideographs are square
        return Character.isUpperCase(c) ? 0.7 : 0.58;
    }
}
