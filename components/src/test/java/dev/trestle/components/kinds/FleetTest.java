package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.balancer;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Autoscaling: how many instances there are, when they come and go, and what is paid. */
class FleetTest {
    /** Workers of 10 ms each, ten to an instance: an instance does 1,000 a second. */
    private static Part app(String... settings) {
        Part part = service("app", settings);
        Map<String, String> defaults = Map.of(
                "instances", "1",
                "workers", "10",
                "serviceTime", "10 ms",
                "autoscale", "50 %",
                "autoscaleEvery", "10 s",
                "startDelay", "30 s",
                "calm", "60 s");
        defaults.forEach(part.settings()::putIfAbsent);
        return part;
    }

    private static Boards asking(String rate, Part app) {
        return board().operation("ask", rate).path(clients("arrivals", "steady"), app);
    }

    private static int running(Playing playing) {
        int running = 0;
        for (int i = 0; i < playing.node("app").instances(); i++) {
            running += playing.node("app").up(i) ? 1 : 0;
        }
        return running;
    }

    @Test
    void asManyRunAsTheTargetAsksFor() {
        // 1,800/s are 18 busy workers of 10: at 50 % that takes 3.6 instances.
        // More come at first, for what has piled up.
        Playing playing = asking("1800/s", app()).playFast(1).until(500);
        assertEquals(4, running(playing));
        long before = playing.taken("app", 5);
        assertEquals(before, playing.until(600).taken("app", 5));
        assertEquals(4, running(playing));
    }

    @Test
    void aNewInstanceComesAfterItsStartDelay() {
        // The first look is at 10 s: one instance that is quite busy wants two.
        Playing playing = asking("900/s", app()).playFast(1).until(39.9);
        assertEquals(1, running(playing));
        assertEquals(2, running(playing.until(40.1)));
    }

    @Test
    void thoseThatHaveJustComeDoNotMultiplyWhatTheOthersSuffered() {
        // 40 busy workers where there are 20 of 2 instances: 4 at first (100 % at 50 %), 8 when those 4 are seen to be
        // full.
        // They come at the very moment of a look, which must not take the load of the 2 for the load of each of the 4.
        Playing playing = asking("4000/s", app("instances", "2", "queue", "0", "maxInstances", "30"))
                .play(1)
                .until(80.1);
        assertEquals(8, running(playing));
        assertEquals(8, running(playing.until(300)));
    }

    @Test
    void thereAreNeverMoreThanAllowed() {
        Playing playing = asking("9000/s", app("maxInstances", "3")).playFast(1).until(300);
        assertEquals(3, running(playing));
        assertEquals(3, playing.node("app").instances());
    }

    @Test
    void fewerAreKeptOnlyAfterTheTimeOfCalm() {
        Playing playing = asking("0.9/s", app("instances", "4", "minInstances", "2"))
                .play(1)
                .until(59.9);
        assertEquals(4, running(playing));
        assertEquals(2, running(playing.until(71)));
        assertEquals(2, running(playing.until(1000)));
        assertEquals(2, playing.counter("app", "instances stopped"));
        assertFalse(playing.station("app", 4).up(), "the last ones go first");
    }

    @Test
    void nobodyIsFailedWhenAnInstanceGoes() {
        Boards board = board().operation("ask", "20/s")
                .path(
                        clients(),
                        balancer("healthInterval", "5 s", "healthThreshold", "2"),
                        app("instances", "4", "serviceTime", "exponential(50 ms)"));
        Playing playing = board.play(1).until(300);
        assertEquals(1, running(playing));
        assertEquals(0, playing.failed("ask"));
        assertEquals(3, playing.counter("app", "instances stopped"));
    }

    @Test
    void aBalancerFindsTheNewOnes() {
        Boards board = board().operation("ask", "1800/s").path(clients(), balancer(), app());
        Playing playing = board.playFast(1).until(600);
        assertEquals(4, running(playing));
        long before = playing.taken("app", 4);
        assertEquals(450 * 100, playing.until(700).taken("app", 4) - before, 2_000);
    }

    @Test
    void aDeadInstanceIsNotOneThatWorks() {
        Playing playing = asking("10/s", app("minInstances", "2", "instances", "2"))
                .play(1)
                .until(20)
                .crash("app", 1);
        assertEquals(1, running(playing));
        assertEquals(2, running(playing.recover("app", 1)));
        assertEquals(2, running(playing.crash("app", 0).recover("app", 0)));
        assertFalse(playing.station("app", 5).up(), "one that never ran does not come by recovering");
    }

    @Test
    void theBillIsForTheAverageNumber() {
        // Two for the whole time: the load is just right for them.
        double paid = asking("1000/s", app("instances", "2"))
                .phase("steady", "100 s", "average")
                .run(1)
                .report()
                .bill()
                .perMonth();
        Service kind = new Service();
        double two = kind.cost(new Settings(Map.of("instances", "2")), new Usage(0, 0, 0, 0, 0, 0, 0, 0))
                .get(0)
                .usdPerMonth();
        assertTrue(paid >= two * 0.999, paid + " for two at " + two);
        Settings scaled = new Settings(Map.of("autoscale", "50 %", "minInstances", "2", "maxInstances", "6"));
        assertEquals(two * 2.5 / 2, usd(kind, scaled, 2.5), 1e-9);
        assertEquals(two, usd(kind, scaled, 0.1), 1e-9);
        assertEquals(two * 3, usd(kind, scaled, 100), 1e-9);
    }

    private static double usd(Service kind, Settings settings, double instances) {
        return kind.cost(settings, new Usage(0, 0, 0, 0, 0, 0, instances, 0))
                .get(0)
                .usdPerMonth();
    }

    @Test
    void itMustBeginBetweenItsBounds() {
        Service kind = new Service();
        assertEquals(
                1,
                kind.check(new Settings(Map.of("autoscale", "50 %", "minInstances", "3")))
                        .size());
        assertEquals(0, kind.check(new Settings(Map.of("minInstances", "3"))).size());
    }
}
