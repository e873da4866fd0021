package dev.trestle.e2e.quality;

import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import java.util.List;

/** The ids of every kind that there is. */
final class KindIds {

    private KindIds() {}

    static List<String> all() {
        return Catalog.standard().kinds().stream().map(Kind::id).toList();
    }
}
