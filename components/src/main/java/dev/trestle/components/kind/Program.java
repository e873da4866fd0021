package dev.trestle.components.kind;

import java.util.List;

/**
 * The steps of an operation, compiled: what a node that handles it does.
 *
 * @param steps in order
 */
public record Program(List<Step> steps) {
    public static final Program EMPTY = new Program(List.of());

    /** The step to go on with when the one at that index was taken: those that stand in for it are left out. */
    public int after(int taken) {
        int next = taken + 1;
        while (next < steps.size() && steps.get(next).otherwise()) {
            next++;
        }
        return next;
    }

    /**
     * One step.
     *
     * @param verb {@link dev.trestle.components.engine.Call#READ}, WRITE, DELETE, RESERVE, PUBLISH or REQUEST (a call)
     * @param operation index of the operation it is a step of, or on whose behalf it happens: what filters of links see
     * @param subject index of the entity, event or operation
     * @param keyEntity index of the entity whose key it uses, or -1 where there is none
     * @param fresh whether that key is a new one, made by this step or by the operation that it calls
     * @param times repetitions, at least 1
     * @param parallel whether the repetitions, and neighbouring parallel steps, go out together
     * @param share how often it happens, 0 to 1, of the times that it is looked at
     * @param otherwise whether it is only looked at when the step before it was not taken
     * @param route where it goes; null for a step without a way
     */
    public record Step(
            int verb,
            int operation,
            int subject,
            int keyEntity,
            boolean fresh,
            int times,
            boolean parallel,
            double share,
            boolean otherwise,
            Route route) {}
}
