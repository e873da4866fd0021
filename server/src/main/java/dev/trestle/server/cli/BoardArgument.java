package dev.trestle.server.cli;

import dev.trestle.components.board.BadBoard;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Brief;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Limits;
import dev.trestle.components.board.RequirementLine;
import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Refused;
import dev.trestle.components.run.Run;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.server.web.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A board named on the command line: a file, {@code -} for standard input, {@code problem:ID} for a problem's reference
 * or {@code problem:ID/trap-NAME} for one of its traps.
 *
 * @param name what messages call it
 */
record BoardArgument(String name, Board board) {
    private static final String PROBLEM = "problem:";

    /** Reads a board and makes the changes {@code PATH=VALUE} in it. Throws {@link BadInput} with one line. */
    static BoardArgument read(String argument, List<String> changes) {
        String name = argument.equals("-") ? "standard input" : argument;
        String json = argument.startsWith(PROBLEM)
                ? BoardJson.print(ProblemsCommand.board(argument.substring(PROBLEM.length())))
                : text(argument, name);
        try {
            if (changes.isEmpty()) return new BoardArgument(name, BoardJson.parse(json));
            Document document = Document.parse(json);
            for (String change : changes) set(document, change);
            return new BoardArgument(name, document.board());
        } catch (BadBoard e) {
            throw new BadInput("board", "board", name + ": " + e.getMessage());
        }
    }

    /** The same, but it also asks how far the load may grow, unless it does so already. */
    BoardArgument askingForLimits() {
        Brief brief = board.brief();
        boolean asks = brief.requirements().values().stream()
                .anyMatch(line -> line.is().strip().startsWith("headroom"));
        if (asks) return this;
        Map<String, RequirementLine> lines = new LinkedHashMap<>(brief.requirements());
        String id = "limits";
        while (lines.containsKey(id)) id += "_";
        lines.put(id, new RequirementLine("headroom >= 1 x"));
        Brief asking = new Brief(brief.text(), brief.assumptions(), brief.entities(), brief.operations(), lines);
        return new BoardArgument(name, new Board(board.title(), asking, board.design(), board.script()));
    }

    /** The board made ready to run. Throws {@link BadInput} with one line. */
    Run compiled(Options options) {
        try {
            return Run.of(board, options);
        } catch (Refused e) {
            throw refused(e.findings());
        } catch (BadText e) {
            throw new BadInput("board", "text", name + ": " + e.getMessage());
        }
    }

    /** The complaint about a board that cannot be run: the first error, and how many there are besides. */
    BadInput refused(List<Finding> findings) {
        List<Finding> errors = findings.stream().filter(Finding::stops).toList();
        Finding first = errors.get(0);
        String at =
                first.path() != null ? first.path() : "design" + (first.node() == null ? "" : ".nodes." + first.node());
        String says = first.says().startsWith(at) ? first.says() : at + ": " + first.says();
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more: see `trestle check`)";
        return new BadInput("board", first.code(), name + ": " + says + "; " + first.remedy() + more);
    }

    private static void set(Document document, String change) {
        int equals = change.indexOf('=');
        if (equals < 1) {
            throw new BadInput(
                    "set",
                    "form",
                    "--set " + change + ": must be PATH=VALUE, such as design.nodes.app.settings.instances=4");
        }
        try {
            document.set(
                    change.substring(0, equals).strip(),
                    change.substring(equals + 1).strip());
        } catch (BadBoard e) {
            throw new BadInput("set", "path", "--set " + change + ": " + e.getMessage());
        }
    }

    private static String text(String argument, String name) {
        try (InputStream in = argument.equals("-") ? System.in : open(argument)) {
            // A character has at most three bytes of UTF-8 (four make two chars): more than this is too much anyway.
            byte[] bytes = in.readNBytes(3 * Limits.DOCUMENT_CHARS + 1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInput("board", "text", name + ": is not text in UTF-8; a board is a JSON file");
        } catch (NoSuchFileException e) {
            throw new BadInput("board", "missing", name + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new BadInput("board", "denied", name + ": may not be read by this user");
        } catch (InvalidPathException e) {
            throw new BadInput("board", "name", name + ": is not a file name");
        } catch (IOException e) {
            throw new BadInput("board", "unreadable", name + ": cannot be read: " + e.getMessage());
        }
    }

    private static InputStream open(String argument) throws IOException {
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            throw new BadInput("board", "folder", argument + ": is a folder; name the board's JSON file in it");
        }
        return Files.newInputStream(path);
    }
}
