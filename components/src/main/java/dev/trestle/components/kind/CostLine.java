package dev.trestle.components.kind;

/**
 * One line of the bill.
 *
 * @param what the thing paid for, such as {@code 8 x 4 vCPU}
 * @param usdPerMonth in USD for a month of 730 hours
 */
public record CostLine(String what, double usdPerMonth) {}
