package dev.trestle.components.kinds;

import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Forecast;

/**
 * What queueing theory says of a leader and its followers: each copy is a queue of its own with a mixture of reads and
 * writes. Shards are taken to be equally loaded; what a hot key or an uneven ring does is then seen beside it.
 */
record CopiesForecast(WorkTime read, WorkTime write, int workers) {
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
        if (followers == 0 && !apart) {
            return leader;
        }
        double leads = apart ? writes : calls;
        double waiting = (leads == 0 ? 0 : leads * leader.meanWaitSeconds())
                + (leads == calls ? 0 : reads * follower.meanWaitSeconds());
        return new Forecast((leader.utilization() + follower.utilization()) / (1 + followers), waiting / calls);
    }

    private Forecast queue(double reads, double writes) {
        double calls = reads + writes;
        return calls == 0
                ? new Forecast(0, 0)
                : read.mixed(reads / calls, write).queue(1, workers, calls);
    }
}
