package dev.trestle.components.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.check.Finding.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    private static List<Finding> check(Board board) {
        List<Finding> found = Check.board(board, SampleKind.catalog());
        for (Finding finding : found) {
            assertEquals(1, finding.toString().lines().count(), finding.toString());
            assertNotNull(finding.remedy());
        }
        return found;
    }

    private static List<String> codes(Sketch sketch) {
        return check(sketch.board()).stream().map(Finding::code).toList();
    }

    private static Finding only(Board board) {
        List<Finding> found = check(board);
        assertEquals(1, found.size(), found.toString());
        return found.get(0);
    }

    private static Finding only(Sketch sketch) {
        return only(sketch.board());
    }

    @Test
    void aSoundBoardHasNoFindings() {
        assertEquals(List.of(), check(Sketch.sound().board()));
    }

    @Test
    void anEmptyBoardLacksOperationsAndClients() {
        List<Finding> found = check(Board.empty("T"));
        assertEquals(
                List.of("no-operations", "no-clients"),
                found.stream().map(Finding::code).toList());
        assertTrue(Check.stopsARun(found));
    }

    @Test
    void errorsComeFirst() {
        Sketch sketch = Sketch.sound().node("alone", "store", "instances", "2").node("odd", "stoer");
        List<Severity> severities =
                check(sketch.board()).stream().map(Finding::severity).toList();
        assertEquals(List.of(Severity.ERROR, Severity.WARNING, Severity.WARNING), severities);
    }

    // the brief

    @Test
    void aStepThatCannotBeReadIsMarkedAtItsPlace() {
        Finding finding = only(Sketch.sound()
                .operation("view", Map.of("rate", "5/s", "steps", List.of("read Photo", "read Photo twice"))));
        assertEquals("bad-step", finding.code());
        assertEquals("brief.operations.view.steps[1]", finding.path());
        assertTrue(finding.says().contains("\"twice\""), finding.says());
        assertTrue(finding.stops());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read Phtoo|unknown-entity|did you mean Photo?",
                "read Photo key User|unknown-entity|known: Photo",
                "call viwe|unknown-operation|did you mean view?",
            })
    void aStepThatNamesNobodyKnownSuggestsTheNearest(String step, String code, String remedy) {
        Finding finding =
                only(Sketch.sound().operation("view", Map.of("rate", "5/s", "steps", List.of("read Photo", step))));
        assertEquals(code, finding.code());
        assertEquals("brief.operations.view.steps", finding.path());
        assertEquals(remedy, finding.remedy());
    }

    @Test
    void anOperationThatNothingSetsOffNeverRuns() {
        Sketch idle = Sketch.sound().operation("idle", Map.of("steps", List.of("read Photo")));
        assertEquals("no-trigger", only(idle).code());
        idle.operation("view", Map.of("rate", "5/s", "steps", List.of("call idle")));
        assertEquals(List.of(), codes(idle));
    }

    @Test
    void anOperationHasOneTrigger() {
        Finding finding = only(Sketch.sound()
                .operation("view", Map.of("rate", "5/s", "every", "10 s", "steps", List.of("read Photo"))));
        assertEquals("two-triggers", finding.code());
        assertTrue(finding.says().endsWith("has rate and every"), finding.says());
    }

    @Test
    void aPeriodThatIsNoTimeIsAnError() {
        Sketch sketch = Sketch.sound().operation("sweep", Map.of("every", "10 MB", "steps", List.of("read Photo")));
        assertEquals("brief.operations.sweep.every", only(sketch).path());
    }

    @Test
    void eventsNeedBothAPublisherAndAHandler() {
        Sketch sketch = Sketch.sound()
                .operation("view", Map.of("rate", "5/s", "steps", List.of("read Photo", "publish seen")))
                .operation("count", Map.of("on", "viewed", "steps", List.of("write Photo")));
        assertEquals(List.of("event-unhandled", "event-unpublished"), codes(sketch));
        sketch.operation("count", Map.of("on", "seen", "steps", List.of("write Photo")));
        assertEquals(List.of(), codes(sketch));
    }

    @Test
    void callsThatGoRoundInACircleAreAnError() {
        Sketch sketch = Sketch.sound()
                .operation("view", Map.of("rate", "5/s", "steps", List.of("read Photo", "call more")))
                .operation("more", Map.of("steps", List.of("call view")));
        Finding finding = only(sketch);
        assertEquals("call-cycle", finding.code());
        assertTrue(finding.says().endsWith("view -> more -> view"), finding.says());
    }

    @Test
    void anEventThatSetsItselfOffIsAnError() {
        Sketch sketch = Sketch.sound()
                .operation("view", Map.of("rate", "5/s", "steps", List.of("read Photo", "publish seen")))
                .operation("count", Map.of("on", "seen", "steps", List.of("publish seen")));
        Finding finding = check(sketch.board()).stream()
                .filter(Finding::stops)
                .findFirst()
                .orElseThrow();
        assertEquals("publish-cycle", finding.code());
        assertEquals("brief.operations.count.steps", finding.path());
    }

    @Test
    void anOperationWithoutStepsAndAnEntityWithoutUseAreTold() {
        Sketch sketch = Sketch.sound().operation("view", Map.of("rate", "5/s"));
        assertEquals(List.of("no-steps", "entity-unused"), codes(sketch));
        assertFalse(Check.stopsARun(check(sketch.board())));
    }

    @Test
    void aPopularityThatCannotBeReadIsAnError() {
        Finding finding =
                only(Sketch.sound().put("entities", "Photo", Map.of("size", "1 KB", "popularity", "zpif 1.0")));
        assertEquals("bad-popularity", finding.code());
        assertEquals("brief.entities.Photo.popularity", finding.path());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users * veiws|brief.operations.view.rate|unknown name \"veiws\"",
                "users +|brief.operations.view.rate|the end",
                "5 MB|brief.operations.view.rate|count per time",
            })
    void aRateThatCannotBeComputedSaysWhere(String rate, String path, String says) {
        Sketch sketch = Sketch.sound()
                .put("assumptions", "users", Map.of("is", "10 Muser"))
                .operation("view", Map.of("rate", rate, "steps", List.of("read Photo")));
        Finding finding = only(sketch);
        assertEquals(path, finding.path());
        assertTrue(finding.says().contains(says), finding.says());
        assertTrue(finding.stops());
    }

    @Test
    void anAssumptionThatIsNoQuantityIsAnErrorAtItsPath() {
        Finding finding = only(Sketch.sound().put("assumptions", "users", Map.of("is", "many")));
        assertEquals("brief.assumptions.users.is", finding.path());
        assertTrue(finding.says().contains("\"many\""), finding.says());
    }

    @Test
    void theSameNumbersGiveTheSameFindingsTwice() {
        Sketch sketch = Sketch.sound().put("assumptions", "users", Map.of("is", "many"));
        assertEquals(check(sketch.board()), check(sketch.board()));
        sketch.put("assumptions", "users", Map.of("is", "5 user"));
        assertEquals(List.of(), codes(sketch));
    }

    // the design

    @Test
    void anUnknownKindSuggestsTheNearest() {
        Sketch sketch = Sketch.sound().node("db", "stoer");
        Finding finding = check(sketch.board()).get(0);
        assertEquals("unknown-kind", finding.code());
        assertEquals("db", finding.node());
        assertEquals("design.nodes.db.kind", finding.path());
        assertEquals("did you mean store?", finding.remedy());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instances|many|the default is 1",
                "instances|0|the default is 1",
                "instances|2.5|the default is 1",
                "instnaces|2|did you mean instances?",
            })
    void aBadSettingIsAnErrorAtItsPath(String name, String value, String remedy) {
        Finding finding = only(Sketch.sound().node("app", "server", name, value));
        assertEquals("bad-setting", finding.code());
        assertEquals("design.nodes.app.settings." + name, finding.path());
        assertEquals("app", finding.node());
        assertEquals(remedy, finding.remedy());
        assertTrue(finding.stops());
    }

    @Test
    void whatOnlyAKindCanKnowIsAWarning() {
        Finding finding = only(Sketch.sound().node("app", "server", "instances", "51"));
        assertEquals("kind-server", finding.code());
        assertEquals("more than 50 instances are hard to deploy", finding.says());
        assertEquals(Severity.WARNING, finding.severity());
    }

    @Test
    void aStoreHoldsEntitiesOfTheBrief() {
        Finding finding = only(
                Sketch.sound().node("two", "store", "holds", "Photo, Phoot").link("app", "two"));
        assertEquals("unknown-entity", finding.code());
        assertEquals("design.nodes.two.settings.holds", finding.path());
    }

    @Test
    void aLinkNeedsBothItsNodes() {
        Finding finding = check(Sketch.sound().boardWith("\"to\":\"db\"", "\"to\":\"dbb\""))
                .get(0);
        assertEquals("missing-node", finding.code());
        assertEquals("l3", finding.link());
        assertEquals("design.links.l3.to", finding.path());
        assertEquals("did you mean db?", finding.remedy());
    }

    @Test
    void aLinkNamesPortsThatExist() {
        Finding finding = check(Sketch.sound().boardWith("\"to\":\"db\"", "\"to\":\"db.back\""))
                .get(0);
        assertEquals("missing-port", finding.code());
        assertEquals("its ports: in", finding.remedy());
        assertEquals(List.of(), check(Sketch.sound().boardWith("\"to\":\"db\"", "\"to\":\"db.in\"")));
    }

    @Test
    void aLinkLeadsWhereItsPortsFit() {
        Finding finding = only(Sketch.sound().link("phones", "db"));
        assertEquals("bad-link", finding.code());
        assertEquals("phones sends requests, and db takes reads and writes", finding.says());
        assertEquals("phones sends requests, and phones takes nothing", badLink("lb", "phones"));
    }

    private static String badLink(String from, String to) {
        return only(Sketch.sound().link(from, to)).says().replace("lb sends", "phones sends");
    }

    @Test
    void aNodeIsNotLinkedToItself() {
        assertEquals("self-link", only(Sketch.sound().link("lb", "lb")).code());
    }

    @Test
    void theSameWayTwiceIsAWarningUnlessEachCarriesItsOwn() {
        Sketch sketch = Sketch.sound().link("lb", "app");
        assertEquals("double-link", only(sketch).code());
        assertEquals(List.of(), codes(Sketch.sound().link("lb", "app", "only", "reads")));
    }

    @ParameterizedTest
    @CsvSource({
        "latency, fast, bad-setting", "latency, 5 MB, bad-setting", "bandwidth, 0 Gbit/s, bad-setting",
        "loss, 120 %, bad-setting", "colour, red, bad-setting", "only, raeds, unknown-operation"
    })
    void settingsOfLinksAreChecked(String name, String value, String code) {
        Finding finding =
                only(Sketch.sound().node("two", "server", "instances", "2").link("lb", "two", name, value));
        assertEquals(code, finding.code());
        assertEquals("l4", finding.link());
        assertEquals("design.links.l4.settings." + name, finding.path());
    }

    @Test
    void goodSettingsOfLinksAreFine() {
        Sketch sketch = Sketch.sound().node("two", "server", "instances", "2").link("lb", "two", "latency", "2 ms");
        sketch.node("three", "server", "instances", "2").link("lb", "three", "only", "reads, view");
        assertEquals(List.of(), codes(sketch));
    }

    @Test
    void whatNobodyReachesIsTold() {
        Sketch sketch = Sketch.sound().node("alone", "store", "instances", "2");
        assertEquals("not-connected", only(sketch).code());
        sketch.node("island", "server", "instances", "2").link("island", "alone");
        assertEquals(List.of("unreachable", "unreachable"), codes(sketch));
    }

    @Test
    void forwardersThatOnlyFeedEachOtherAreAnError() {
        Sketch sketch = Sketch.sound()
                .node("lb2", "balancer", "instances", "2")
                .link("lb", "lb2")
                .link("lb2", "lb");
        Finding finding = only(sketch);
        assertEquals("forward-cycle", finding.code());
        assertTrue(finding.says().endsWith("lb -> lb2 -> lb"), finding.says());
    }

    @Test
    void oneInstanceOnEveryRouteIsASinglePointOfFailure() {
        Finding finding = only(Sketch.sound().node("lb", "balancer", "instances", "1"));
        assertEquals("spof", finding.code());
        assertEquals("lb", finding.node());
        assertEquals(Severity.WARNING, finding.severity());
        assertTrue(finding.says().endsWith("nothing reaches app, db"), finding.says());
    }

    @Test
    void aSecondNodeBesideItStandsIn() {
        Sketch sketch = Sketch.sound().node("lb", "balancer").node("lb2", "balancer");
        sketch.link("phones", "lb2").link("lb2", "app");
        assertEquals(List.of(), codes(sketch));
    }

    @Test
    void aNodeOfTheSameKindElsewhereDoesNotStandIn() {
        Sketch sketch = Sketch.sound().node("other", "server", "instances", "1").link("app", "other");
        Finding finding = only(sketch);
        assertEquals("other", finding.node());
    }

    @Test
    void aStoreStandsInOnlyForWhatItHolds() {
        Sketch sketch = Sketch.sound().put("entities", "User", Map.of("size", "1 KB"));
        sketch.operation("who", Map.of("rate", "1/s", "steps", List.of("read User")));
        sketch.node("db", "store", "holds", "Photo")
                .node("two", "store", "holds", "User")
                .link("app", "two");
        assertEquals(List.of("spof", "spof"), codes(sketch));
        sketch.node("two", "store", "holds", "Photo, User");
        assertEquals(
                List.of("two"),
                check(sketch.board()).stream().map(Finding::node).toList());
    }

    @Test
    void aCacheBesideAStoreMayBeLost() {
        assertEquals(List.of(), codes(Sketch.sound().node("fast", "memory").link("app", "fast")));
    }

    @Test
    void anAreaIsARegionAZoneOrAGroup() {
        Map<String, Object> area = Map.of("kind", "planet", "x", 0, "y", 0, "w", 10, "h", 10);
        assertEquals(
                "unknown-area", only(Sketch.sound().put("areas", "a", area)).code());
    }

    // the script

    @ParameterizedTest
    @CsvSource({"''", "5 MB", "0 s", "soon"})
    void aPhaseHasALength(String length) {
        Finding finding = only(Sketch.sound().phase("p1", Map.of("phase", "steady", "for", length)));
        assertEquals("phase-length", finding.code());
        assertEquals("script.p1.for", finding.path());
    }

    @Test
    void twoPhasesOfOneNameAreTold() {
        Sketch sketch = Sketch.sound().phase("p1", Map.of("phase", "steady", "for", "10 s"));
        assertEquals(
                "phase-twice",
                only(sketch.phase("p2", Map.of("phase", "steady", "for", "10 s")))
                        .code());
    }

    @Test
    void aPhaseLoadAndFaultsCanBeRead() {
        Sketch sketch = Sketch.sound()
                .phase("p1", Map.of("phase", "a", "for", "10 s", "load", "plenty", "faults", List.of("explode lb")));
        assertEquals(List.of("bad-load", "bad-fault"), codes(sketch));
        assertEquals("script.p1.faults[0]", check(sketch.board()).get(1).path());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crash ap|unknown-node|did you mean app?",
                "slow db instance 3 by 10|unknown-instance|its instances are 1 to 2",
                "drop 5% on l9|unknown-link|did you mean l1?",
                "lose eu|unknown-area|there is no area yet: add one",
                "cut lb from eu|unknown-node|known: phones, lb, app, db",
                "poison seen|unknown-event|there is no event yet: add one",
                "crash app at 20 s|fault-late|start it earlier, lengthen the phase, or move it to a later one",
            })
    void aFaultNamesWhatIsThereAndStartsWithinItsPhase(String fault, String code, String remedy) {
        Finding finding =
                only(Sketch.sound().phase("p1", Map.of("phase", "a", "for", "20 s", "faults", List.of(fault))));
        assertEquals(code, finding.code());
        assertEquals("script.p1.faults[0]", finding.path());
        assertEquals(remedy, finding.remedy());
    }

    @Test
    void aFullDiskReachesAStoreOrIsSaidToReachNothing() {
        Map<String, Object> phase = Map.of("phase", "a", "for", "20 s", "faults", List.of("fill disk"));
        assertEquals(List.of(), codes(Sketch.sound().phase("p1", phase)));
        assertTrue(
                codes(Sketch.sound().without("nodes", "db").phase("p1", phase)).contains("fault-reaches-nothing"));
    }

    @Test
    void soundFaultsAreFine() {
        List<String> faults = List.of("crash app instance 2 at 5 s for 15 s", "drop 5% on l1", "traffic 10x");
        Sketch sketch = Sketch.sound().phase("p1", Map.of("phase", "a", "for", "20 s", "faults", faults));
        assertEquals(List.of(), codes(sketch));
    }
}
