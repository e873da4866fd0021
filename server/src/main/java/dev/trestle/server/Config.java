package dev.trestle.server;

import dev.trestle.server.web.BadInput;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How this server runs, from the environment; README.md of this module has the table.
 *
 * @param host the address to listen on
 * @param port the port, 0 for any free one
 * @param data the folder of the embedded database
 * @param database a JDBC URL of a PostgreSQL database instead of the embedded one, or null
 * @param baseUrl the address people use when a proxy stands in front, or null; https here makes cookies Secure
 * @param hosts the public names that a request's Host header may say, apart from this machine's own; baseUrl's is one
 * @param dev templates and static files are read from disk on each request
 */
public record Config(String host, int port, Path data, String database, URI baseUrl, List<String> hosts, boolean dev) {
    private static final Set<String> KNOWN = Set.of(
            "TRESTLE_HOST",
            "TRESTLE_PORT",
            "TRESTLE_DATA",
            "TRESTLE_DATABASE",
            "TRESTLE_BASE_URL",
            "TRESTLE_HOSTS",
            "TRESTLE_INSECURE_HTTP");

    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    /** The settings of a server for one machine: loopback only, its data in {@code data}. */
    public static Config local(Path data, int port) {
        return new Config("127.0.0.1", port, data, null, null, List.of(), false);
    }

    /** Reads {@code TRESTLE_*}. Throws {@link BadInput} with one clear line. */
    public static Config from(Map<String, String> env) {
        for (String name : env.keySet()) {
            if (name.startsWith("TRESTLE_") && !name.startsWith("TRESTLE_TEST_") && !KNOWN.contains(name)) {
                System.err.println("trestle: warning: " + name + " is not a setting; there are " + sorted());
            }
        }
        URI base = env.containsKey("TRESTLE_BASE_URL") ? base(env.get("TRESTLE_BASE_URL")) : null;
        Config config = new Config(
                env.getOrDefault("TRESTLE_HOST", "127.0.0.1"),
                port(env.getOrDefault("TRESTLE_PORT", "8080")),
                Path.of(env.getOrDefault("TRESTLE_DATA", "data")).toAbsolutePath(),
                env.get("TRESTLE_DATABASE"),
                base,
                hosts(env.getOrDefault("TRESTLE_HOSTS", ""), base),
                Boolean.getBoolean("dev"));
        boolean insecure = Boolean.parseBoolean(env.get("TRESTLE_INSECURE_HTTP"));
        if (!config.loopback() && !config.https() && !insecure) {
            throw new BadInput(
                    "TRESTLE_HOST",
                    "insecure",
                    "TRESTLE_HOST: " + config.host + " is reachable from other machines without encryption; "
                            + "put a TLS proxy in front and set TRESTLE_BASE_URL=https://..., "
                            + "or set TRESTLE_INSECURE_HTTP=true");
        }
        return config;
    }

    /** The same with another port. */
    public Config withPort(String text) {
        return new Config(host, port(text), data, database, baseUrl, hosts, dev);
    }

    /** The same with another folder for the embedded database. */
    public Config withData(Path folder) {
        return new Config(host, port, folder.toAbsolutePath(), database, baseUrl, hosts, dev);
    }

    /** Where boards and runs are kept, for people. */
    public String kept() {
        return database == null ? data.toString() : "the database of TRESTLE_DATABASE";
    }

    /** Whether people reach this server by https. */
    public boolean https() {
        return baseUrl != null && "https".equals(baseUrl.getScheme());
    }

    private boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new BadInput("TRESTLE_HOST", "unknown", "TRESTLE_HOST: there is no address " + host);
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) return port;
        } catch (NumberFormatException e) {
            // the message below says it
        }
        throw new BadInput("TRESTLE_PORT", "range", "TRESTLE_PORT: must be a number from 0 to 65535, not " + text);
    }

    private static URI base(String text) {
        try {
            URI uri = URI.create(text);
            if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null)
                return uri;
        } catch (IllegalArgumentException e) {
            // the message below says it
        }
        throw new BadInput(
                "TRESTLE_BASE_URL", "url", "TRESTLE_BASE_URL: must be like https://trestle.example, not " + text);
    }

    private static List<String> hosts(String text, URI base) {
        List<String> hosts = new ArrayList<>();
        if (base != null) hosts.add(base.getHost());
        for (String host : text.split(",")) {
            if (host.isBlank()) continue;
            if (!HOST.matcher(host.strip()).matches()) {
                throw new BadInput(
                        "TRESTLE_HOSTS",
                        "host",
                        "TRESTLE_HOSTS: must be like trestle.example, trestle.lan:8080, not " + host.strip());
            }
            hosts.add(host.strip());
        }
        return List.copyOf(hosts);
    }

    private static String sorted() {
        return String.join(", ", new java.util.TreeSet<>(KNOWN));
    }
}
