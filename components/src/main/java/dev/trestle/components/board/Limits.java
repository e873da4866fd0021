package dev.trestle.components.board;

/** Every limit on the size of a board; a board within them is read, checked and drawn in well under a second. */
public final class Limits {
    /** Characters of a board as JSON: the largest reference board is a fiftieth of it. */
    public static final int DOCUMENT_CHARS = 1 << 20;

    /** Characters of a document that edits may reach: below the limit above, so that what was edited can be read. */
    static final int EDITED_CHARS = 1_000_000;

    /** JSON tokens of a board: bounds the memory of its tree, whatever the characters say. */
    public static final int TOKENS = 100_000;

    /** Nesting of JSON: a board needs 5; the rest is room for newer formats. */
    public static final int DEPTH = 32;

    /** Characters of one text: ten pages. */
    public static final int TEXT_CHARS = 1 << 16;

    /** Characters of a JSON name; ours are far shorter. */
    static final int NAME_CHARS = 128;

    /** Characters of an id: it is printed in findings, reports and metric names. */
    public static final int ID_CHARS = 64;

    /** Digits of a number: a double has 17. */
    static final int NUMBER_DIGITS = 40;

    /** Largest coordinate or length on the canvas, in pixels, either sign. */
    public static final double COORDINATE = 1e6;

    /** Nodes of a design: beyond it neither the canvas nor a reader copes. */
    public static final int NODES = 500;

    /** Links of a design. */
    public static final int LINKS = 2_000;

    /** Settings of one node, link or area. */
    public static final int SETTINGS = 200;

    /** Lines of one list: steps of an operation, faults of a phase. */
    public static final int LINES = 200;

    /** Records of all types in one board. */
    public static final int RECORDS = 5_000;

    private Limits() {}
}
