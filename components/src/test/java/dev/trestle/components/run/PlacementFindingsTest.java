package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.database;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.check.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a check says of things that stand in the wrong place. */
class PlacementFindingsTest {
    private static Boards asked() {
        return board().byPlacement()
                .entity("Item", "1 KB", "1000", "uniform")
                .operation("get", "100/s", "read Item")
                .path(clients(), service("app", "instances", "3"), database("followers", "2"))
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu");
    }

    private static List<Finding> said(Boards board, String code) {
        return Run.findings(board.build()).stream()
                .filter(finding -> finding.code().equals(code))
                .toList();
    }

    @Test
    void aSoundPlacementRaisesNothing() {
        Boards board = asked().in("eu", "clients", "app", "db").requires("survives loss of any zone");
        for (String code : List.of("zone-outside", "area-empty", "no-place", "one-zone", "unknown-region")) {
            assertEquals(List.of(), said(board, code), code);
        }
    }

    @Test
    void aStoreWithAllItsCopiesInOneZoneDoesNotSurviveItsLoss() {
        Boards board = asked().in("eu", "clients", "app").in("a", "db").requires("survives loss of any zone");
        assertEquals("db", said(board, "one-zone").get(0).node());
        assertEquals(1, said(board, "one-zone").size());
    }

    @Test
    void aNodeOutsideTheRegionsIsFarFromAllOfThem() {
        Boards board = asked().in("eu", "clients").in("a", "app");
        assertTrue(said(board, "no-place").isEmpty(), "the copies of the database stand in the regions in turn");
        Boards alone = board().byPlacement()
                .operation("ask", "1/s")
                .path(clients(), service("app", "instances", "1"))
                .region("eu")
                .in("eu", "clients");
        assertEquals("app", said(alone, "no-place").get(0).node());
    }

    @Test
    void peopleOfARegionThatIsNotThereAreAMistake() {
        Boards board = board().byPlacement()
                .operation("ask", "1/s")
                .path(clients("region", "mars"), service("app", "instances", "1"))
                .region("eu")
                .in("eu", "app");
        assertEquals("clients", said(board, "unknown-region").get(0).node());
    }

    @Test
    void aFaultThatHitsNothingIsSaid() {
        Boards board = asked().in("eu", "clients").in("a", "app", "db").phase("p", "5 s", "average", "lose b");
        assertEquals(1, said(board, "fault-nowhere").size());
        assertEquals(1, said(board, "area-empty").size());
        Boards hits =
                asked().in("eu", "clients").in("a", "app").in("b", "db").phase("p", "5 s", "average", "cut a from b");
        assertEquals(List.of(), said(hits, "fault-nowhere"));
    }
}
