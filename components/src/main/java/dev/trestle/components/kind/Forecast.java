package dev.trestle.components.kind;

/**
 * What theory says about a node under a demand.
 *
 * @param utilization share of the servers that are busy, 0 and up; 1 and more means that the queue grows for ever
 * @param meanWaitSeconds mean time in the queue, infinite when the utilization is 1 or more; NaN where it has no closed
 *     form, as where the parts of one call come together
 * @param pool the servers and calls that it is worked out from; null where they are not all alike or nobody waits
 */
public record Forecast(double utilization, double meanWaitSeconds, Pool pool) {
    /** What is not made of one sort of queue. */
    public Forecast(double utilization, double meanWaitSeconds) {
        this(utilization, meanWaitSeconds, null);
    }

    /**
     * Calls that leave when all servers are busy (Erlang B): nobody waits. Exact whatever the law of the service time is.
     *
     * @param servers c, at least 1
     * @param load arrivals per second times the mean service time, those that leave included
     */
    public static Forecast loss(int servers, double load) {
        return new Forecast(load * (1 - blocked(servers, load)) / servers, 0);
    }

    /** Servers that are busy for so many seconds a second in all, where nobody knows how long calls wait for them. */
    public static Forecast busy(long servers, double load) {
        return new Forecast(load / servers, load < servers ? Double.NaN : Double.POSITIVE_INFINITY);
    }

    /** The Erlang B recursion never overflows, whatever the number of servers is. */
    private static double blocked(int servers, double load) {
        double blocked = 1;
        for (int i = 1; i <= servers; i++) {
            blocked = load * blocked / (i + load * blocked);
        }
        return blocked;
    }

    /**
     * Erlang C for c servers at an offered load, with the Allen-Cunneen factor for service times that are not
     * exponential: exact for M/M/c and M/G/1 (Pollaczek-Khinchine), an approximation for M/G/c.
     *
     * @param servers c, at least 1
     * @param perSecond arrivals per second
     * @param serviceSeconds mean service time
     * @param squaredCv squared coefficient of variation of the service time
     */
    public static Forecast queue(int servers, double perSecond, double serviceSeconds, double squaredCv) {
        double load = perSecond * serviceSeconds;
        double utilization = load / servers;
        Pool pool = new Pool(servers, perSecond, serviceSeconds, squaredCv);
        if (utilization >= 1) {
            return new Forecast(utilization, Double.POSITIVE_INFINITY, pool);
        }
        double wait = waits(servers, load) * serviceSeconds / (servers * (1 - utilization));
        return new Forecast(utilization, wait * (1 + squaredCv) / 2, pool);
    }

    /** The probability that a call has to wait (Erlang C), for a load below the number of servers. */
    static double waits(int servers, double load) {
        double blocked = blocked(servers, load);
        return blocked / (1 - load / servers * (1 - blocked));
    }
}
