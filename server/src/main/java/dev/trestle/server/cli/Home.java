package dev.trestle.server.cli;

import java.nio.file.Path;

/**
 * Where the server of this machine lives, by its settings.
 *
 * @param data the folder of the embedded database
 * @param database the JDBC URL of a PostgreSQL database instead of it, or null
 * @param address host and port that it listens on
 */
public record Home(Path data, String database, String address) {}
