package dev.trestle.components.bench;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Station;
import org.HdrHistogram.Histogram;

/**
 * M/M/1 at 0.8 through our kernel: every arrival and every departure is an event, every customer a call at a station, every
 * response time goes into a histogram. Mean service 1 ms, so the mean response is 5 ms.
 */
final class OneServer extends Behaviour implements Task {
    private static final int ARRIVAL = FIRST_EVENT;
    private static final int SERVED = FIRST_EVENT + 1;
    private static final double SERVICE_NANOS = 1e6;
    private static final double GAP_NANOS = SERVICE_NANOS / 0.8;

    private final Station station = new Station(engine, this, 0, 1, Integer.MAX_VALUE);
    private final Chance arrivals = new Chance(Chance.seed(42, id, "arrivals", 0));
    private final Chance services = new Chance(Chance.seed(42, id, "services", 0));
    private final Histogram responses = new Histogram(1_000, 3_600_000_000_000L, 2);
    private final int customers;
    private Call source;
    private long sumNanos;
    private int left;

    OneServer(int customers) {
        super(new Engine(), 0, "server");
        this.customers = customers;
        engine.start(new Behaviour[] {this});
    }

    @Override
    public void start() {
        source = engine.call(this);
        engine.schedule(source, ARRIVAL, gap());
    }

    @Override
    public double play() {
        left = 0;
        sumNanos = 0;
        while (left < customers) {
            engine.runUntil(engine.now() + 1_000_000_000L, (events, calls) -> false);
        }
        return sumNanos / 1e6 / left;
    }

    @Override
    public long units() {
        return left;
    }

    @Override
    public void event(Call call, int type) {
        if (type == ARRIVAL) {
            station.enter(engine.call(this));
            engine.schedule(call, ARRIVAL, gap());
        } else {
            station.leave(call);
            long response = engine.now() - call.arrivedNanos;
            responses.recordValue(response);
            sumNanos += response;
            left++;
            engine.free(call);
        }
    }

    @Override
    public void begin(Call call) {
        engine.schedule(call, SERVED, (long) (SERVICE_NANOS * services.exponential()));
    }

    @Override
    public void arrive(Call call) {
        throw new IllegalStateException("there are no wires");
    }

    private long gap() {
        return (long) (GAP_NANOS * arrivals.exponential());
    }
}
