package dev.trestle.components.kinds;

import dev.trestle.components.kind.Forecast;
import dev.trestle.components.load.Distribution;

/**
 * How long a server is held by a call, as queueing theory wants it.
 *
 * @param seconds the mean
 * @param squaredCv variance over the square of the mean; 0 where the mean is 0
 */
record WorkTime(double seconds, double squaredCv) {
    static WorkTime of(Distribution time) {
        return new WorkTime(time.mean() / 1e9, time.squaredCv());
    }

    /** Always so long. */
    static WorkTime always(double seconds) {
        return new WorkTime(seconds, 0);
    }

    private static WorkTime ofMoments(double mean, double variance) {
        return new WorkTime(mean, mean == 0 ? 0 : variance / (mean * mean));
    }

    private double variance() {
        return seconds == 0 ? 0 : squaredCv * seconds * seconds;
    }

    /** This time and then another one that does not depend on it. */
    WorkTime then(WorkTime other) {
        return ofMoments(seconds + other.seconds, variance() + other.variance());
    }

    /** So many times in a row. */
    WorkTime times(long count) {
        return ofMoments(count * seconds, count * variance());
    }

    /** The sum of a random number of such times, by Wald's equations. */
    WorkTime times(double meanCount, double varianceOfCount) {
        return ofMoments(meanCount * seconds, meanCount * variance() + varianceOfCount * seconds * seconds);
    }

    /** For a share of the calls this time, for the others another one. */
    WorkTime mixed(double share, WorkTime other) {
        double mean = share * seconds + (1 - share) * other.seconds;
        double square = share * (variance() + seconds * seconds)
                + (1 - share) * (other.variance() + other.seconds * other.seconds);
        return ofMoments(mean, Math.max(0, square - mean * mean));
    }

    /** The queue of one of several equal instances over which the calls are spread evenly at random. */
    Forecast queue(int instances, int workers, double callsPerSecond) {
        return Forecast.queue(workers, callsPerSecond / instances, seconds, squaredCv);
    }
}
