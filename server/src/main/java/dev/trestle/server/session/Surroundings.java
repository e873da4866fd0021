package dev.trestle.server.session;

import dev.trestle.components.board.Board;
import dev.trestle.db.LogRepository;
import dev.trestle.db.MemberRepository;
import dev.trestle.db.SessionRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What all rooms share.
 *
 * @param executor runs rooms and what they leave for later
 * @param timer runs a task once after a while
 * @param findings the flaws of a board as a JSON array
 */
record Surroundings(
        SessionRepository sessions,
        LogRepository log,
        MemberRepository members,
        EditWriter writer,
        Executor executor,
        BiConsumer<Duration, Runnable> timer,
        Clock clock,
        Function<Board, String> findings) {}
