package dev.trestle.components.accuracy;

import dev.trestle.components.board.Document;
import dev.trestle.components.content.Fields;
import dev.trestle.components.content.Folder;
import java.util.ArrayList;
import java.util.List;

/**
 * Results that nobody here made up, and the board that must reproduce them: a folder {@code accuracy/<id>} with a
 * {@code board.json} and an {@code oracle.json}.
 *
 * @param id the folder's name
 * @param title what is reproduced
 * @param source theory or publication
 * @param cases variants of the board with what each must give
 */
public record Oracle(String id, String title, String source, List<Case> cases) {
    static final Folder FOLDER = new Folder("accuracy");

    /** Keeps its own copy of the cases. */
    public Oracle {
        cases = List.copyOf(cases);
    }

    /** The ids of all oracles, in order. */
    public static List<String> ids() {
        return FOLDER.ids();
    }

    /** Reads the oracle of that id; throws IllegalStateException when it is not as it must be. */
    public static Oracle of(String id) {
        Fields json = FOLDER.json(id, "oracle.json");
        List<Case> cases = new ArrayList<>();
        for (Fields one : json.objects("cases")) {
            cases.add(Case.of(one));
        }
        return new Oracle(id, json.text("title"), json.text("source"), cases);
    }

    /** The board before any case changes it. */
    Document document() {
        return Document.parse(FOLDER.text(id, "board.json"));
    }
}
