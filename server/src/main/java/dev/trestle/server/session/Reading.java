package dev.trestle.server.session;

import dev.trestle.components.board.Board;

/**
 * The stored board of a session at one moment.
 *
 * @param seq the last edit in it
 * @param board what it holds
 * @param json the same as compact JSON
 */
public record Reading(long seq, Board board, String json) {}
