package dev.trestle.components.bench;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Engine;
import org.HdrHistogram.Histogram;

/**
 * M/M/1 at 0.8 through our kernel as {@link SsjTunedServer} has it: the same two calls carry all arrivals and departures,
 * and arrival times stand in an array. Every arrival and every departure is an event; response times go into a histogram.
 */
final class TwoEvents extends Behaviour implements Task {
    private static final int ARRIVAL = FIRST_EVENT;
    private static final int DEPARTURE = FIRST_EVENT + 1;
    private static final double SERVICE_NANOS = 1e6;
    private static final double GAP_NANOS = SERVICE_NANOS / 0.8;
    private static final int MASK = (1 << 16) - 1;

    private final Chance arrivals = new Chance(Chance.seed(42, id, "arrivals", 0));
    private final Chance services = new Chance(Chance.seed(42, id, "services", 0));
    private final Histogram responses = new Histogram(1_000, 3_600_000_000_000L, 2);
    private final long[] arrived = new long[MASK + 1];
    private final int customers;
    private Call source;
    private Call server;
    private int first;
    private int next;
    private long sumNanos;
    private int left;

    TwoEvents(int customers) {
        super(new Engine(), 0, "server");
        this.customers = customers;
        engine.start(new Behaviour[] {this});
    }

    @Override
    public void start() {
        source = engine.call(this);
        server = engine.call(this);
        engine.schedule(source, ARRIVAL, gap());
    }

    @Override
    public double play() {
        left = 0;
        sumNanos = 0;
        while (left < customers) {
            engine.runUntil(engine.now() + 1_000_000_000L, Engine.Stop.NEVER);
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
            engine.schedule(source, ARRIVAL, gap());
            arrived[next++ & MASK] = engine.now();
            if (next - first > 1) {
                return;
            }
        } else {
            long response = engine.now() - arrived[first++ & MASK];
            responses.recordValue(response);
            sumNanos += response;
            left++;
            if (first == next) {
                return;
            }
        }
        serve();
    }

    private void serve() {
        engine.schedule(server, DEPARTURE, (long) (SERVICE_NANOS * services.exponential()));
    }

    @Override
    public void arrive(Call call) {
        throw new IllegalStateException("there are no wires");
    }

    private long gap() {
        return (long) (GAP_NANOS * arrivals.exponential());
    }
}
