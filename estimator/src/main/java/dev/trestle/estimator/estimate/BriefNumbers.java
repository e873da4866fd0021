package dev.trestle.estimator.estimate;

import java.util.Map;

/**
 * The numbers of a brief as texts: what an estimate is computed from. Iteration order of the maps is the order of the
 * sheet. With assumptions alone it is a plain sheet.
 *
 * @param assumptions name to text, a quantity, range, mixture or formula
 */
public record BriefNumbers(
        Map<String, String> assumptions,
        Map<String, EntityNumbers> entities,
        Map<String, OperationNumbers> operations) {

    boolean isPlainSheet() {
        return entities.isEmpty() && operations.isEmpty();
    }
}
