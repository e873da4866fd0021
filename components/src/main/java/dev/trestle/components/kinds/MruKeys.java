package dev.trestle.components.kinds;

/** Most recently used first to go: right for scans that come round again, where the newest is needed last. */
final class MruKeys extends LruKeys {
    MruKeys(long capacityBytes) {
        super(capacityBytes);
    }

    @Override
    int victim() {
        return newest();
    }
}
