package dev.trestle.server.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every static file, read into memory at start: a request is a look-up in a map, so no path can leave the folder. The
 * URL carries a hash of all contents ({@code /static/<hash>/js/main.js}) and never changes its meaning; relative imports
 * between modules inherit it. In development the files are read from disk on each request and nothing is cached.
 */
public final class Assets {
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final Path DISK = Path.of("static");
    private static final String HTMX = "webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final String INTER = "_static/inter/5.2.5/files/inter-latin-%s-normal.woff2";

    private record File(byte[] bytes, String type) {}

    private final boolean dev;
    private final Map<String, File> files = new TreeMap<>();
    private final Map<String, File> libraries = new TreeMap<>();
    private final String hash;

    /** @param generated files made at start (the icon sprite), by path below the static folder */
    public Assets(boolean dev, Map<String, String> generated) {
        this.dev = dev;
        readFolder();
        generated.forEach((path, text) -> put(files, path, text.getBytes(StandardCharsets.UTF_8)));
        put(libraries, HTMX, resource("META-INF/resources/" + HTMX));
        for (String weight : List.of("400", "500", "600")) {
            put(libraries, INTER.formatted(weight), resource("META-INF/resources/" + INTER.formatted(weight)));
        }
        hash = dev ? "dev" : digest();
    }

    /** The folder of all static URLs, without a slash at the end: {@code /static/3fa9c01b22d4}. */
    public String base() {
        return "/static/" + hash;
    }

    /** Every module below {@code js/}, as URLs, for preloading: one wave of requests instead of one for each import. */
    public List<String> modules() {
        return files.keySet().stream()
                .filter(path -> path.startsWith("js/") && path.endsWith(".js"))
                .filter(path -> !path.equals("js/theme.js") && !path.equals("js/join.js"))
                .map(path -> base() + "/" + path)
                .toList();
    }

    /** Serves {@code /static/{hash}/<path>}. */
    public void file(Context ctx) {
        File file = ctx.pathParam("hash").equals(hash) ? find(ctx.pathParam("path")) : null;
        if (file == null) throw new NotFound("There is no such file.");
        send(ctx, file, dev ? "no-store" : FOREVER);
    }

    /** Serves one of the libraries by its versioned path. */
    public void library(Context ctx) {
        File file = libraries.get(ctx.path().substring(1));
        if (file == null) throw new NotFound("There is no such file.");
        send(ctx, file, FOREVER);
    }

    /** Serves {@code /favicon.ico}: browsers ask for it whatever the page says. */
    public void favicon(Context ctx) {
        send(ctx, files.get("icons/favicon.svg"), "public, max-age=86400");
    }

    private static void send(Context ctx, File file, String cache) {
        ctx.header("Cache-Control", cache).contentType(file.type).result(file.bytes);
    }

    private File find(String path) {
        File packed = files.get(path);
        Path onDisk = DISK.resolve(path).normalize();
        if (!dev || !onDisk.startsWith(DISK) || !Files.isRegularFile(onDisk)) return packed;
        return new File(read(onDisk), type(path));
    }

    private void readFolder() {
        URL url = Assets.class.getResource("/static");
        if (url == null) throw new IllegalStateException("the static files are not packed in this jar");
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                walk(Path.of(uri));
                return;
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                walk(jar.getPath("/static"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void walk(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                put(files, root.relativize(path).toString().replace('\\', '/'), read(path));
            }
        }
    }

    private static void put(Map<String, File> map, String path, byte[] bytes) {
        map.put(path, new File(bytes, type(path)));
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a class path resource; its absence is a broken build. */
    static byte[] resource(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/" + name)) {
            if (in == null) throw new IllegalStateException(name + " is not on the class path");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.forEach((path, file) -> {
                sha.update(path.getBytes(StandardCharsets.UTF_8));
                sha.update(file.bytes);
            });
            return HexFormat.of().formatHex(sha.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "json" -> "application/json; charset=utf-8";
            case "woff2" -> "font/woff2";
            case "png" -> "image/png";
            default -> "text/plain; charset=utf-8";
        };
    }
}
