package dev.trestle.server.web;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that this server goes by: what a request may say in its Host header. A page of another site whose name was
 * pointed at this machine (DNS rebinding) is then no page of ours, although its requests arrive here.
 */
public final class Hosts {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String listen;
    private final Set<String> names;

    /**
     * @param listen the address that the server listens on
     * @param names what else people call it: {@code trestle.example} with any port, or {@code trestle.example:8443}
     */
    public Hosts(String listen, Collection<String> names) {
        this.listen = lower(listen.contains(":") ? "[" + listen + "]" : listen);
        this.names = names.stream().map(Hosts::lower).collect(Collectors.toUnmodifiableSet());
    }

    /** Where a request came in: the address and the port of this machine that it was sent to. */
    public record Door(String address, int port) {}

    /** Whether a Host header (null: there was none) names this server. */
    public boolean allow(String header, Door door) {
        if (header == null) return false;
        String host = lower(header);
        int colon = host.lastIndexOf(':');
        boolean withPort = colon > host.lastIndexOf(']');
        String name = withPort ? host.substring(0, colon) : host;
        if (names.contains(name) || names.contains(host)) return true;
        String port = withPort ? host.substring(colon + 1) : "80";
        return port.equals(String.valueOf(door.port())) && own(name, door);
    }

    /** An address that the request itself was sent to needs no resolving, so nobody can have pointed it elsewhere. */
    private boolean own(String name, Door door) {
        return LOOPBACK.contains(name) || name.equals(listen) || name.equals(door.address());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
