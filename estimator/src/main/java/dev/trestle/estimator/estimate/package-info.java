/** The numbers of a brief as a standard sheet: rates, storage, traffic, sizing, cost, and what is wrong with them. */
package dev.trestle.estimator.estimate;
