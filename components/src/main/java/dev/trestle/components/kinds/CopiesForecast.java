package dev.trestle.components.kinds;

import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.load.Distribution;

/**
 * What queueing theory says of a leader and its followers: each copy is a queue of its own with a mixture of reads and
 * writes. Shards are taken to be equally loaded; what a hot key or an uneven ring does is then seen beside it.
 */
final class CopiesForecast {
    private final Distribution read;
    private final Distribution write;
    private final int workers;

    CopiesForecast(Distribution read, Distribution write, int workers) {
        this.read = read;
        this.write = write;
        this.workers = workers;
    }

    /**
     * Reads go to one copy: copies that are read in turn get calls more evenly than at random, and wait less than this says.
     *
     * @param apart whether that copy is a follower, which then has nothing but reads
     */
    Forecast of(Demand demand, int shards, int followers, boolean apart) {
        double calls = demand.callsPerSecond() / shards;
        double reads = calls * demand.readShare();
        double writes = calls - reads;
        Forecast leader = queue(apart ? 0 : reads, writes);
        Forecast follower = queue(apart ? reads : 0, 0);
        double leads = apart ? writes : calls;
        double waiting = (leads == 0 ? 0 : leads * leader.meanWaitSeconds())
                + (leads == calls ? 0 : reads * follower.meanWaitSeconds());
        return new Forecast((leader.utilization() + follower.utilization()) / (1 + followers), waiting / calls);
    }

    private Forecast queue(double reads, double writes) {
        double calls = reads + writes;
        if (calls == 0) {
            return new Forecast(0, 0);
        }
        double mean = (reads * read.mean() + writes * write.mean()) / calls / 1e9;
        double square = (reads * square(read) + writes * square(write)) / calls / 1e18;
        return Forecast.queue(workers, calls, mean, mean == 0 ? 0 : square / mean / mean - 1);
    }

    private static double square(Distribution time) {
        return time.mean() * time.mean() * (1 + time.squaredCv());
    }
}
