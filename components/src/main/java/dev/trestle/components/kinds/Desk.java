package dev.trestle.components.kinds;

import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.load.Distribution;
import java.util.ArrayList;
import java.util.List;

/**
 * How queries come in at one copy of a database: over a connection of their own, which is opened for each, or over one of
 * a pool that stay open and for which they wait.
 *
 * @param workers queries executed at once
 * @param queue queries that may wait
 * @param connections queries inside, executed or waiting, beyond which one without a pool is turned away
 * @param connectTime of opening a connection
 * @param pool connections that stay open; 0 where there is no pool
 * @param poolWaitNanos after which a query that waits for one of them is given up; -1 for never
 */
record Desk(int workers, int queue, int connections, Distribution connectTime, int pool, long poolWaitNanos) {
    static final Param CONNECTIONS = Param.of(
                    "connections",
                    ParamType.INTEGER,
                    "Connections",
                    "none",
                    "Queries that one copy lets in, executing or waiting; without a pool more are turned away.")
            .between("1", "10000000")
            .orNone()
            .group("Connections")
            .tries("x2", "none");
    static final Param CONNECT_TIME = Param.of(
                    "connectTime",
                    ParamType.DISTRIBUTION,
                    "Opening one",
                    "0 ms",
                    "Time of a worker to open a connection: for every query, or with a pool once for each of its connections.")
            .group("Connections");
    static final Param POOL = Param.of(
                    "pool",
                    ParamType.INTEGER,
                    "Pool",
                    "none",
                    "Connections to each copy that stay open; queries wait for a free one.")
            .between("1", "100000")
            .orNone()
            .group("Connections")
            .tries("x2");
    static final Param POOL_WAIT = Param.of(
                    "poolWait",
                    ParamType.DURATION,
                    "Wait for the pool",
                    "none",
                    "How long a query waits for a connection of the pool before it is given up.")
            .between("1 ms", "1 h")
            .orNone()
            .group("Connections");

    static final List<Param> PARAMS = List.of(CONNECTIONS, CONNECT_TIME, POOL, POOL_WAIT);

    static Desk of(Settings settings) {
        return new Desk(
                settings.integer(SqlDatabase.WORKERS),
                settings.limit(SqlDatabase.QUEUE),
                settings.limit(CONNECTIONS),
                settings.distribution(CONNECT_TIME),
                settings.isNone(POOL) ? 0 : settings.integer(POOL),
                settings.nanos(POOL_WAIT));
    }

    static List<String> flaws(Settings settings) {
        List<String> flaws = new ArrayList<>();
        if (settings.isNone(POOL) && !settings.isNone(POOL_WAIT)) {
            flaws.add("without a pool nothing waits for one");
        }
        if (!settings.isNone(POOL) && settings.integer(POOL) > settings.limit(CONNECTIONS)) {
            flaws.add("the pool is larger than the connections that a copy lets in");
        }
        return flaws;
    }

    boolean pooled() {
        return pool > 0;
    }

    /** Queries that are executed at once: not more than there are connections in the pool. */
    int servers() {
        return pooled() ? Math.min(pool, workers) : workers;
    }
}
