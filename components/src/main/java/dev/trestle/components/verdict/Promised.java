package dev.trestle.components.verdict;

import dev.trestle.components.engine.Journal;
import dev.trestle.components.history.Checked;
import dev.trestle.components.history.Durability;
import dev.trestle.components.history.Freshness;
import dev.trestle.components.history.Histories;
import dev.trestle.components.history.Idempotence;
import dev.trestle.components.history.Messages;
import dev.trestle.components.history.Names;
import dev.trestle.components.history.Ordering;
import dev.trestle.components.history.Rates;
import dev.trestle.components.history.Register;
import dev.trestle.components.history.Reservations;
import dev.trestle.components.history.Sessions;
import dev.trestle.components.history.Uniqueness;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Requirement.HandledWithin;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.List;

/** Answers the requirements that promise something about what operations read and wrote, from a run's histories. */
final class Promised {
    private static final double NANOS = 1e9;

    private final Histories histories;
    private final Names names;
    private final Report report;

    Promised(Histories histories, Report report) {
        this.histories = histories;
        this.names = histories.names();
        this.report = report;
    }

    /** The answer, or null for a requirement that no checker is for. */
    Answer answer(Requirement requirement) {
        if (requirement instanceof Requirement.ReadYourWrites r) {
            return sessions(r, r.entity(), true);
        }
        if (requirement instanceof Requirement.MonotonicReads r) {
            return sessions(r, r.entity(), false);
        }
        if (requirement instanceof Requirement.Linearizable r) {
            return linearizable(r);
        }
        if (requirement instanceof Requirement.FreshWithin r) {
            return fresh(r);
        }
        if (requirement instanceof Requirement.NeverLost r) {
            return neverLost(r);
        }
        if (requirement instanceof HandledWithin r) {
            return handledWithin(r);
        }
        if (requirement instanceof Requirement.HandledAtLeastOnce r) {
            return counted(r, r.event(), false);
        }
        if (requirement instanceof Requirement.HandledExactlyOnce r) {
            return counted(r, r.event(), true);
        }
        if (requirement instanceof Requirement.HandledInOrder r) {
            return inOrder(r);
        }
        if (requirement instanceof Requirement.Unique r) {
            return unique(r);
        }
        if (requirement instanceof Requirement.NeverAbove r) {
            return neverAbove(r);
        }
        if (requirement instanceof Requirement.Idempotent r) {
            return idempotent(r);
        }
        return requirement instanceof Requirement.AtMost r ? atMost(r) : null;
    }

    /**
     * How the outcome of a check is said: what was checked, what all or some of it did, why nothing was, and what was
     * followed and how much of that is known.
     */
    private record Words(
            String checked, String kept, String broken, String nothing, String followed, Histories.Extent extent) {
        Words(String checked, String kept, String broken, String nothing) {
            this(checked, kept, broken, nothing, "", Histories.Extent.WHOLE);
        }

        Words of(String things, Histories.Extent known) {
            return new Words(checked, kept, broken, nothing, things, known);
        }
    }

    private Words keys(Words words, int entity) {
        return words.of("keys", histories.extent(Journal.WRITE, entity));
    }

    private Words messages(Words words, int event) {
        return words.of("messages", histories.extent(Journal.PUBLISH, event));
    }

    private Answer sessions(Requirement requirement, String entity, boolean ownWrites) {
        int index = names.entities().indexOf(entity);
        if (index < 0) {
            return unknown(requirement, "entity " + entity);
        }
        Words words = ownWrites
                ? new Words(
                        "reads of " + entity + " by clients that had written it",
                        "saw the client's own write or a later one",
                        "did not see the client's own write",
                        "no client read a " + entity + " that it had written")
                : new Words(
                        "reads of " + entity + " by clients that had read it before",
                        "saw the same version or a later one",
                        "saw an older version than the client had seen",
                        "no client read the same " + entity + " twice");
        Checked checked = histories.check(
                h -> ownWrites ? Sessions.readYourWrites(h, index, names) : Sessions.monotonicReads(h, index, names));
        return counted(requirement, checked, keys(words, index));
    }

