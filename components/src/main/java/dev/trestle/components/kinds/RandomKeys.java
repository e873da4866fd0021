package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;

/** Any entry may go, each as likely as the others: needs no order at all. */
final class RandomKeys extends LruKeys {
    private final Chance chance;

    RandomKeys(long capacityBytes, Chance chance) {
        super(capacityBytes);
        this.chance = chance;
    }

    @Override
    void used(int slot) {}

    @Override
    void entered(int slot) {}

    @Override
    int victim() {
        int slot = (int) chance.below(slots());
        while (vacant(slot)) {
            slot = (int) chance.below(slots());
        }
        return slot;
    }
}
