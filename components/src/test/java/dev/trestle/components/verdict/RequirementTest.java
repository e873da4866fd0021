package dev.trestle.components.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.verdict.Bound.Compare;
import dev.trestle.estimator.quantity.BadText;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {

    @ParameterizedTest
    @CsvSource({
        "feed p99 latency < 300 ms, s, false",
        "all availability >= 99.9 %, share, true",
        "feed error ratio < 1 %, share, false",
        "feed throughput > 5/s, 1/s, true",
        "app utilization < 70 %, share, false",
        "app queue < 7, count, false",
        "db lag < 1 s, s, false",
        "cache hit ratio > 80 %, share, true",
        "Photo fresh within 2 s, s, false",
        "Photo never lost, count, false",
        "posted handled within 10 s, s, false",
        "posted handled within 10 s for p99, share, true",
        "recovers within 30 s, s, false",
        "headroom >= 2 x, times, true",
        "cost < 60 kUSD/month, USD/month, false",
    })
    void theFigureThatAnswersHasAUnitAndABetterSide(String line, String unit, boolean upwards) {
        assertEquals(unit, Unit.of(Requirement.parse(line)).word());
        assertEquals(upwards, Requirement.parse(line).upwards());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feed p99 latency < 300 ms in steady",
                "all mean latency <= 20 ms",
                "reads p99.99 latency < 1 s in cache lost",
                "writes max latency < 2 s",
                "all availability >= 99.9 %",
                "feed error ratio < 0.1 % in spike",
                "feed throughput >= 5000/s in steady",
                "feed throughput >= 5000 request/s",
                "Photo read-your-writes",
                "Photo monotonic-reads",
                "Photo linearizable",
                "Photo fresh within 2 s",
                "Photo never lost",
                "Photo unique",
                "Seat never above 240 M",
                "posted handled at least once",
                "posted handled exactly once",
                "posted handled in order",
                "posted handled in order per key",
                "posted handled within 10 s",
                "posted handled within 10 s for p99.9",
                "upload idempotent",
                "upload at most 10/s per client",
                "app utilization < 70 % in steady",
                "jobs queue < 1000",
                "replica lag < 2 s",
                "cache hit ratio > 80 %",
                "survives loss of any instance",
                "survives loss of any zone",
                "recovers within 30 s",
                "recovers within 30 s after cache lost",
                "headroom >= 2 x",
                "cost < 60 kUSD/month",
            })
    void everyFormPrintsWhatItParsed(String line) {
        Requirement requirement = Requirement.parse(line);
        assertEquals(line, requirement.toString());
        assertEquals(requirement, Requirement.parse(requirement.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "'  feed   p99 latency<300ms  in   steady ', feed p99 latency < 300 ms in steady",
        "all availability>=99.9%, all availability >= 99.9 %",
        "feed throughput >= 5000 /s, feed throughput >= 5000/s",
        "headroom >= 2x, headroom >= 2 x",
        "headroom >= 2, headroom >= 2 x",
        "posted handled within 10s for 99 %, posted handled within 10 s for p99",
        "posted handled within 10 s for 99.9%, posted handled within 10 s for p99.9",
    })
    void whiteSpaceDoesNotMatter(String line, String canonical) {
        assertEquals(canonical, Requirement.parse(line).toString());
    }

    @Test
    void numbersAreInBaseUnits() {
        var latency = (Requirement.Latency) Requirement.parse("feed p99 latency < 300 ms in cache lost");
        assertEquals("feed", latency.subject());
        assertEquals(0.99, latency.statistic().quantile());
        assertEquals(Compare.LESS, latency.bound().compare());
        assertEquals(0.3, latency.bound().value(), 1e-15);
        assertEquals("cache lost", latency.phase());
        var cost = (Requirement.Cost) Requirement.parse("cost < 60 kUSD/month");
        assertEquals(60_000, cost.bound().value(), 1e-9);
        var all = (Requirement.Served) Requirement.parse("all availability >= 99.9 %");
        assertEquals(0.999, all.bound().value(), 1e-15);
        assertNull(all.phase());
    }

    @Test
    void promisesAboutHistoriesSayWhatToRecord() {
        assertEquals("Photo", Requirement.parse("Photo never lost").entity());
        assertEquals("posted", Requirement.parse("posted handled within 10 s").event());
        assertNull(Requirement.parse("feed p99 latency < 300 ms").entity());
        assertNull(Requirement.parse("Photo never lost").event());
    }

    @Test
    void namesToRecordComeFromAllRequirementsOnce() {
        List<Requirement> all = List.of(
                Requirement.parse("Photo never lost"),
                Requirement.parse("feed p99 latency < 300 ms"),
                Requirement.parse("Photo read-your-writes"),
                Requirement.parse("posted handled at least once"));
        assertEquals(Set.of("Photo"), Requirement.entitiesOf(all));
        assertEquals(Set.of("posted"), Requirement.eventsOf(all));
    }

    @Test
    void namesThatLookLikeKeywordsAreSubjects() {
        assertEquals(new Requirement.NeverLost("headroom"), Requirement.parse("headroom never lost"));
        assertEquals(new Requirement.ReadYourWrites("cost"), Requirement.parse("cost read-your-writes"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "feed, 4",
        "feed p99 latencyy < 300 ms, 9",
        "feed p100 latency < 300 ms, 5",
        "feed p99 latency 300 ms, 17",
        "feed p99 latency < soon, 19",
        "feed p99 latency < 300 ms in, 28",
        "Photo never forgotten, 12",
        "Photo never lost today, 17",
        "Photo read-your-write, 6",
        "posted handled within 10 s for p9, 31",
        "9feed p99 latency < 300 ms, 0",
        "survives loss of any planet, 21",
        "headroom >= much, 12",
    })
    void complainsAtTheTokenThatCannotStandThere(String line, int at) {
        BadText bad = assertThrows(BadText.class, () -> Requirement.parse(line));
        assertEquals(at, bad.at(), bad.getMessage());
        assertTrue(!bad.getMessage().contains("\n"), bad.getMessage());
    }

    @Test
    void suggestsTheNearestWord() {
        BadText bad = assertThrows(BadText.class, () -> Requirement.parse("Photo read-your-write"));
        assertTrue(bad.getMessage().contains("did you mean \"read-your-writes\"?"), bad.getMessage());
        BadText latency = assertThrows(BadText.class, () -> Requirement.parse("feed p99 latencyy < 300 ms"));
        assertTrue(latency.getMessage().contains("expected \"latency\", not \"latencyy\""), latency.getMessage());
    }

    @Test
    void marginIsPositiveOnTheGoodSide() {
        Bound below = ((Requirement.Latency) Requirement.parse("feed p99 latency < 300 ms")).bound();
        assertEquals(0.5, below.margin(0.15), 1e-12);
        assertEquals(-1, below.margin(0.6), 1e-12);
        Bound above = ((Requirement.Served) Requirement.parse("feed throughput >= 100/s")).bound();
        assertEquals(0.2, above.margin(120), 1e-12);
        assertEquals(List.of(true, false), List.of(below.holds(0.299), below.holds(0.3)));
    }
}