    private Answer linearizable(Requirement.Linearizable requirement) {
        int index = names.entities().indexOf(requirement.entity());
        if (index < 0) {
            return unknown(requirement, "entity " + requirement.entity());
        }
        Words words = new Words(
                "reads and writes of " + requirement.entity(),
                "fit an order in which each takes effect at one moment",
                "do not fit an order in which each takes effect at one moment",
                "no " + requirement.entity() + " was written");
        return counted(requirement, histories.check(h -> Register.linearizable(h, index, names)), keys(words, index));
    }

    private Answer fresh(Requirement.FreshWithin requirement) {
        int index = names.entities().indexOf(requirement.entity());
        if (index < 0) {
            return unknown(requirement, "entity " + requirement.entity());
        }
        Words words = new Words(
                "reads of " + requirement.entity() + " that had been written",
                "saw no version overwritten more than " + requirement.within() + " before",
                "saw a version overwritten more than " + requirement.within() + " before",
                "no " + requirement.entity() + " was read after it had been written");
        long nanos = nanos(requirement.within());
        Checked checked = histories.check(h -> Freshness.within(h, index, nanos, names));
        return timed(
                counted(requirement, checked, keys(words, index)),
                checked,
                requirement.within(),
                "the stalest lagged by ");
    }

    private Answer neverLost(Requirement.NeverLost requirement) {
        int index = names.entities().indexOf(requirement.entity());
        if (index < 0) {
            return unknown(requirement, "entity " + requirement.entity());
        }
        Words words = new Words(
                "acknowledged writes of " + requirement.entity(),
                "were kept",
                "were discarded by a store",
                "no write of " + requirement.entity() + " was acknowledged");
        return counted(requirement, histories.check(h -> Durability.neverLost(h, index, names)), keys(words, index));
    }

    private Answer counted(Requirement requirement, String event, boolean once) {
        int index = names.events().indexOf(event);
        if (index < 0) {
            return unknown(requirement, "event " + event);
        }
        Words words = new Words(
                "acknowledged " + event,
                once ? "were handled exactly once" : "were handled",
                once ? "were not handled exactly once" : "were never handled",
                "no " + event + " was published and handled");
        Checked checked = histories.check(h ->
                once ? Messages.handledExactlyOnce(h, index, names) : Messages.handledAtLeastOnce(h, index, names));
        return counted(requirement, checked, messages(words, index));
    }

    private Answer handledWithin(HandledWithin requirement) {
        int index = names.events().indexOf(requirement.event());
        if (index < 0) {
            return unknown(requirement, "event " + requirement.event());
        }
        long nanos = nanos(requirement.within());
        List<Checked> each = histories.each(h -> Messages.handledWithin(h, index, nanos, names));
        Checked checked = each.stream().reduce(Checked.nothing(), Checked::plus);
        String nothing = checked.censored() > 0
                ? "every " + requirement.event() + " was younger than " + requirement.within() + " when the run ended"
                : "no " + requirement.event() + " was published";
        Words words = new Words(
                "acknowledged " + requirement.event(),
                "were handled within " + requirement.within() + " of their acknowledgement",
                "were not handled within " + requirement.within() + " of their acknowledgement",
                nothing);
        Answer answer = counted(requirement, checked, messages(words, index));
        return requirement.share() == null || checked.checked() == 0
                ? timed(answer, checked, requirement.within(), "the longest wait was ")
                : inShare(requirement, each, answer);
    }

