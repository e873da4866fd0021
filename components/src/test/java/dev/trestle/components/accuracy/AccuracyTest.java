package dev.trestle.components.accuracy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
                        .map(one -> dynamicTest(
                                oracle.id() + ": " + one.name(),
                                () -> Run.of(Trial.board(oracle, one, true), Options.seed(1)))));
    }
}
