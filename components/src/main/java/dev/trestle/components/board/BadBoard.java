package dev.trestle.components.board;

/** The complaint about one place of a board or an edit: a path such as {@code design.nodes.lb.x} and one clear line. */
public final class BadBoard extends IllegalArgumentException {
    private final String path;

    /**
     * @param path where, dotted; empty for the document as a whole
     * @param why what is wrong and what is allowed, without a final dot
     */
    public BadBoard(String path, String why) {
        super(path.isEmpty() ? why : path + ": " + why);
        this.path = path;
    }

    /** Where the fault is, dotted, such as {@code design.nodes.lb.x}; empty for the document as a whole. */
    public String path() {
        return path;
    }
}
