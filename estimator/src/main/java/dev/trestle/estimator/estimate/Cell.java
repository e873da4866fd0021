package dev.trestle.estimator.estimate;

import dev.trestle.estimator.quantity.Quantity;

/**
 * One number of an estimate.
 *
 * @param value in base units, ranges at their medians
 * @param p5 5th percentile in base units; equal to the value when nothing in it is a range
 * @param unit the base unit of the value and percentiles: {@code B}, {@code 1/s}, {@code USD}
 * @param explained one line: formula with names, with values, result
 */
public record Cell(
        String name,
        Quantity value,
        double p5,
        double p50,
        double p95,
        String unit,
        String formula,
        String explained) {}
