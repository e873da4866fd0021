package dev.trestle.server.cli;

/** Texts of other people on a terminal: what boards and file names say must not move its cursor or end a line. */
final class TerminalText {
    private TerminalText() {}

    /** One line: every control character and line end becomes a space. */
    static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    /** Several lines: control characters other than the newline become spaces. */
    static String lines(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029&&[^\\n]]", " ");
    }
}
