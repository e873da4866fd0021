package dev.trestle.components.problem;

import dev.trestle.components.board.BadBoard;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All problems there are: the folders in {@code problems}, beside the classes or in the same jar. Immutable. */
public final class Library {
    private static final String FOLDER = "problems";

    private static final class Holder {
        static final Library FOUND = new Library(ids());
    }

    private final Map<String, Problem> problems = new LinkedHashMap<>();

    private Library(List<String> ids) {
        ids.forEach(id -> problems.put(id, read(id)));
    }

    /** The problems of this program. Throws IllegalStateException when one of them is not as it must be. */
    public static Library standard() {
        return Holder.FOUND;
    }

    /** In the order of their ids. */
    public Collection<Problem> problems() {
        return Collections.unmodifiableCollection(problems.values());
    }

    public Optional<Problem> problem(String id) {
        return Optional.ofNullable(problems.get(id));
    }

    static Board board(String id, String file) {
        try {
            return BoardJson.parse(text(id, file));
        } catch (BadBoard e) {
            throw new IllegalStateException(FOLDER + "/" + id + "/" + file + ": " + e.getMessage(), e);
        }
    }

    private static Problem read(String id) {
        try {
            Fields json = new Fields(FOLDER + "/" + id + "/problem.json", JsonReader.read(text(id, "problem.json")));
            List<Curveball> curveballs = new ArrayList<>();
            for (Fields ball : json.objects("curveballs")) {
                curveballs.add(new Curveball(
                        ball.text("phase"), ball.text("says"), ball.text("expect"), ball.optional("fault")));
            }
            Map<String, Trap> traps = new LinkedHashMap<>();
            for (Fields trap : json.objects("traps")) {
                String name = trap.text("name");
                traps.put(name, new Trap(name, trap.texts("misses"), trap.text("because")));
            }
            return new Problem(
                    id,
                    json.text("title"),
                    json.text("level"),
                    json.number("minutes"),
                    json.text("summary"),
                    text(id, "problem.md"),
                    board(id, "reference.json"),
                    List.copyOf(curveballs),
                    json.texts("checklist"),
                    Collections.unmodifiableMap(traps),
                    json.texts("sources"));
        } catch (BadBoard e) {
            throw new IllegalStateException(FOLDER + "/" + id + "/problem.json: " + e.getMessage(), e);
        }
    }

    private static String text(String id, String file) {
        String name = "/" + FOLDER + "/" + id + "/" + file;
        try (InputStream in = Library.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path cannot be listed; the folder or jar that this class came from can. */
    private static List<String> ids() {
        try {
            Path home = Path.of(Library.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(home)) {
                return list(home.resolve(FOLDER));
            }
            try (FileSystem jar = FileSystems.newFileSystem(home)) {
                return list(jar.getPath(FOLDER));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString().replace("/", ""))
                    .sorted()
                    .toList();
        }
    }

    /** The fields of one object of a problem.json; asking for what is not there is an IllegalStateException. */
    private record Fields(String place, Map<?, ?> map) {
        Fields(String place, Object json) {
            this(place, json instanceof Map<?, ?> object ? object : Map.of());
        }

        String text(String name) {
            return as(String.class, name);
        }

        String optional(String name) {
            return map.containsKey(name) ? text(name) : null;
        }

        int number(String name) {
            return as(Double.class, name).intValue();
        }

        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (Object item : (List<?>) as(List.class, name)) {
                texts.add(String.valueOf(item));
            }
            return List.copyOf(texts);
        }

        List<Fields> objects(String name) {
            List<Fields> objects = new ArrayList<>();
            for (Object item : (List<?>) as(List.class, name)) {
                objects.add(new Fields(place + ", " + name + "[" + objects.size() + "]", item));
            }
            return objects;
        }

        private <T> T as(Class<T> type, String name) {
            Object value = map.get(name);
            if (!type.isInstance(value)) {
                throw new IllegalStateException(place + ": " + name + " must be a "
                        + type.getSimpleName().toLowerCase(java.util.Locale.ROOT) + ", not " + value);
            }
            return type.cast(value);
        }
    }
}
