package dev.trestle.components.measure;

import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Rewritten;
import dev.trestle.components.plan.Holding;
import dev.trestle.components.plan.PlanNode;
import java.util.Locale;

/**
 * What theory says about a node under the load that was measured; or why it says nothing: where there is no closed form, or
 * where calls waited longer for other nodes than they do when nobody queues or fails there, which is all that theory knows.
 *
 * @param waitsSeconds how long a call waits for other nodes when nobody queues there, NaN where that is not known
 * @param mix what its calls are
 * @param rewritten which rows that it is asked for were written before; null where nobody knows
 */
record Theory(PlanNode node, double waitsSeconds, Demand.Mix mix, Rewritten rewritten) {
    /** Theory that knows the load this well should be as close. */
    private static final double CLOSE = 0.05;

    static Theory of(PlanNode node, Holding holding, Rewritten rewritten) {
        return new Theory(node, holding.waitsSeconds(node.index()), holding.mix(node.index()), rewritten);
    }

    NodeResult about(NodeResult result) {
        if (!result.rate().isMeasured() || !result.utilization().isMeasured()) {
            return result;
        }
        if (Double.isNaN(waitsSeconds)) {
            return result.with(null, "something that it waits for does not say how long it takes");
        }
        Forecast said = forecast(result, waitsSeconds);
        if (said == null) {
            return result.with(null, node.kind().whyNoForecast(node.settings(), demand(result, waitsSeconds)));
        }
        Forecast waited = forecast(result, result.awaySeconds());
        boolean same = result.rate().value() == 0
                || Math.abs(waited.utilization() - said.utilization()) <= CLOSE * said.utilization();
        return same
                ? known(result, said)
                : result.with(
                        null,
                        String.format(
                                Locale.ROOT,
                                "its calls wait %.3g ms for other components; were nobody to queue or fail there, they would"
                                        + " wait %.3g ms, and it would be %.3g %% busy",
                                result.awaySeconds() * 1e3,
                                waitsSeconds * 1e3,
                                said.utilization() * 100));
    }

    /** How busy a node is does not depend on when its calls come, how long they wait for it does. */
    private NodeResult known(NodeResult result, Forecast said) {
        if (mix.atRandom()) {
            return result.with(said, "");
        }
        if (!(said.meanWaitSeconds() < Double.POSITIVE_INFINITY)) {
            return result.with(new Forecast(said.utilization(), said.meanWaitSeconds()), "");
        }
        return result.with(
                new Forecast(said.utilization(), Double.NaN),
                "how long calls wait has no closed form where they do not come at random (several at once, or by a pace)");
    }

    private Forecast forecast(NodeResult result, double waits) {
        return node.settings().varies()
                ? null
                : node.kind().forecast(node.settings(), demand(result, waits)).orElse(null);
    }

    private Demand demand(NodeResult result, double waits) {
        return new Demand(result.rate().value(), waits, mix, rewritten);
    }
}
