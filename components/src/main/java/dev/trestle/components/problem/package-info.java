/** Interview problems: text, reference board, traps; read from resources. */
package dev.trestle.components.problem;
