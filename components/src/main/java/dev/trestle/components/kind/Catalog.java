package dev.trestle.components.kind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All kinds there are, found by looking into the package {@code kinds}, in a folder or in a jar. Immutable. */
public final class Catalog {
    private static final String PACKAGE = "dev.trestle.components.kinds";
    private static final String FOLDER = PACKAGE.replace('.', '/');

    private static final class Holder {
        static final Catalog FOUND = new Catalog(find());
    }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** A catalog of just these kinds, ordered by family and label. */
    public Catalog(Collection<Kind> all) {
        all.stream()
                .sorted(Comparator.comparing(Kind::family).thenComparing(Kind::label))
                .forEach(kind -> {
                    if (kinds.put(kind.id(), kind) != null) {
                        throw new IllegalStateException("two kinds have the id " + kind.id());
                    }
                });
    }

    /** The kinds of this program. */
    public static Catalog standard() {
        return Holder.FOUND;
    }

    public Collection<Kind> kinds() {
        return Collections.unmodifiableCollection(kinds.values());
    }

    public Optional<Kind> kind(String id) {
        return Optional.ofNullable(kinds.get(id));
    }

    /** The kind of that id; throws IllegalStateException where a check should have found it missing. */
    public Kind require(String id) {
        return kind(id).orElseThrow(() -> new IllegalStateException("no kind " + id));
    }

    /** Looks in every place that has the package: a run from an editor and tests have it in more than one folder. */
    private static List<Kind> find() {
        List<Kind> found = new ArrayList<>();
        try {
            for (URL place : Collections.list(Catalog.class.getClassLoader().getResources(FOLDER))) {
                URI uri = place.toURI();
                if (!uri.getScheme().equals("jar")) {
                    found.addAll(load(Path.of(uri)));
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                        found.addAll(load(jar.getPath("/" + FOLDER)));
                    }
                }
            }
            return found;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Kind> load(Path folder) throws IOException {
        List<Kind> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (String name :
                    files.map(file -> file.getFileName().toString()).sorted().toList()) {
                if (name.endsWith(".class") && !name.contains("$")) {
                    kindIn(PACKAGE + "." + name.substring(0, name.length() - ".class".length()))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<Kind> kindIn(String className) {
        try {
            Class<?> type = Class.forName(className);
            if (!Kind.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
                return Optional.empty();
            }
            return Optional.of((Kind) type.getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " needs a public constructor without parameters", e);
        }
    }
}
