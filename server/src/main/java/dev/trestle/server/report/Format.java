package dev.trestle.server.report;

import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Mermaid;
import dev.trestle.components.run.Run;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A form in which a board, with its run where there is one, leaves Trestle. */
public enum Format {
    MD("text/markdown", MarkdownReport::of),
    HTML("text/html", HtmlReport::of),
    SVG("image/svg+xml", subject -> DesignSvg.of(subject.board().design(), subject.current())),
    JSON("application/json", subject -> BoardJson.print(subject.board())),
    MERMAID("text/vnd.mermaid", subject -> Mermaid.of(subject.board().design())),
    CSV("text/csv", subject -> EstimateCsv.of(Run.estimate(subject.board())));

    private final String mediaType;
    private final Function<Subject, String> writer;

    Format(String mediaType, Function<Subject, String> writer) {
        this.mediaType = mediaType;
        this.writer = writer;
    }

    /** The word for it on the command line, in addresses and at the end of a file name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Without the charset, which is always UTF-8. */
    public String mediaType() {
        return mediaType;
    }

    /** The text of a subject in this form. */
    public String write(Subject subject) {
        return writer.apply(subject);
    }

    /** The format of that word. */
    public static Optional<Format> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }

    /** All words, for messages. */
    public static String words() {
        return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "));
    }
}
