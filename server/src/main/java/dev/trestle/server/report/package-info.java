/** A run's report on paper and for programs. */
package dev.trestle.server.report;
