package dev.trestle.estimator.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.estimator.quantity.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FactUnitTest {

    static java.util.Collection<Fact> all() {
        return Fact.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aFactIsAQuantityAsAPersonWritesIt(Fact fact) {
        Quantity quantity = Quantity.parse(fact.value() + " " + fact.unit());
        assertEquals(fact.value(), quantity.in(fact.unit()), Math.abs(fact.value()) * 1e-12);
    }
}