    /** At least a share in time: a bound like any other, on the share over replications. */
    private Answer inShare(HandledWithin requirement, List<Checked> each, Answer all) {
        Estimate share = Estimate.share(
                each.stream().mapToLong(c -> c.checked() - c.violations()).toArray(),
                each.stream().mapToLong(Checked::checked).toArray());
        double quantile = requirement.share().quantile();
        Bound bound = new Bound(Bound.Compare.AT_LEAST, new Amount(quantile, Unit.SHARE.print(quantile)));
        String what = "share of " + requirement.event() + " handled within " + requirement.within();
        Answer.Reading reading = new Answer.Reading(what, share, Unit.SHARE, all.evidence());
        return Answer.bounded(requirement, bound, reading.of(report), culprit(all.node()));
    }

    private Answer inOrder(Requirement.HandledInOrder requirement) {
        int index = names.events().indexOf(requirement.event());
        if (index < 0) {
            return unknown(requirement, "event " + requirement.event());
        }
        boolean perKey = requirement.perKey();
        String later = (perKey ? " about the same key" : "") + " that was published later";
        Words words = new Words(
                requirement.event() + " that were handled",
                "were overtaken by none" + later,
                "were overtaken by one" + later,
                "no " + requirement.event() + " was published and handled");
        Checked checked = histories.check(h -> Ordering.inOrder(h, index, perKey, names));
        Words said = perKey
                ? words.of("keys of messages", histories.extent(Journal.PUBLISH, index))
                : messages(words, index);
        return counted(requirement, checked, said);
    }

    private Answer unique(Requirement.Unique requirement) {
        int index = names.entities().indexOf(requirement.entity());
        if (index < 0) {
            return unknown(requirement, "entity " + requirement.entity());
        }
        Words words = new Words(
                "acknowledged creations of " + requirement.entity(),
                "have a key of their own",
                "have a key that was given before",
                "no " + requirement.entity() + " was created (by a step such as write " + requirement.entity()
                        + " key new, or at a node that hands out its keys)");
        return counted(requirement, histories.check(h -> Uniqueness.unique(h, index, names)), keys(words, index));
    }

    private Answer neverAbove(Requirement.NeverAbove requirement) {
        int index = names.entities().indexOf(requirement.entity());
        if (index < 0) {
            return unknown(requirement, "entity " + requirement.entity());
        }
        long limit = (long) requirement.limit().value();
        Words words = new Words(
                "acknowledged reservations of " + requirement.entity(),
                "were within " + requirement.limit() + " under their key",
                "were above " + requirement.limit() + " under their key",
                "no reservation of " + requirement.entity() + " was acknowledged");
        Checked checked = histories.check(h -> Reservations.neverAbove(h, index, limit, names));
        return counted(requirement, checked, keys(words, index));
    }

    private Answer idempotent(Requirement.Idempotent requirement) {
        int index = names.operations().indexOf(requirement.operation());
        if (index < 0) {
            return unknown(requirement, "operation " + requirement.operation());
        }
        Words words = new Words(
                "requests for " + requirement.operation() + " of which something was done again",
                "took effect once",
                "took effect twice",
                "nothing was done again for any " + requirement.operation()
                        + ": no try failed, and no message was delivered twice");
        Checked checked = histories.check(h -> Idempotence.idempotent(h, index, names));
        return counted(requirement, checked, words.of("requests", histories.ofRequests()));
    }

    private Answer atMost(Requirement.AtMost requirement) {
        int index = names.operations().indexOf(requirement.operation());
        if (index < 0) {
            return unknown(requirement, "operation " + requirement.operation());
        }
        Requirement.Window window = requirement.window();
        String most = "at most " + window.most() + " of a client's within any " + window.text();
        Words words = new Words(
                requirement.operation() + " that clients got through",
                "were " + most,
                "were more than " + most,
                "no client got a " + requirement.operation() + " through");
        Checked checked = histories.check(h -> Rates.perClient(h, index, window.nanos(), window.most(), names));
        return counted(requirement, checked, words.of("clients", histories.extent(Journal.ASKED, index)));
    }

