/** What operations read and wrote in a run, and pure checkers of what that shows, each with a counter-example. */
package dev.trestle.components.history;
