/** Published numbers by id, each with source and date: what kinds and estimates use instead of literals in code. */
package dev.trestle.estimator.fact;
