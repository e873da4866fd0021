package dev.trestle.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.trestle.e2e.Checkout;
import dev.trestle.server.App;
import dev.trestle.server.Config;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where a journey happens: a whole server on a free port with an empty database, and the people who visit it.
 * At the end of each journey every person's pages must have been free of errors, failed requests and requests to other hosts.
 */
public final class Stage implements AfterEachCallback {

    private static final Path TARGET = Checkout.ROOT.resolve("e2e/target");
    private static App app;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(Visitor.PATIENCE_MILLIS);
    }

    private final List<Visitor> people = new ArrayList<>();
    private URI server;

    /** The server that all journeys of this JVM share, started at the first call. */
    private static synchronized URI shared() {
        if (app == null) {
            Path data = TARGET.resolve("journeys-" + Long.toString(System.nanoTime(), 36));
            app = App.start(Config.local(data, 0));
            Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop-the-journeys-server"));
        }
        return app.address();
    }

    /** This journey's people visit another server than the shared one. */
    public void at(URI other) {
        server = other;
    }

    /** A new person with an empty browser, light theme. */
    public Visitor visitor(String name) {
        return visitor(name, ColorScheme.LIGHT);
    }

    /** A new person whose system prefers this colour scheme. */
    public Visitor visitor(String name, ColorScheme scheme) {
        Visitor person = new Visitor(name, server == null ? shared() : server, scheme);
        people.add(person);
        return person;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            List<String> faults = new ArrayList<>();
            for (Visitor person : people) {
                person.faults().forEach(fault -> faults.add(person.name() + ": " + fault));
            }
            if (context.getExecutionException().isPresent()) {
                Path folder = TARGET.resolve("failed-journeys");
                String test = context.getRequiredTestMethod().getName();
                people.forEach(person -> System.err.println(person.evidence(folder, test)));
                faults.forEach(System.err::println);
            } else {
                assertEquals(List.of(), faults, "what the pages complained about");
            }
        } finally {
            people.forEach(Visitor::leave);
        }
    }
}
