package dev.trestle.components.history;

import java.util.List;
import java.util.function.Supplier;

/** Does several things that do not depend on each other, perhaps side by side; which one is done first decides nothing. */
public interface Together {
    /** One after the other. */
    Together IN_TURN = new Together() {
        @Override
        public <T> List<T> all(List<Supplier<T>> things) {
            return things.stream().map(Supplier::get).toList();
        }
    };

    /** The results, in the order of the things. */
    <T> List<T> all(List<Supplier<T>> things);
}
