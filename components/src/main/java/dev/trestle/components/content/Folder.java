package dev.trestle.components.content;

import dev.trestle.components.board.BadBoard;
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
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of the resources with one folder for each id, such as {@code problems}, beside the classes or in the same
 * jar.
 *
 * @param name its name, without slashes
 */
public record Folder(String name) {
    /** The ids there are, in order. */
    public List<String> ids() {
        // The class path cannot be listed; the folder or jar that this class came from can.
        try {
            Path home = Path.of(Folder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(home)) {
                return list(home.resolve(name));
            }
            try (FileSystem jar = FileSystems.newFileSystem(home)) {
                return list(jar.getPath(name));
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

    /** Where a file lies, for messages. */
    public String place(String id, String file) {
        return name + "/" + id + "/" + file;
    }

    /** Whether there is such a file. */
    public boolean has(String id, String file) {
        return Folder.class.getResource("/" + place(id, file)) != null;
    }

    /** The text of a file; throws IllegalStateException when it is missing. */
    public String text(String id, String file) {
        String place = "/" + place(id, file);
        try (InputStream in = Folder.class.getResourceAsStream(place)) {
            if (in == null) {
                throw new IllegalStateException(place + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a file that holds one JSON object; throws IllegalStateException when it does not. */
    public Fields json(String id, String file) {
        try {
            return new Fields(place(id, file), JsonReader.read(text(id, file)));
        } catch (BadBoard e) {
            throw new IllegalStateException(place(id, file) + ": " + e.getMessage(), e);
        }
    }
}
