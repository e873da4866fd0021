package dev.trestle.components.problem;

import dev.trestle.components.board.BadBoard;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.content.Fields;
import dev.trestle.components.content.Folder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All problems there are: the folders in {@code problems}, beside the classes or in the same jar. Immutable. */
public final class Library {
    private static final Folder FOLDER = new Folder("problems");

    private static final class Holder {
        static final Library FOUND = new Library(FOLDER.ids());
    }

    private final Map<String, Problem> problems = new LinkedHashMap<>();

    private Library(List<String> ids) {
        ids.forEach(id -> problems.put(id, read(id)));
    }

    /** The problems of this program. Throws IllegalStateException when one of them is not as it must be. */
    public static Library standard() {
        return Holder.FOUND;
    }

    /** In the order of their ids. */
    public Collection<Problem> problems() {
        return Collections.unmodifiableCollection(problems.values());
    }

    public Optional<Problem> problem(String id) {
        return Optional.ofNullable(problems.get(id));
    }

    static Board board(String id, String file) {
        try {
            return BoardJson.parse(FOLDER.text(id, file));
        } catch (BadBoard e) {
            throw new IllegalStateException(FOLDER.place(id, file) + ": " + e.getMessage(), e);
        }
    }

    private static Problem read(String id) {
        Fields json = FOLDER.json(id, "problem.json");
        List<Curveball> curveballs = new ArrayList<>();
        for (Fields ball : json.objects("curveballs")) {
            curveballs.add(
                    new Curveball(ball.text("phase"), ball.text("says"), ball.text("expect"), ball.optional("fault")));
        }
        Map<String, Trap> traps = new LinkedHashMap<>();
        for (Fields trap : json.objects("traps")) {
            String name = trap.text("name");
            traps.put(name, new Trap(name, trap.texts("misses"), trap.text("because")));
        }
        return new Problem(
                id,
                json.text("title"),
                json.text("level"),
                json.number("minutes"),
                json.text("summary"),
                FOLDER.text(id, "problem.md"),
                board(id, "reference.json"),
                List.copyOf(curveballs),
                json.texts("checklist"),
                Collections.unmodifiableMap(traps),
                json.texts("sources"));
    }
}
