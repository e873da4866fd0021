package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.queue;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.history.Checked;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Idempotence;
import dev.trestle.components.history.Names;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done twice when requests are tried again and messages come again; operation 0 is the one that is asked for. */
class RetriedTest {
    private static final Names NAMES =
            Names.of(List.of("Order"), List.of("bought"), List.of("clients", "app", "db", "queue", "worker", "more"));

    /** A store that takes 200 ms for half of the writes, and people who ask again after 100 ms. */
    private static Boards impatient(String... steps) {
        return board().entity("Order", "1 KB", "10000000", "uniform")
                .operation("buy", "20/s", steps)
                .requires("buy idempotent")
                .path(
                        clients("timeout", "100 ms", "retries", "5", "readsOwn", "0 %"),
                        instantService("app"),
                        instantDatabase("writeTime", "50%: 1 ms; 50%: 200 ms"));
    }

    private static Checked checked(Playing playing) {
        return Idempotence.idempotent(
                new History(playing.journal(), playing.engine().now()), 0, NAMES);
    }

    @Test
    void whatIsWrittenUnderTheRequestsOwnKeyIsWrittenOnce() {
        Checked checked = checked(impatient("write Order").play(2).until(60));
        // A request is tried again when its first try takes long: half of 1200.
        assertEquals(600, checked.checked(), 4 * Math.sqrt(1200 * 0.25));
        // Of ten million keys hardly one is written by somebody else within the 200 ms.
        assertEquals(0, checked.violations(), () -> checked.example().toString());
    }

    @Test
    void aReservationThatIsTriedAgainTakesAnotherOne() {
        Checked checked = checked(impatient("reserve Order").play(1).until(60));
        assertEquals(600, checked.checked(), 4 * Math.sqrt(1200 * 0.25));
        assertTrue(checked.violations() > checked.checked() * 0.95, "the first try is committed, and then the second");
        assertEquals(2, checked.example().moments().size());
    }

    @Test
    void withoutAnotherTryNothingIsChecked() {
        Playing playing = board().entity("Order", "1 KB", "10000000", "uniform")
                .operation("buy", "20/s", "write Order")
                .requires("buy idempotent")
                .path(clients(), instantService("app"), instantDatabase())
                .play(1)
                .until(20);
        assertEquals(0, checked(playing).checked());
        assertTrue(checked(playing).followed() > 0);
    }

    private static Playing bought(Part worker, String... steps) {
        return board().entity("Order", "1 KB", "10000000", "uniform")
                .operation("buy", "20/s", "publish bought")
                .handler("book", "bought", steps)
                .requires("buy idempotent")
                .path(
                        clients("readsOwn", "0 %"),
                        instantService("app"),
                        queue("visibilityTimeout", "1 s"),
                        worker,
                        instantDatabase("writeTime", "80%: 1 ms; 20%: 1.5 s"))
                .play(1)
                .until(60);
    }

    @Test
    void aMessageThatComesAgainBooksAgain() {
        Checked checked = checked(bought(worker("serviceTime", "0 ms", "workers", "1000"), "reserve Order"));
        assertTrue(checked.checked() > 100, checked.checked() + " came again");
        assertTrue(checked.violations() > 100, checked.violations() + " were booked again");
    }

    @Test
    void aConsumerThatKnowsItsMessagesBooksOnce() {
        Checked checked =
                checked(bought(worker("serviceTime", "0 ms", "workers", "1000", "idempotent", "yes"), "reserve Order"));
        assertTrue(checked.checked() > 100, checked.checked() + " came again");
        assertEquals(0, checked.violations());
    }
}
