package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From when to when a script disturbs: in seconds of the script. */
class DisturbancesTest {
    private static Boards asked() {
        return board().operation("ask", "1/s")
                .path(clients(), instantService("app", "instances", "2"), Boards.cache(), Boards.database())
                .entity("A", "1 KB", "10", "uniform")
                .phase("steady", "10 s", "average");
    }

    private static List<String> of(Boards story, String phase) {
        return new Disturbances(Run.of(story.build(), Options.seed(1)).plan())
                .of(phase).stream()
                        .map(one -> one.what() + " " + one.start() / 1_000_000_000 + ".." + one.end() / 1_000_000_000)
                        .toList();
    }

    @Test
    void aFaultLastsToItsEndOrToThatOfItsPhase() {
        assertEquals(
                List.of("slow app by 2 11..14", "slow app by 3 15..20"),
                of(
                        asked().phase(
                                        "broken",
                                        "10 s",
                                        "average",
                                        "slow app by 2 at 1 s for 3 s",
                                        "slow app by 3 at 5 s"),
                        null));
    }

    @Test
    void aCrashLastsUntilTheNodeIsToldToComeBack() {
        assertEquals(
                List.of("crash app instance 1 12..25"),
                of(
                        asked().phase("broken", "10 s", "average", "crash app instance 1 at 2 s")
                                .phase("back", "10 s", "average", "recover app at 5 s"),
                        null));
    }

    @Test
    void aCrashThatNothingEndsAndAFlushAreOverAtOnce() {
        assertEquals(
                List.of("flush cache 11..11", "crash app 12..12"),
                of(asked().phase("broken", "10 s", "average", "crash app at 2 s", "flush cache at 1 s"), null));
    }

    @Test
    void aRecoverOfAnotherInstanceEndsNothing() {
        assertEquals(
                List.of("crash app instance 1 12..12"),
                of(
                        asked().phase(
                                        "broken",
                                        "10 s",
                                        "average",
                                        "crash app instance 1 at 2 s",
                                        "recover app instance 2 at 5 s"),
                        null));
    }

    @Test
    void thoseThatOverlapAreOne() {
        assertEquals(
                List.of("crash app, traffic 2x 11..16"),
                of(
                        asked().phase(
                                        "broken",
                                        "10 s",
                                        "average",
                                        "crash app at 1 s for 3 s",
                                        "traffic 2x at 2 s for 4 s"),
                        null));
    }

    @Test
    void phasesOfOneNameAreDisturbancesThatMayFollowEachOther() {
        Boards story = asked().phase("spike", "5 s", "2 * average")
                .phase("spike", "5 s", "3 * average")
                .phase("calm", "10 s", "average")
                .phase("spike", "5 s", "2 * average");
        assertEquals(List.of("spike 10..20", "spike 30..35"), of(story, "spike"));
        assertEquals(List.of(), of(story, null));
    }
}
