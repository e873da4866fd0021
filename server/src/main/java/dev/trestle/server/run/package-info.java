/** Runs of boards: the queue in front of the engine, what watchers see, what is stored, and the results on screen. */
package dev.trestle.server.run;
