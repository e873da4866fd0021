package dev.trestle.e2e.quality;

import dev.trestle.e2e.Checkout;
import java.nio.file.Path;
import java.util.List;

/** The ids of every kind, known by what each kind must bring: its icon. */
final class KindIds {

    private KindIds() {}

    static List<String> all() {
        return Checkout.files("static/icons/kinds", ".svg").stream()
                .map(Path::getFileName)
                .map(name -> name.toString().replaceFirst("\\.svg$", ""))
                .toList();
    }
}
