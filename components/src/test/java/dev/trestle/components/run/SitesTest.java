package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.run.Boards.Part;
import org.junit.jupiter.api.Test;

/**
 * Two sites for people of two regions: who is led where by names, edges and balancers. One way 20 ms to their own region,
 * 60 ms to the other one (Europe and the east of the US are 40 ms apart).
 */
class SitesTest {
    private static final double OWN = 2 * 0.020;
    private static final double OTHER = 2 * 0.060;

    /** Each region's people ask for an operation of their own; a name leads to a site in each region. */
    private static Boards sites(String... dns) {
        Part names = part("dns", "dns", dns);
        names.settings().putIfAbsent("lookup", "0 ms");
        return board().byPlacement()
                .operation("eu", "100/s")
                .operation("us", "100/s")
                .path(part("europeans", "clients", "arrivals", "steady"), names, instantService("west"))
                .path(part("americans", "clients", "arrivals", "steady"), names, instantService("east"))
                .link("europeans", "dns", "only", "eu")
                .link("americans", "dns", "only", "us")
                .region("eu-1")
                .region("us-1")
                .in("eu-1", "europeans", "west")
                .in("us-1", "americans", "east");
    }

    @Test
    void geographyLeadsPeopleToTheSiteOfTheirRegion() {
        Playing playing = sites("answers", "geo").play(1).until(20);
        assertEquals(OWN, playing.meanLatency("eu"), 1e-9);
        assertEquals(OWN, playing.meanLatency("us"), 1e-9);
        assertEquals(2_000, playing.taken("west", 1), 10);
    }

    @Test
    void failoverAnswersLeadEverybodyToTheFirstSite() {
        Playing playing = sites("answers", "failover").play(1).until(20);
        assertEquals(OWN, playing.meanLatency("eu"), 1e-9);
        assertEquals(OTHER, playing.meanLatency("us"), 1e-9);
        assertEquals(0, playing.taken("east", 1));
    }

    @Test
    void weightsShareLookups() {
        // Nothing is remembered: each request draws. 3 of 4 go to the first link.
        Playing playing = sites("answers", "weighted", "weights", "3, 1", "ttl", "0 s")
                .playFast(1)
                .until(100);
        assertEquals(0.75, playing.taken("west", 1) / 20_000.0, 0.012);
        double mixed = 0.75 * OWN + 0.25 * OTHER;
        assertEquals(mixed, playing.meanLatency("eu"), 0.002);
    }

    @Test
    void resolversKeepPeopleOnADeadSiteUntilTheirAnswersExpire() {
        // One resolver per region asks at 10 ms, 10.01 s, 20.01 s...: the first request that finds no answer.
        Playing playing = sites(
                        "answers",
                        "geo",
                        "ttl",
                        "10 s",
                        "resolvers",
                        "1",
                        "healthInterval",
                        "1 s",
                        "healthThreshold",
                        "2")
                .play(1)
                .until(12.005)
                .crash("west", 1)
                .until(30);
        // Checked at 13 and 14 s; the answer of 10.01 s is used until the request of 20.02 s asks anew.
        assertEquals(801, playing.failed("eu"), 3);
        assertEquals(0, playing.failed("us"));
        playing.recover("west", 1).until(60);
        assertEquals(801, playing.failed("eu"), 3);
        long west = playing.taken("west", 1);
        assertEquals(west + 500, playing.until(65).taken("west", 1), 5);
    }

    @Test
    void aNameThatKnowsOfNothingHealthyStillAnswers() {
        Playing playing = sites("answers", "failover", "ttl", "0 s", "healthInterval", "1 s")
                .play(1)
                .crash("west", 1)
                .crash("east", 1)
                .until(10);
        assertEquals(2_000, playing.failed("eu") + playing.failed("us"), 20);
    }

    @Test
    void aRegionThatIsLostIsLeftForTheOtherOne() {
        Playing playing = sites("answers", "geo", "ttl", "1 s", "healthInterval", "1 s", "healthThreshold", "1")
                .play(1)
                .until(10)
                .begin("lose eu-1")
                .until(20);
        assertEquals(0, playing.failed("us"));
        // Checked each second, and remembered for one: nobody is led there 2 s later. From then on they cross the sea.
        assertTrue(playing.failed("eu") <= 201);
        long done = playing.completed("eu");
        double before = playing.meanLatency("eu") * done;
        playing.until(30);
        assertEquals(OTHER, (playing.meanLatency("eu") * playing.completed("eu") - before) / 1_000, 0.001);
    }

