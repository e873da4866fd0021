package dev.trestle.components.measure;

import dev.trestle.components.engine.Wire;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.Collection;

/**
 * What has gone over the links of one replication, by the number of the link: since its start, or in a stretch.
 *
 * @param calls messages forward
 * @param bytesForward bytes towards the end of the link; {@code bytesBack} the answers
 * @param crossings bytes that left a zone or region
 */
record Passed(long[] calls, long[] bytesForward, long[] bytesBack, Crossings crossings) {
    static Passed nothing(Plan plan) {
        int links = plan.links().size();
        return new Passed(new long[links], new long[links], new long[links], Crossings.none(plan));
    }

    /** All that has gone over them so far. */
    static Passed now(Plan plan, Assembly assembly) {
        Passed passed = nothing(plan);
        for (int i = 0; i < passed.calls.length; i++) {
            Wire wire = assembly.wire(i);
            passed.calls[i] = wire.calls;
            passed.bytesForward[i] = wire.bytesForward;
            passed.bytesBack[i] = wire.bytesBack;
        }
        passed.crossings.read(plan, assembly);
        return passed;
    }

    /** What went over them in several stretches together. */
    static Passed sum(Plan plan, Collection<Stretch> stretches) {
        Passed sum = nothing(plan);
        stretches.forEach(stretch -> sum.add(stretch.passed(), 1));
        return sum;
    }

    /** What has gone over them since an earlier moment. */
    Passed since(Passed earlier) {
        add(earlier, -1);
        return this;
    }

    private void add(Passed other, int sign) {
        add(calls, other.calls, sign);
        add(bytesForward, other.bytesForward, sign);
        add(bytesBack, other.bytesBack, sign);
        add(crossings.zones(), other.crossings.zones(), sign);
        add(crossings.regions(), other.crossings.regions(), sign);
    }

    private static void add(long[] to, long[] what, int sign) {
        for (int i = 0; i < to.length; i++) {
            to[i] += sign * what[i];
        }
    }
}
