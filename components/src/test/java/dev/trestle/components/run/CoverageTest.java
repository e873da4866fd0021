package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;

import dev.trestle.components.board.Board;

/** The intervals of runs that stop when they have decided are worth what they say. */
class CoverageTest {
    static Board station(double rho, String length, String requirement) {
        Boards story = board().operation("ask", 100 * rho + "/s")
                .path(clients(), service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(10 ms)"))
                .phase("warm-up", "60 s", "average")
                .phase("steady", length, "average");
        return (requirement == null ? story : story.requires(requirement)).build();
    }
}
