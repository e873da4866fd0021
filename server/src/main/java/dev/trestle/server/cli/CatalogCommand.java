package dev.trestle.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.server.catalog.CatalogJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trestle catalog}: every kind of component, one line each, or everything about them as JSON. */
@Command(name = "catalog", description = "List every kind of component.", mixinStandardHelpOptions = true)
final class CatalogCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Everything: ports, params, presets with their facts.")
    private boolean json;

    @Override
    public Integer call() {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (json) {
            ObjectNode catalog = CatalogJson.of(Catalog.standard());
            out.println(catalog.toPrettyString());
            return 0;
        }
        for (Kind kind : Catalog.standard().kinds()) {
            out.printf("%-16s %-12s %s%n", kind.id(), kind.family().id(), kind.summary());
        }
        return 0;
    }
}
