package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Entries that one caller is fetching from the store while the others wait for it: single flight, or a lease per key
 * (Nishtala et al., NSDI 2013). A flight is a call of the cache's own that carries the key and the node as its instance;
 * who waits hangs on it by {@link Call#other}.
 */
final class Flights {
    private final LongMap places = new LongMap(64);
    private Call[] flights = new Call[16];
    private int count;

    /** The flight of a key, or null. */
    Call of(long key) {
        long place = places.get(key);
        return place == LongMap.NONE ? null : flights[(int) place];
    }

    void begin(long key, Call flight) {
        if (count == flights.length) {
            flights = Arrays.copyOf(flights, 2 * count);
        }
        flight.scratch = key;
        places.put(key, count);
        flights[count++] = flight;
    }

    void end(Call flight) {
        int hole = (int) places.remove(flight.scratch);
        Call last = flights[--count];
        flights[count] = null;
        if (last != flight) {
            flights[hole] = last;
            places.put(last.scratch, hole);
        }
    }

    int count() {
        return count;
    }

    Call get(int place) {
        return flights[place];
    }
}
