package dev.trestle.components.verdict;

/**
 * A number of a requirement, in SI units, with the text it was given in: (0.3, "300 ms").
 *
 * @param value seconds, per second, USD per month, a count, or a share of 0..1, by the requirement's form
 * @param text one space between number and unit
 */
public record Amount(double value, String text) {
    @Override
    public String toString() {
        return text;
    }
}
