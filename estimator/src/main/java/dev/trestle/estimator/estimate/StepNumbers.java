package dev.trestle.estimator.estimate;

/**
 * One step of an operation.
 *
 * @param verb read, write, delete, publish, call or reserve, in any case
 * @param target the entity, event or operation
 * @param times how often it is repeated
 * @param share the part of the operation's runs that take it, 0 to 1
 */
public record StepNumbers(String verb, String target, double times, double share) {

    boolean is(String other) {
        return verb.equalsIgnoreCase(other);
    }

    /** How often an average run of the operation takes it. */
    double weight() {
        return times * share;
    }
}
