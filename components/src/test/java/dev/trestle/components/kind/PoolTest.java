package dev.trestle.components.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Erlang C forwards and backwards, against tables. */
class PoolTest {
    /** M/M/c with a mean service time of 1 (ORACLES P2): mean time in all, and its quantiles. */
    @ParameterizedTest
    @CsvSource({
        "2, 0.8, 2.777778, 2.0400, 11.9374, 17.6941",
        "4, 0.8, 1.745541, 1.3462, 6.8932, 9.8797",
        "8, 0.8, 1.286028, 0.9863, 5.1522, 7.4697",
        "8, 0.95, 3.110422, 2.4101, 12.366, 18.1229",
        "32, 0.9, 1.143186, 0.8558, 4.7944, 7.0969",
        "100, 0.95, 1.101291, 0.8079, 4.7244, 7.0270"
    })
    void meanAndTailAreThoseOfTheTable(int servers, double rho, double mean, double p50, double p99, double p999) {
        Pool pool = new Pool(servers, servers * rho, 1, 1);
        assertEquals(mean, pool.meanWaitSeconds() + 1, 1e-6 * mean);
        assertEquals(0.5, pool.longerThan(p50), 1e-4);
        assertEquals(0.01, pool.longerThan(p99), 1e-5);
        assertEquals(0.001, pool.longerThan(p999), 1e-6);
    }

    @Test
    void aSingleServerIsExponential() {
        // M/M/1: T is exponential with 1 - rho.
        Pool pool = new Pool(1, 0.8, 1, 1);
        assertEquals(StrictMath.exp(-0.2 * 5), pool.longerThan(5), 1e-12);
    }

    @Test
    void whereServiceAndWaitingHaveOneRateTheTailIsThatOfTheirSum() {
        // Two servers at a load of 1: theta is mu, and C(2, 1) is a third.
        Pool pool = new Pool(2, 1, 1, 1);
        assertEquals(StrictMath.exp(-3) * (1 + 3 / 3.0), pool.longerThan(3), 1e-9);
    }

    /**
     * Ten Erlangs, as 200 calls of 3 minutes an hour: the textbook's desk. C is 0.4494 for 12, 0.2853 for 13 and 0.1741 for
     * 14, so that the mean wait, C times 180 s over the servers to spare, is 40.4 s, 17.1 s and 7.84 s.
     */
    @Test
    void theLeastNumberOfServersIsThatOfErlangsTable() {
        Pool desk = new Pool(10, 200 / 3600.0, 180, 1);
        assertEquals(40.4, desk.of(12).meanWaitSeconds(), 0.05);
        assertEquals(17.1, desk.of(13).meanWaitSeconds(), 0.05);
        assertEquals(7.84, desk.of(14).meanWaitSeconds(), 0.01);
        assertEquals(OptionalInt.of(14), desk.least(pool -> pool.meanWaitSeconds() < 10));
        assertEquals(OptionalInt.of(13), desk.least(pool -> pool.meanWaitSeconds() < 20));
        assertEquals(OptionalInt.of(11), desk.least(pool -> pool.load() < pool.servers()), "ten are just not enough");
        assertEquals(OptionalInt.empty(), desk.least(pool -> pool.meanWaitSeconds() < 0));
    }

    @Test
    void theLeastNumberIsFoundFarFromTheLoadToo() {
        Pool pool = new Pool(1, 1000, 1, 1);
        assertEquals(OptionalInt.of(2000), pool.least(one -> one.load() / one.servers() <= 0.5));
        assertEquals(OptionalInt.of(1001), pool.least(one -> one.load() < one.servers()));
    }

    @Test
    void onlyServiceThatIsNearlyExponentialHasATail() {
        assertTrue(new Pool(4, 1, 1, 1.1).hasTail());
        assertFalse(new Pool(4, 1, 1, 0).hasTail());
        assertEquals(1, new Pool(4, 4, 1, 1).longerThan(100), "an overloaded queue has no end");
    }
}
