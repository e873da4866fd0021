package dev.trestle.components.kind;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Meter;
import java.util.List;

/**
 * How much of each thing is reserved, as each version of it says: a store that knows a version knows what it says, and no
 * more. So a store that looks and writes at one moment never sells too much, and one that looks at an old version may.
 *
 * <p>One for all nodes of a replication. Only what a requirement limits is counted; a reservation adds one under its key, a
 * delete takes one off, and any other write leaves it as it is.
 */
public final class Stock {
    private final long[] limits;
    private final boolean any;
    /** By version. */
    private final LongMap taken = new LongMap(8);

    /** Nothing of these is reserved yet. */
    public Stock(List<EntityPlan> entities) {
        limits = entities.stream().mapToLong(EntityPlan::limit).toArray();
        any = entities.stream().anyMatch(entity -> entity.limit() < Long.MAX_VALUE);
    }

    private long taken(long version) {
        return Math.max(0, taken.get(version));
    }

    /** What one store sells; how often it had none is a meter of that store, where anything is limited. */
    public Shelf at(Meter meter) {
        return new Shelf((any ? meter : new Meter()).counter("soldOut"));
    }

    /** The stock as one store sells it. */
    public final class Shelf {
        private final Counter soldOut;

        private Shelf(Counter soldOut) {
            this.soldOut = soldOut;
        }

        /** Whether it is limited how many of the entity may be reserved. */
        public boolean counts(int entity) {
            return limits[entity] < Long.MAX_VALUE;
        }

        /**
         * Whether the call wants one and, as far as who sees that version knows, there is none left: then it ends with {@link
         * Call#MISS}.
         */
        public boolean refuses(Call call, long seen) {
            if (call.verb != Call.RESERVE || taken(seen) < limits[call.subject]) {
                return false;
            }
            soldOut.value++;
            call.outcome = Call.MISS;
            return true;
        }

        /** The call has made its version on top of the one that was seen; one made elsewhere says what it did there. */
        public void made(Call call, long seen) {
            if (!counts(call.subject) || taken.get(call.version) != LongMap.NONE) {
                return;
            }
            long before = taken(seen);
            long after = call.verb == Call.RESERVE ? before + 1 : before;
            taken.put(call.version, call.verb == Call.DELETE ? Math.max(0, before - 1) : after);
        }
    }
}
