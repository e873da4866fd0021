package dev.trestle.components.kinds;

/** First in, first out: who came first goes first, however often it was asked for. */
final class FifoKeys extends LruKeys {
    FifoKeys(long capacityBytes) {
        super(capacityBytes);
    }

    @Override
    void used(int slot) {}
}
