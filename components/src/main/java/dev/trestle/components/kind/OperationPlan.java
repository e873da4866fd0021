package dev.trestle.components.kind;

import java.util.List;

/**
 * An operation as a run needs it.
 *
 * @param index its number in the plan
 * @param name its name on the board
 * @param external whether clients issue it; false for handlers of events and timers
 * @param everyNanos how often time triggers it, in nanoseconds; 0 where time does not
 * @param writer whether one of its steps writes, deletes, reserves or publishes
 * @param keyEntity the entity whose key a request for it is about: that of its first step with one key; or -1
 * @param fresh whether that key is a new one, never used before ({@code key new})
 * @param reads the first entity that it reads under the request's key, or -1
 * @param writes entities that it writes under the request's key
 * @param single the entity of its only step when it is one read or one write of it, so that an object store or an edge
 *     can serve it alone; or -1
 * @param requestBytes what the caller sends: the sizes of all it writes
 */
public record OperationPlan(
        int index,
        String name,
        boolean external,
        long everyNanos,
        boolean writer,
        int keyEntity,
        boolean fresh,
        int reads,
        List<Integer> writes,
        int single,
        long requestBytes) {}
