package dev.trestle.components.check;

import java.util.Locale;

/**
 * A flaw of a board seen without running it.
 *
 * @param code its stable name, such as {@code spof}
 * @param severity errors stop a run, warnings and infos do not
 * @param node the node it concerns, or null
 * @param link the link it concerns, or null
 * @param path where in the board's JSON, dotted, or null
 * @param says one clear line: what is wrong
 * @param remedy one clear line: what to do about it
 */
public record Finding(
        String code, Severity severity, String node, String link, String path, String says, String remedy) {
    /** How much a finding matters. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO;

        /** The word in JSON and on screen. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A flaw that stops a run. */
    public static Finding error(String code, String path, String says, String remedy) {
        return new Finding(code, Severity.ERROR, null, null, path, says, remedy);
    }

    /** A flaw that a run can show. */
    public static Finding warning(String code, String path, String says, String remedy) {
        return new Finding(code, Severity.WARNING, null, null, path, says, remedy);
    }

    /** Something worth knowing. */
    public static Finding info(String code, String path, String says, String remedy) {
        return new Finding(code, Severity.INFO, null, null, path, says, remedy);
    }

    /**
     * A step, or the requests of an operation, that the design leads nowhere: a run would have to guess.
     *
     * @param step the step as the brief says it, or null when the requests themselves arrive nowhere
     * @param node where the way ends, or null
     * @param missing what there is not, as a sentence without a full stop
     */
    public static Finding noWay(String operation, String step, String node, String missing) {
        String what = step == null ? "the operation " + operation : "\"" + step + "\" of " + operation;
        String path = "brief.operations." + operation + (step == null ? "" : ".steps");
        return error("no-way", path, what + " has no way: " + missing, "add the missing link, or a node that takes it")
                .at(node);
    }

    /** The same, at a node. */
    public Finding at(String nodeId) {
        return new Finding(code, severity, nodeId, link, path, says, remedy);
    }

    /** The same, on a link. */
    public Finding on(String linkId) {
        return new Finding(code, severity, node, linkId, path, says, remedy);
    }

    /** Whether it stops a run. */
    public boolean stops() {
        return severity == Severity.ERROR;
    }

    /** One line for a terminal: severity, code, place, what is wrong, what to do. */
    @Override
    public String toString() {
        String place = path != null ? path : node != null ? "design.nodes." + node : "board";
        return severity.word() + " " + code + ": " + place + ": " + says + "; " + remedy;
    }
}
