package dev.trestle.components.accuracy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every oracle at its quick size: no figure is further off than chance explains, and chance explains less than the
 * five times the stated tolerance, so that a gross error shows. The stated sizes run in {@code trestle accuracy --full}.
 */
class AccuracyTest {
    @TestFactory
    Stream<DynamicContainer> everyOracleIsReproduced() {
        return Oracle.ids().stream().map(Oracle::of).map(oracle -> dynamicContainer(oracle.id(), tests(oracle)));
    }

    private static Stream<DynamicTest> tests(Oracle oracle) {
        return oracle.cases().stream()
                .filter(Case::hasQuick)
                .map(one -> dynamicTest(one.name(), () -> {
                    for (Row row : Trial.of(oracle, one, false)) {
                        assertTrue(row.status() != Row.Status.OFF, () -> oracle.title() + ", " + row);
                        assertTrue(row.standardError() <= 5 * row.tolerance(), () -> "too rough: " + row);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyStatedSizeCanBePlayed() {
        return Oracle.ids().stream()
                .map(Oracle::of)
                .flatMap(oracle -> oracle.cases().stream()
                        .map(one -> dynamicTest(oracle.id() + ": " + one.name(), () -> assertPlayable(oracle, one))));
    }

    /** Days of phases are put one after the other: none may be missing. */
    private static void assertPlayable(Oracle oracle, Case one) {
        Plan plan = Run.of(Trial.board(oracle, one, true, 1), Options.seed(1)).plan();
        int last = plan.load().phases() - 1;
        String name = plan.script().phases().get(last).name();
        double requests = 0;
        for (int phase = 0; phase <= last; phase++) {
            double seconds = (plan.load().length(phase)) / 1e9;
            boolean counts = plan.script().phases().get(phase).name().equals(name);
            for (OperationPlan operation : plan.operations()) {
                requests +=
                        counts && operation.external() ? seconds * plan.load().at(phase, operation.index(), 0) : 0;
            }
        }
        assertTrue(requests * one.seeds() * Options.REPLICATIONS >= 0.99 * one.requests(), () -> oracle.id() + one);
    }
}
