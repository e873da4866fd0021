/**
 * Numbers with dimensions: reading them, printing them, and the texts that cannot be read. The only place that knows KB
 * from KiB and bit from byte.
 */
package dev.trestle.estimator.quantity;
