package dev.trestle.components.run;

import dev.trestle.components.measure.Course;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.run.Disturbances.Disturbance;
import dev.trestle.components.verdict.Recovery;
import dev.trestle.components.verdict.Recovery.Levels;
import dev.trestle.components.verdict.Recovery.Return;
import dev.trestle.components.verdict.Requirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How long a design takes to be back after each disturbance, from the courses of the replications.
 *
 * <p>As before is a slice whose errors, p99 and level inside are no higher than in any slice of before, in any replication:
 * in the phase in which the disturbance begins, or where that has too few of them in the last measured one. Back is
 * a design with the first of {@link #HOLD} such slices in a row, unless as many in a row that are not follow later. Nobody
 * looks further than to the next disturbance, to a higher load than that of before, or to the end of the script.
 */
final class Comeback {
    private static final double NANOS = 1e9;
    /** Slices of the time in which a design has to be back. */
    private static final int PARTS = 20;
    /** At most so few: a slice needs requests to say something. */
    private static final int FEWEST_PARTS = 4;

    private static final double REQUESTS = 50;
    /** Slices in a row that make a state. */
    static final int HOLD = 5;
    /** Slices that show what is usual: fewer are none, and more may be of another time. */
    private static final int LEAST = 3;

    private static final int MOST = 40;
    /** What is usual has not been seen whole: so much more is as before, too. */
    private static final double ABOVE = 1.05;

    private final Plan plan;
    private final List<Course> courses;
    private final Disturbances disturbances;

    Comeback(Plan plan, List<Replication> replications) {
        this.plan = plan;
        courses = replications.stream()
                .map(Replication::course)
                .filter(Objects::nonNull)
                .toList();
        disturbances = new Disturbances(plan);
    }

    /** How long slices have to be for those requirements that need them; 0 when none does. */
    static long sliceNanos(Plan plan, Collection<Requirement> requirements) {
        double within = requirements.stream()
                .filter(each -> each instanceof Requirement.RecoversWithin)
                .mapToDouble(
                        each -> ((Requirement.RecoversWithin) each).within().value())
                .min()
                .orElse(0);
        double rate = Double.POSITIVE_INFINITY;
        for (int p = 0; p < plan.load().phases(); p++) {
            boolean measured =
                    plan.script().phases().get(p).measured() && plan.load().total(p) > 0;
            rate = measured ? Math.min(rate, plan.load().total(p)) : rate;
        }
        double seconds = Math.min(within / FEWEST_PARTS, Math.max(within / PARTS, REQUESTS / rate));
        return within <= 0 ? 0 : Math.max(1, Math.round(seconds * NANOS));
    }

    /** One answer for each requirement that asks, by its id. */
    Map<String, Recovery> of(Map<String, Requirement> requirements) {
        Map<String, Recovery> found = new HashMap<>();
        requirements.forEach((id, each) -> {
            if (each instanceof Requirement.RecoversWithin within) {
                found.put(id, of(within));
            }
        });
        return found;
    }

    private Recovery of(Requirement.RecoversWithin requirement) {
        List<Disturbance> all = disturbances.of(requirement.phase());
        if (all.isEmpty()) {
            return Recovery.none("the script has no fault to recover from: name the phase after which to look");
        }
        if (courses.isEmpty()) {
            return Recovery.none("the run ended before it began");
        }
        List<Return> returns = new ArrayList<>();
        String why = null;
        for (int i = 0; i < all.size(); i++) {
            Disturbance one = all.get(i);
            long next = i + 1 < all.size()
                    ? all.get(i + 1).start()
                    : disturbances.start(plan.load().phases());
            int usual = usual(one, all);
            long until = usual < 0 ? 0 : until(one, next, plan.load().peak(usual));
            if (usual < 0) {
                why = "nothing was measured before " + one.what() + ", so nobody knows how it was";
            } else if (until - one.end() < courses.get(0).sliceNanos()) {
                why = "after " + one.what()
                        + " the script ends, disturbs again or has a higher load than before: there is no time to look at";
            } else {
                returns.add(back(one, all, usual, until));
            }
        }
        String slices =
                "looked at in slices of " + courses.get(0).sliceNanos() / NANOS + " s; back is the first of " + HOLD
                        + " in a row in which errors, p99 and what is inside are no higher than in any of before in any run, and 5 % more";
        return new Recovery(why == null ? returns : List.of(), List.of(slices), why);
    }

    /** The end of a slice in the time of the script; phases that lasted as long as it took are as long as it says. */
    private long end(Course course, int slice) {
        int phase = course.phase(slice);
        return disturbances.start(phase)
                + Math.min(course.endNanos(slice), plan.load().length(phase));
    }

    /** The phase of whose slices before the disturbance is known how it was; -1 for none. */
    private int usual(Disturbance one, List<Disturbance> all) {
        Course course = courses.get(0);
        int[] slices = new int[plan.load().phases()];
        for (int s = 0; s < course.count(); s++) {
            boolean measured = plan.script().phases().get(course.phase(s)).measured();
            slices[course.phase(s)] += measured && before(course, s, one, all) ? 1 : 0;
        }
        for (int p = slices.length - 1; p >= 0; p--) {
            if (slices[p] >= LEAST) {
                return p;
            }
        }
        return -1;
    }

    /** Whether a slice was over when the disturbance began, and touched by no other one. */
    private boolean before(Course course, int slice, Disturbance one, List<Disturbance> all) {
        long end = end(course, slice);
        long start = end - course.sliceNanos();
        return end <= one.start() && all.stream().noneMatch(each -> start <= each.end() && each.start() < end);
    }

    private long until(Disturbance one, long next, double load) {
        long until = next;
        for (int p = 0; p < plan.load().phases(); p++) {
            boolean higher = plan.load().peak(p) > load * ABOVE && disturbances.start(p + 1) > one.end();
            until = higher ? Math.min(until, Math.max(one.end(), disturbances.start(p))) : until;
        }
        return until;
    }

    private Return back(Disturbance one, List<Disturbance> all, int usual, long until) {
        Levels most = Levels.NONE;
        for (Course course : courses) {
            int seen = 0;
            for (int s = course.count() - 1; s >= 0 && seen < MOST; s--) {
                if (course.phase(s) == usual && before(course, s, one, all)) {
                    most = most.or(levels(course, s));
                    seen++;
                }
            }
        }
        List<Double> seconds = new ArrayList<>();
        double[] last = new double[3];
        long watched = until - one.end();
        for (Course course : courses) {
            List<Integer> after = after(course, one.end(), until);
            seconds.add(seconds(course, after, most, one.end()));
            Levels end = after.isEmpty() ? Levels.NONE : levels(course, after.get(after.size() - 1));
            last[0] += end.errors() / courses.size();
            last[1] += end.p99() / courses.size();
            last[2] += end.inside() / courses.size();
            watched = after.isEmpty() ? 0 : Math.min(watched, end(course, after.get(after.size() - 1)) - one.end());
        }
        return new Return(
                one.what(), one.end() / NANOS, seconds, watched / NANOS, most, new Levels(last[0], last[1], last[2]));
    }

    /** The slices from one moment to another. */
    private List<Integer> after(Course course, long from, long until) {
        List<Integer> after = new ArrayList<>();
        for (int s = 0; s < course.count(); s++) {
            long end = end(course, s);
            if (end > from && end <= until) {
                after.add(s);
            }
        }
        return after;
    }

    private static Levels levels(Course course, int slice) {
        return new Levels(course.errors(slice), course.p99(slice), course.level(slice));
    }

    /** From the end of the disturbance until it is as before for good; infinite where it is not. */
    private double seconds(Course course, List<Integer> after, Levels most, long from) {
        boolean back = false;
        int run = 0;
        double since = Double.POSITIVE_INFINITY;
        for (int i = 0; i < after.size(); i++) {
            boolean in = within(levels(course, after.get(i)), most);
            run = in == back ? 0 : run + 1;
            if (run == HOLD) {
                back = in;
                run = 0;
                int first = i - HOLD;
                double before = first < 0 ? 0 : (end(course, after.get(first)) - from) / NANOS;
                since = back ? before : Double.POSITIVE_INFINITY;
            }
        }
        return since;
    }

    private static boolean within(Levels now, Levels most) {
        return now.errors() <= most.errors() * ABOVE
                && now.p99() <= most.p99() * ABOVE
                && now.inside() <= most.inside() * ABOVE + 0.5;
    }
}
