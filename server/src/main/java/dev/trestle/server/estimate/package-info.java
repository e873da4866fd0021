/** The brief and its estimate on screen. */
package dev.trestle.server.estimate;
