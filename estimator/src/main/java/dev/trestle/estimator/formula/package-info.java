/** Texts as arithmetic over quantities: parse, check dimensions at the token, evaluate one number or many samples. */
package dev.trestle.estimator.formula;
