package dev.trestle.server.web;

/** Something a person or program sent that we cannot accept: answered with 422 and one line that names the field. */
public final class BadInput extends RuntimeException {
    private final String field;
    private final String code;

    /**
     * @param field the name of what was wrong, as the sender knows it ("problem", "seed")
     * @param code a stable word for programs ("unknown", "range")
     * @param words one clear line: what is wrong and what is allowed
     */
    public BadInput(String field, String code, String words) {
        super(words, null, false, false);
        this.field = field;
        this.code = code;
    }

    public String field() {
        return field;
    }

    public String code() {
        return code;
    }
}
