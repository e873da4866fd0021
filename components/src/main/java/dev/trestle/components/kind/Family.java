package dev.trestle.components.kind;

/** A group of kinds that share a colour and a place in the palette, in this order. */
public enum Family {
    CLIENTS("Clients"),
    TRAFFIC("Traffic"),
    COMPUTE("Compute"),
    CACHE("Cache"),
    DATA("Data"),
    MESSAGING("Messaging"),
    GUARDS("Guards");

    private final String label;

    Family(String label) {
        this.label = label;
    }

    /** The heading in the palette. */
    public String label() {
        return label;
    }

    /** The word in the catalog and in style sheets. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
