/** Requirements as lines of text, and the verdicts on them: met, missed or unsure, with evidence. */
package dev.trestle.components.verdict;
