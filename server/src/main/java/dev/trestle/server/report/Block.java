package dev.trestle.server.report;

import dev.trestle.estimator.sheet.Derivation;
import java.util.List;
import java.util.Set;

/** A piece of a report, without a form yet: Markdown and HTML are two ways of writing the same blocks. Texts are plain. */
sealed interface Block {
    /** A heading; level 2 begins a chapter. */
    record Heading(int level, String text) implements Block {}

    /** A paragraph. */
    record Words(String text) implements Block {}

    /** A list, numbered or not. */
    record Points(boolean numbered, List<String> lines) implements Block {}

    /**
     * A table.
     *
     * @param title what it holds, in a few words
     * @param numeric columns whose cells are numbers, from 0
     */
    record Table(String title, List<String> head, Set<Integer> numeric, List<List<String>> rows) implements Block {}

    /** Text to be copied as it stands. */
    record Code(String text) implements Block {}

    /** Why a number is what it is. */
    record Reasons(Derivation derivation) implements Block {}

    /**
     * A drawing.
     *
     * @param mermaid the same for Markdown, or null where words and tables must do
     * @param svg our own markup
     */
    record Drawing(String title, String mermaid, String svg) implements Block {}
}
