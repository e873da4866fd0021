package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Incident;
import dev.trestle.components.measure.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What faults were in force when, and frames that are close enough together to see them and what follows. */
class IncidentsTest {
    private static Boards asked(String rate) {
        return board().operation("ask", rate)
                .path(clients("arrivals", "steady"), instantService("app", "instances", "2"));
    }

    private static void lasted(Incident incident, String what, double from, double to) {
        assertEquals(what, incident.what());
        assertEquals(from, incident.from(), 1e-6, what);
        assertEquals(to, incident.to(), 1e-6, what);
    }

    @Test
    void everyFaultIsInForceFromItsBeginningToItsEnd() {
        List<Incident> faults = asked("100/s")
                .phase("first", "4 s", "average", "traffic 2x at 1 s for 1 s", "slow app by 3 at 2 s")
                .phase("then", "4 s", "average", "crash app instance 2 at 1 s")
                .phase("last", "4 s", "average", "recover app at 3 s", "drop 10% on clients-app at 1 s for 9 s")
                .run(1)
                .report()
                .faults();
        lasted(faults.get(0), "traffic 2x", 1, 2);
        assertEquals(List.of(), faults.get(0).targets());
        lasted(faults.get(1), "slow app by 3", 2, 4);
        lasted(faults.get(2), "crash app instance 2", 5, 11);
        assertEquals(List.of("app"), faults.get(2).targets());
        lasted(faults.get(3), "drop 10 % on clients-app", 9, 12);
        assertEquals(List.of("clients-app"), faults.get(3).targets());
        assertEquals(4, faults.size(), "a recover is the end of a crash");
    }

    @Test
    void aCrashOfAllLastsUntilTheLastInstanceIsBack() {
        List<Incident> faults = asked("100/s")
                .phase(
                        "story",
                        "9 s",
                        "average",
                        "crash app at 1 s",
                        "recover app instance 1 at 3 s",
                        "recover app at 5 s")
                .run(1)
                .report()
                .faults();
        assertEquals(1, faults.size());
        lasted(faults.get(0), "crash app", 1, 5);
    }

    @Test
    void whatIsOverAtOnceHasAMoment() {
        List<Incident> faults = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("get", "100/s", "read Item")
                .path(clients(), instantService("app"), instantDatabase())
                .path(instantService("app"), cache())
                .phase("story", "5 s", "average", "flush cache at 2 s")
                .run(1)
                .report()
                .faults();
        assertEquals(1, faults.size());
        lasted(faults.get(0), "flush cache", 2, 2);
    }

    @Test
    void ofChaosEveryCrashIsTold() {
        Report report = asked("100/s")
                .phase("story", "100 s", "average", "chaos on app every 9 s repair 1 s")
                .run(1)
                .report();
        List<Incident> crashes = report.faults().stream()
                .filter(each -> each.what().matches("crash app instance [12] \\(chaos\\)"))
                .toList();
        assertEquals(20, crashes.size(), 4 * Math.sqrt(20), "two instances, one renewal each in 10 s");
        double down =
                crashes.stream().mapToDouble(each -> each.to() - each.from()).sum();
        assertEquals(20, down, 4 * Math.sqrt(2 * 20), "each down for a tenth of 100 s");
        assertEquals(crashes.size(), report.faults().size(), "chaos is its crashes");
    }

    @Test
    void aLostAreaNamesWhatStandsInIt() {
        Incident lost = asked("100/s")
                .region("eu")
                .zone("a", "eu")
                .in("a", "app")
                .phase("story", "5 s", "average", "lose a at 1 s for 2 s")
                .run(1)
                .report()
                .faults()
                .get(0);
        lasted(lost, "lose a", 1, 3);
        assertEquals(List.of("a", "app"), lost.targets());
    }

    @Test
    void aFaultOfSecondsInAStoryOfHoursHasFramesOfItsOwn() {
        Report report = asked("100/s")
                .phase("warm-up", "100 s", "average")
                .phase("steady", "1000 s", "average")
                .phase("lost", "10000 s", "average", "crash app at 5000 s for 5 s")
                .requires("ask p99 latency < 1 s in steady")
                .run(1)
                .report();
        Incident crash = report.faults().get(0);
        List<Frame> down = report.timeline().stream()
                .filter(frame -> frame.simulatedSeconds() > crash.from() + 1e-6)
                .filter(frame -> frame.simulatedSeconds() < crash.to() + 1e-6)
                .toList();
        // Never shorter than what has 50 requests or than a 4000th of the phase, here 2.5 s.
        assertEquals(2, down.size());
        down.forEach(
                frame -> assertEquals(frame.users().offered(), frame.users().failed(), 1e-6));
        assertTrue(
                report.timeline().stream().anyMatch(frame -> Math.abs(frame.simulatedSeconds() - crash.from()) < 1e-6));
        double whole = report.timeline().stream()
                .filter(frame -> !down.contains(frame))
                .mapToDouble(frame -> frame.users().failed())
                .max()
                .orElseThrow();
        assertEquals(0, whole, 1e-9, "no other frame has any of it");
        assertTrue(report.timeline().size() <= Cadence.MOST);
    }

    @Test
    void aFaultOfFiveSecondsInFortyIsSeenWithItsRecovery() {
        Report report = asked("100/s")
                .phase("steady", "20 s", "average")
                .phase("lost", "40 s", "average", "crash app at 10 s for 5 s")
                .requires("ask p99 latency < 1 s in steady")
                .run(1)
                .report();
        Incident crash = report.faults().get(0);
        for (double[] part : new double[][] {{crash.from(), crash.to()}, {crash.to(), crash.to() + 5}}) {
            long frames = report.timeline().stream()
                    .filter(frame ->
                            frame.simulatedSeconds() > part[0] + 1e-6 && frame.simulatedSeconds() < part[1] + 1e-6)
                    .count();
            assertTrue(frames >= 10, frames + " frames in 5 s");
        }
    }

    @Test
    void thereAreNeverTooManyFramesHoweverMuchHappens() {
        Report report = asked("1000/s")
                .phase("story", "400 s", "average", "chaos on app every 1 s repair 1 s")
                .run(1)
                .report();
        assertTrue(report.faults().size() > 300, report.faults().size() + " faults");
        assertTrue(report.timeline().size() <= Cadence.MOST, report.timeline().size() + " frames");
        assertTrue(
                report.timeline().size() >= Cadence.MOST / 2, report.timeline().size() + " frames");
        double last = 0;
        for (Frame frame : report.timeline()) {
            assertTrue(frame.simulatedSeconds() > last, "in order");
            last = frame.simulatedSeconds();
        }
    }
}
