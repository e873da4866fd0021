package dev.trestle.estimator.formula;

/**
 * Where a formula finds numbers while it is evaluated: arrays of samples in base units, all of one length, or of length
 * 1 for what is certain.
 */
public interface Scope {

    /** The samples of a named cell. */
    double[] cell(String name);

    /** The samples of a range in this formula, by its place in {@link Formula#ranges()}. */
    double[] draw(int range);
}
