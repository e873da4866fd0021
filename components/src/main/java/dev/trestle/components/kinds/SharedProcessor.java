package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import java.util.Arrays;

/**
 * Processors that share themselves evenly among all calls at once (egalitarian processor sharing: Kleinrock 1967): each
 * call gets a whole processor as long as there is one for each, else an equal part.
 *
 * <p>All calls progress at the same speed, so one clock that runs at that speed is enough: a call is done when the clock
 * has gone on by its demand. The next one to end stands on top of a binary heap; one timer waits for it.
 */
final class SharedProcessor {
    private final Engine engine;
    private final int processors;
    private final int event;
    private final Call timer;
    /** Nanoseconds of work that a call which was always here has got. */
    private double clock;

    private long since;
    private double[] ends = new double[16];
    private Call[] calls = new Call[16];
    private int size;

    /** @param timer a call of the node that gets {@code event} when the next one is done; it is used for nothing else */
    SharedProcessor(Engine engine, int processors, Call timer, int event) {
        this.engine = engine;
        this.processors = processors;
        this.timer = timer;
        this.event = event;
    }

    /** A call comes that needs so many nanoseconds of a processor. */
    void add(Call call, long nanos) {
        advance();
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            calls = Arrays.copyOf(calls, size * 2);
        }
        rise(size++, clock + nanos, call);
        await();
    }

    /** Takes out the call that the timer was set for. */
    Call done() {
        advance();
        Call first = calls[0];
        clock = Math.max(clock, ends[0]);
        double end = ends[--size];
        Call last = calls[size];
        calls[size] = null;
        if (size > 0) {
            sink(0, end, last);
        } else {
            clock = 0;
        }
        await();
        return first;
    }

    /** The call leaves before it is done. */
    void remove(Call call) {
        int at = 0;
        while (calls[at] != call) {
            at++;
        }
        advance();
        double end = ends[--size];
        Call last = calls[size];
        calls[size] = null;
        if (at < size && at > 0 && ends[(at - 1) / 2] > end) {
            rise(at, end, last);
        } else if (at < size) {
            sink(at, end, last);
        }
        await();
    }

    /** Nobody is here any more. */
    void clear() {
        Arrays.fill(calls, 0, size, null);
        size = 0;
        clock = 0;
        await();
    }

    private double speed() {
        return size <= processors ? 1 : (double) processors / size;
    }

    private void advance() {
        clock += (engine.now() - since) * speed();
        since = engine.now();
    }

    private void await() {
        engine.cancel(timer);
        if (size > 0) {
            engine.schedule(timer, event, (long) Math.ceil((ends[0] - clock) / speed()));
        }
    }

    private void rise(int from, double end, Call call) {
        int hole = from;
        while (hole > 0 && ends[(hole - 1) / 2] > end) {
            move((hole - 1) / 2, hole);
            hole = (hole - 1) / 2;
        }
        ends[hole] = end;
        calls[hole] = call;
    }

    private void sink(int from, double end, Call call) {
        int hole = from;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && ends[child + 1] < ends[child]) {
                child++;
            }
            if (ends[child] >= end) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        ends[hole] = end;
        calls[hole] = call;
    }

    private void move(int from, int to) {
        ends[to] = ends[from];
        calls[to] = calls[from];
    }
}
