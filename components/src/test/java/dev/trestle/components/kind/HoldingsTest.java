package dev.trestle.components.kind;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.database;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.estimator.estimate.EntityNumbers;
import dev.trestle.estimator.estimate.EntityNumbers.Home;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private static Board with(Part... stores) {
        var board = board().entity("Row", "1 KB", "1000", "uniform")
                .entity("File", "1 MB", "1000", "uniform")
                .operation("get", "1/s", "read Row", "read File")
                .path(clients(), service("app"));
        for (Part store : stores) {
            board.path(service("app"), store);
        }
        return board.build();
    }

    private static Holdings of(Board board) {
        return Holdings.of(board.design(), Catalog.standard());
    }

    private static EntityNumbers numbers(Board board, String entity) {
        return of(board).numbers(board.brief()).entities().get(entity);
    }

    @Test
    void aStoreThatNamesNothingKeepsWhatNoOtherNames() {
        Board board = with(database(), objects("holds", "File"));
        assertEquals(List.of("db"), of(board).stores("Row"));
        assertEquals(List.of("objects"), of(board).stores("File"));
        assertEquals(Home.ROWS, numbers(board, "Row").home());
        assertEquals(Home.OBJECTS, numbers(board, "File").home());
    }

    @Test
    void theDesignDecidesAgainstTheSize() {
        Board board = with(database("holds", "File"), objects("holds", "Row"));
        assertEquals(Home.OBJECTS, numbers(board, "Row").home());
        assertEquals(Home.ROWS, numbers(board, "File").home());
    }

    @Test
    void aCacheKeepsCopiesOfWhatItNamesOrOfAll() {
        Board named = with(database(), cache("holds", "Row"));
        assertTrue(numbers(named, "Row").cached());
        assertFalse(numbers(named, "File").cached());
        assertEquals(List.of("cache"), of(with(database(), cache())).caches("File"));
    }

    @Test
    void withoutAStoreOrWithTwoSortsNothingIsSaid() {
        assertEquals(Home.UNSAID, numbers(with(), "Row").home());
        assertEquals(Home.UNSAID, numbers(with(database(), objects()), "Row").home());
        assertEquals(
                Home.UNSAID, numbers(with(database("holds", "File")), "Row").home());
    }
}
