package dev.trestle.e2e.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trestle.e2e.Checkout;
import dev.trestle.e2e.browser.NodeRuntime;
import dev.trestle.e2e.browser.NodeRuntime.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The browser's scripts under the strict type checker and their own unit tests; needs no Node and no npm on the machine. */
class JavaScriptTest {

    private static final Path TESTS = Checkout.ROOT.resolve("e2e/src/test/js");
    private static final String TYPESCRIPT = "META-INF/resources/webjars/typescript/";

    @Test
    void scriptsPassTheStrictTypeChecker() throws IOException {
        Path compiler = unpackTypeScript(Checkout.ROOT.resolve("e2e/target/typescript"));
        Outcome outcome = NodeRuntime.run(TESTS, compiler.toString(), "--pretty", "false", "-p", "tsconfig.json");
        assertEquals(0, outcome.exit(), outcome.output());
    }

    @Test
    void scriptsPassTheirUnitTests() {
        List<String> tests = Checkout.files("e2e/src/test/js", ".test.js").stream()
                .map(Path::toString)
                .toList();
        assertFalse(tests.isEmpty(), "no *.test.js in " + TESTS);
        String[] arguments = Stream.concat(Stream.of("--no-warnings", "--test", "--test-reporter=spec"), tests.stream())
                .toArray(String[]::new);
        Outcome outcome = NodeRuntime.run(TESTS, arguments);
        assertEquals(0, outcome.exit(), outcome.output());
    }

    /** Copies the compiler out of its jar, once per build folder; answers its start file. */
    private static Path unpackTypeScript(Path folder) throws IOException {
        URL lib = JavaScriptTest.class.getClassLoader().getResource(TYPESCRIPT);
        JarURLConnection jar = (JarURLConnection) lib.openConnection();
        Path last = null;
        for (JarEntry entry : jar.getJarFile().stream().toList()) {
            String name = entry.getName();
            boolean wanted = name.startsWith(TYPESCRIPT)
                    && (name.endsWith("/tsc.js")
                            || name.endsWith("/_tsc.js")
                            || name.endsWith(".d.ts")
                            || name.endsWith("/package.json"));
            if (wanted) {
                Path target = folder.resolve(name.substring(TYPESCRIPT.length()));
                last = name.endsWith("/tsc.js") ? target : last;
                if (!Files.exists(target) || Files.size(target) != entry.getSize()) {
                    Files.createDirectories(target.getParent());
                    try (InputStream bytes = jar.getJarFile().getInputStream(entry)) {
                        Files.copy(bytes, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        return last;
    }
}