    /** People of two regions in front of edges; the origin stands in the US. */
    private static Boards edges(String... cdn) {
        Part edges = part("cdn", "cdn", cdn);
        edges.settings().putIfAbsent("hitTime", "0 ms");
        edges.settings().putIfAbsent("tlsTime", "0 ms");
        return board().byPlacement()
                .entity("Page", "1 KB", "10", "uniform")
                .operation("eu", "100/s", "read Page")
                .operation("us", "100/s", "read Page")
                .path(
                        part("europeans", "clients", "arrivals", "steady"),
                        edges,
                        instantService("app"),
                        instantDatabase())
                .path(part("americans", "clients", "arrivals", "steady"), edges)
                .link("europeans", "cdn", "only", "eu")
                .link("americans", "cdn", "only", "us")
                .region("eu-1")
                .region("us-1")
                .in("eu-1", "europeans")
                .in("us-1", "americans", "app", "db");
    }

    @Test
    void eachRegionHasAnEdgeOfItsOwnTenMillisecondsAway() {
        Playing playing = edges().playFast(1).until(100);
        assertEquals(2, playing.node("cdn").instances());
        // All ten pages are kept from the start: both meet an edge near them, half of 20 ms one way.
        assertEquals(0.020, playing.meanLatency("eu"), 1e-6);
        assertEquals(0.020, playing.meanLatency("us"), 1e-6);
    }

    @Test
    void whatAnEdgeLacksComesFromTheOriginOfItsRegionOrFromAfar() {
        // Nothing stays for longer than a moment: everything is pulled. The origin is 20 ms from the American edge and
        // 60 ms from the European one.
        Playing playing = edges("ttl", "1 ms").playFast(1).until(50);
        double inner = 2 * 0.000_25;
        assertEquals(0.020 + OWN + inner, playing.meanLatency("us"), 1e-3);
        assertEquals(0.020 + OTHER + inner, playing.meanLatency("eu"), 1e-3);
    }

    @Test
    void aLostEdgeLeadsItsPeopleToTheOtherRegion() {
        Playing playing = edges().playFast(1).until(10).crash("cdn", 1).until(100);
        assertEquals(0, playing.failed("eu"));
        // 10 ms to where edges are, and 40 ms over the sea.
        double then = (10 * 0.020 + 90 * (0.020 + 2 * 0.040)) / 100;
        assertEquals(then, playing.meanLatency("eu"), 0.001);
    }

    private static Boards pair(String... settings) {
        return board().byPlacement()
                .operation("ask", "100/s")
                .path(
                        clients("arrivals", "steady", "timeout", "100 ms"),
                        part("lb", "load-balancer", settings),
                        instantService("app", "instances", "2"))
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu")
                .in("eu", "clients", "lb", "app");
    }

    @Test
    void aStandbyCountsFromTheLastHeartbeat() {
        // Heartbeats at 0, 1, 2 s...; the crash at 2.75 s is noticed 3 s after the heartbeat of 2 s, at 5 s.
        Playing playing = pair("heartbeat", "1 s", "takeover", "3 s")
                .play(1)
                .until(2.755)
                .crash("lb", 1)
                .until(10);
        assertEquals(225, playing.failed("ask"), 3);
    }

    @Test
    void aZoneThatIsLostTakesItsBalancerAndTheOtherOneGoesOn() {
        Playing playing = pair("takeover", "3 s", "healthInterval", "1 s", "healthThreshold", "1")
                .play(1)
                .until(5.005)
                .begin("lose a")
                .until(30);
        assertEquals(300, playing.failed("ask"), 3);
    }

    @Test
    void aPairThatIsCutApartBothActAndTheFirstGoesOnAfterwards() {
        Playing playing = pair("takeover", "3 s").play(1).until(5);
        playing.begin("cut a from b").until(20);
        // People are nearer to neither: they go to the first one that acts, in a.
        assertTrue(playing.node("lb").up(0));
        playing.end("cut a from b").until(25);
        long failed = playing.failed("ask");
        playing.until(40);
        assertEquals(failed, playing.failed("ask"), "one of them has stepped back, and it was not the one in use");
    }

    @Test
    void aScriptCrashesOneOfAPair() {
        var report = pair("takeover", "1 s")
                .phase("crash", "10 s", "average", "crash lb instance 1 at 2 s")
                .run(1);
        assertEquals(
                0.1,
                report.report()
                        .phase("crash")
                        .operations()
                        .get("ask")
                        .errorRatio()
                        .value(),
                0.01);
    }
}
