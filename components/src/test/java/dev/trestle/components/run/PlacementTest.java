package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * How long messages take by where nodes stand. One way: 0.25 ms in a zone, 0.5 ms between zones, 40 ms between Europe and
 * the east of the US, 20 ms from people to their own region (halves of the published round trips).
 */
class PlacementTest {
    private static final double IN_ZONE = 0.000_25;
    private static final double ZONES = 0.000_5;
    private static final double REGIONS = 0.040;
    private static final double INTERNET = 0.020;

    /** People ask an app, which reads from a database; nothing takes time but the network. */
    private static Boards reading(String... database) {
        return board().byPlacement()
                .entity("Item", "1 KB", "1000", "uniform")
                .operation("get", "100/s", "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), instantDatabase(database))
                .region("eu")
                .zone("eu-a", "eu")
                .zone("eu-b", "eu")
                .zone("eu-c", "eu")
                .region("us")
                .zone("us-a", "us");
    }

    private static double latency(Boards board) {
        return board.play(1).until(20).meanLatency("get");
    }

    @Test
    void aRequestWithinAZoneTakesTheSumOfItsWays() {
        assertEquals(
                2 * (INTERNET + IN_ZONE), latency(reading().in("eu", "clients").in("eu-a", "app", "db")), 1e-9);
    }

    @Test
    void anotherZoneIsHalfAMillisecondAway() {
        Boards board = reading().in("eu", "clients").in("eu-a", "app").in("eu-b", "db");
        assertEquals(2 * (INTERNET + ZONES), latency(board), 1e-9);
    }

    @Test
    void aDatabaseInAnotherRegionCostsARoundTripBetweenThem() {
        Boards board = reading().in("eu", "clients").in("eu-a", "app").in("us-a", "db");
        assertEquals(2 * (INTERNET + REGIONS), latency(board), 1e-9);
    }

    @Test
    void peopleOfAnotherRegionCrossTheInternetAndTheDistance() {
        Boards board = reading().in("us", "clients").in("eu-a", "app", "db");
        assertEquals(2 * (INTERNET + REGIONS + IN_ZONE), latency(board), 1e-9);
    }

    @Test
    void regionsAreAsFarApartAsTheirNamesSay() {
        // Published round trips: US west to Singapore 180 ms; Europe to US west by way of the east 80 + 60 ms.
        assertEquals(90e-3, between("us-west-2", "ap-southeast-1"), 1e-9);
        assertEquals(70e-3, between("eu-central-1", "us-west-1"), 1e-9);
        assertEquals(40e-3, between("here", "there"), 1e-9, "no place on earth: the usual distance");
    }

    private static double between(String one, String other) {
        Boards board = board().byPlacement()
                .operation("ask", "100/s")
                .path(clients("arrivals", "steady"), instantService("app"))
                .region(one)
                .region(other)
                .in(one, "clients")
                .in(other, "app");
        return board.play(1).until(10).meanLatency("ask") / 2 - INTERNET;
    }

    @Test
    void instancesOfANodeInARegionStandInItsZonesInTurn() {
        // One app, in zone a; copies of the database in a, b and c answer in turn if they were equally far: the nearest
        // one does. The leader, instance 1, stands in a.
        Boards near = reading("followers", "2", "readFrom", "any")
                .in("eu", "clients", "db")
                .in("eu-a", "app");
        assertEquals(2 * (INTERNET + IN_ZONE), latency(near), 1e-9);
        Boards far = reading("followers", "2", "readFrom", "followers")
                .in("eu", "clients", "db")
                .in("eu-a", "app");
        assertEquals(2 * (INTERNET + ZONES), latency(far), 1e-9, "only the leader stands in the zone of the app");
    }

    @Test
    void aCallCrossesZonesOrNotByTheInstancesThatTalk() {
        // Three instances of the app, one in each zone; the database leads in zone a: a third of the calls stays there.
        Boards board = board().byPlacement()
                .entity("Item", "1 KB", "1000", "uniform")
                .operation("get", "300/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        part("lb", "load-balancer", "instances", "1"),
                        instantService("app", "instances", "3"),
                        instantDatabase())
                .region("eu")
                .zone("eu-a", "eu")
                .zone("eu-b", "eu")
                .zone("eu-c", "eu")
                .in("eu", "clients", "app")
                .in("eu-a", "lb", "db");
        double ways = (2 * IN_ZONE + 2 * 2 * ZONES) / 3;
        assertEquals(2 * (INTERNET + ways), board.play(1).until(20.001).meanLatency("get"), 1e-6);
    }

    @Test
    void aLinkThatStatesItsLatencyKeepsIt() {
        Boards board = reading().in("eu", "clients").in("eu-a", "app").in("us-a", "db");
        board.link("app", "db", "latency", "3 ms");
        assertEquals(2 * (INTERNET + 0.003), latency(board), 1e-9);
    }

    @Test
    void jitterSpreadsTheLatencyByPlacementAndKeepsItsMean() {
        Boards board = reading().in("eu", "clients").in("eu-a", "app").in("us-a", "db");
        board.link("app", "db", "jitter", "30 %");
        Playing playing = board.playFast(1).until(600);
        // 60,000 requests with two samples of 12 ms standard deviation each: the error of the mean is 0.07 ms.
        assertEquals(2 * (INTERNET + REGIONS), playing.meanLatency("get"), 0.3e-3);
        // Two independent lognormals: the variance of the sum is the sum of the variances.
        double sd = playing.operation("get").latency(0).getStdDeviation() / 1e9;
        assertEquals(Math.sqrt(2) * 0.3 * REGIONS, sd, 0.5e-3);
    }

    @Test
    void whatCrossesZonesAndRegionsIsPaidFor() {
        // 100 reads a second: 500 B there, 1,000 B back. A month of 730 h has 2,628,000 s: 394.2 GB.
        // Between zones each end pays 0.01 USD/GB; between regions who sends pays 0.02 USD/GB.
        double there = 100 * 500 * 2_628_000.0 / 1e9;
        double back = 100 * 1_000 * 2_628_000.0 / 1e9;
        Boards zones = reading().in("eu", "clients").in("eu-a", "app").in("eu-b", "db");
        assertEquals(0.01 * (there + back), line(zones, "app", "traffic between zones"), 0.1);
        assertEquals(0.01 * (there + back), line(zones, "db", "traffic between zones"), 0.1);
        Boards regions = reading().in("eu", "clients").in("eu-a", "app").in("us-a", "db");
        assertEquals(0.02 * there, line(regions, "app", "traffic to other regions"), 0.1);
        assertEquals(0.02 * back, line(regions, "db", "traffic to other regions"), 0.1);
        assertEquals(0, line(regions, "db", "traffic between zones"), 0);
        assertEquals(0, line(reading().in("eu", "clients").in("eu-a", "app", "db"), "db", "traffic between zones"), 0);
    }

    @Test
    void copiesThatCrossZonesArePaidForToo() {
        // 100 writes a second of 1,000 B go to a follower in another zone: sent once and got once, 0.02 USD/GB in all.
        Boards board = board().byPlacement()
                .entity("Item", "1 KB", "1000", "uniform")
                .operation("put", "100/s", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"), instantDatabase("followers", "1"))
                .region("eu")
                .zone("eu-a", "eu")
                .zone("eu-b", "eu")
                .in("eu", "clients", "db")
                .in("eu-a", "app");
        double copies = 100 * 1_000 * 2_628_000.0 / 1e9;
        assertEquals(0.02 * copies, line(board, "db", "traffic between zones"), 0.1);
    }

    private static double line(Boards board, String node, String what) {
        return board.phase("steady", "20 s", "average").run(1).report().bill().lines().stream()
                .filter(line -> line.node().equals(node) && line.what().equals(what))
                .mapToDouble(line -> line.perMonth())
                .sum();
    }

    @Test
    void withoutAreasEverythingStandsAtOnePlace() {
        Boards board = board().byPlacement()
                .operation("ask", "100/s")
                .path(
                        clients("arrivals", "steady"),
                        part("lb", "load-balancer"),
                        instantService("app", "instances", "4"));
        assertEquals(2 * (INTERNET + IN_ZONE), board.play(1).until(10).meanLatency("ask"), 1e-9);
    }
}
