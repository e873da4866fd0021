/** The smallest fix: one-step changes of a board that missed a requirement, each run under the same seed. */
package dev.trestle.components.fix;