    private Answer counted(Requirement requirement, Checked checked, Words words) {
        if (checked.checked() == 0) {
            String because = checked.doubtful() > 0
                    ? "none of " + checked.doubtful() + " " + words.checked() + " was handled before the run ended"
                    : words.nothing();
            return Answer.unsure(requirement, because);
        }
        Estimate violations =
                new Estimate(checked.violations(), checked.violations(), checked.violations(), checked.checked());
        String node = checked.node() < 0 ? null : names.nodes().get(checked.node());
        Answer answer = new Answer(
                requirement,
                status(checked, words),
                violations,
                0,
                -checked.violations(),
                because(checked, words, node),
                evidence(checked),
                node);
        return checked.example() == null
                ? answer
                : answer.with(new Detail.CounterExample(checked.example(), checked.replication()));
    }

    private static Status status(Checked checked, Words words) {
        if (checked.violations() > 0) {
            return Status.MISSED;
        }
        return checked.doubtful() > 0 || words.extent().cut() ? Status.UNSURE : Status.MET;
    }

    private String because(Checked checked, Words words, String node) {
        if (checked.violations() > 0) {
            String clause = culprit(node).clause();
            String how = checked.example() == null ? "" : Mechanism.of(checked.example());
            return checked.violations() + " of " + checked.checked() + " " + words.checked() + " " + words.broken()
                    + sample(checked, words) + ": " + checked.example() + (how.isEmpty() ? "" : "; " + how)
                    + (clause.isEmpty() ? "" : "; " + clause);
        }
        String all = "all " + checked.checked() + " " + words.checked() + " " + words.kept() + sample(checked, words);
        if (checked.doubtful() > 0) {
            return all + ", but " + checked.doubtful() + " more were still unhandled when the run ended";
        }
        if (words.extent().cut()) {
            return all + ", but the history was full after "
                    + Unit.SECONDS.print(words.extent().knownUntilNanos() / NANOS) + " and the rest is not known";
        }
        return all;
    }

    /** What was followed, where it is not all there is. */
    private static String sample(Checked checked, Words words) {
        double share = words.extent().share();
        if (share == 1) {
            return "";
        }
        return " (" + checked.followed() + " " + words.followed() + " were followed, one in " + Math.round(1 / share)
                + " of all)";
    }

    private List<String> evidence(Checked checked) {
        List<String> lines = new ArrayList<>();
        if (checked.example() != null) {
            lines.add(checked.example().toString());
            lines.add("seen in replication " + checked.replication() + " of "
                    + histories.replications().size() + ", seed " + report.seed());
        }
        if (checked.censored() > 0) {
            lines.add(checked.censored() + " were too young to judge when the run ended");
        }
        return lines;
    }

    private Culprit culprit(String node) {
        NodeResult result = node == null ? null : report.nodes().get(node);
        // A copy that lags or a store that forgets does so at any load: only a busy one may do it because of that.
        String load = result == null || !Culprit.isBusy(result) ? "" : Culprit.load(result);
        return new Culprit(node, load.isEmpty() ? "" : report.name(node) + " is " + load);
    }

    /** The same answer with the longest time as its number, against the time that was promised. */
    private static Answer timed(Answer answer, Checked checked, Amount within, String longest) {
        if (checked.checked() == 0) {
            return answer;
        }
        double worst = checked.worstSeconds();
        Bound bound = new Bound(Bound.Compare.AT_MOST, within);
        return new Answer(
                answer.requirement(),
                answer.status(),
                new Estimate(worst, worst, worst, checked.checked()),
                within.value(),
                bound.margin(worst),
                answer.because() + "; " + longest + Unit.SECONDS.print(worst),
                answer.evidence(),
                answer.node(),
                null,
                answer.detail());
    }

    private Answer unknown(Requirement requirement, String what) {
        String because = histories.replications().isEmpty() ? "no history was recorded" : "there is no " + what;
        return Answer.unsure(requirement, because);
    }

    private static long nanos(Amount within) {
        return Math.round(within.value() * NANOS);
    }
}
