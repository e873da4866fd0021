/** A board as data: its records, its JSON, its three edits and the mutable document that a room keeps. */
package dev.trestle.components.board;
