package dev.trestle.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The embedded database's file: the only place that knows how H2 is opened so that it keeps what it confirmed.
 *
 * <p>It holds one administrator's connection for as long as the file is open; that one fsyncs, and its URL is what sets
 * {@code WRITE_DELAY=0} for everybody. The pool connects as a user who can only read and write rows.
 */
final class H2Store implements AutoCloseable {
    static final String FILE_NAME = "trestle";
    static final String ADMIN = "trestle_admin";
    private static final String USER = "trestle";

    /** Without WRITE_DELAY=0 H2 loses acknowledged commits when the process is killed; see README. */
    private static final String SETTINGS = ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE";

    private static final String ADMIN_SETTINGS = ";WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0" + SETTINGS;

    private static final int ALREADY_OPEN = 90020;
    /** What H2 says after it has closed the file by itself. */
    private static final Set<Integer> CLOSED = Set.of(90098, 90121, 90067);

    private static final int CLOSE_SECONDS = 5;

    private final Path base;
    private Connection admin;
    private boolean closed;

    private H2Store(Path base) {
        this.base = base;
    }

    /** Opens or creates {@code <folder>/<name>.mv.db}. Throws CannotOpen with one line for people. */
    static H2Store open(Path folder, String name) {
        Path base = folder.toAbsolutePath().normalize().resolve(name);
        // A path is put into a JDBC URL, where ';' would begin a setting such as INIT=RUNSCRIPT.
        if (base.toString().indexOf(';') >= 0) {
            throw new CannotOpen("the data folder " + folder + " must not have a ';' in its path");
        }
        try {
            Files.createDirectories(base.getParent());
            ownerOnly(base.getParent(), "rwx------");
        } catch (IOException e) {
            throw new CannotOpen("the data folder " + base.getParent() + " cannot be made: " + e, e);
        }
        H2Store store = new H2Store(base);
        try {
            store.connectAdmin();
        } catch (SQLException e) {
            throw explain(base, e);
        }
        return store;
    }

    private static CannotOpen explain(Path base, SQLException e) {
        String file = base + ".mv.db";
        if (e.getErrorCode() == ALREADY_OPEN) {
            return new CannotOpen(
                    "the database " + file
                            + " is in use by another process: stop it, or set TRESTLE_DATA to another folder",
                    e);
        }
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new CannotOpen(
                "the database " + file + " cannot be read (" + reason
                        + "): restore a backup with `trestle restore FILE`," + " the newest in "
                        + base.resolveSibling(Backups.FOLDER),
                e);
    }

    private void connectAdmin() throws SQLException {
        Connection opened = DriverManager.getConnection(adminUrl(), ADMIN, "");
        try {
            requireNoWriteDelay(opened);
            ownerOnly(file(), "rw-------");
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
        admin = opened;
    }

    Path file() {
        return base.resolveSibling(base.getFileName() + ".mv.db");
    }

    String adminUrl() {
        return "jdbc:h2:file:" + base + ADMIN_SETTINGS;
    }

    /** Lets the pool's user read and write rows of every table there is; after a migration. */
    void grant() {
        execute("CREATE USER IF NOT EXISTS " + USER + " PASSWORD ''");
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA public TO " + USER);
    }

    /** Waits until all that was committed is on the disk, not only with the operating system. */
    void sync() {
        execute("CHECKPOINT SYNC");
    }

    synchronized void execute(String sql) {
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("H2: " + sql + ": " + e.getMessage(), e);
        }
    }

    /** H2 closes the whole file after a failed write (a full disk): opens it again, the safe way, before others do. */
    private synchronized void reopenIfClosed() throws SQLException {
        if (closed) {
            throw new SQLException("the database is closed");
        }
        // Connection.isValid does not notice that the file below it was closed.
        try (Statement statement = admin.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException e) {
            connectAdmin();
        }
    }

    /** The pool's settings for this file. */
    void configure(HikariConfig config) {
        config.setDataSource(new UserSource());
        config.setConnectionTestQuery("SELECT 1");
        config.setExceptionOverride(new EvictWhenClosed());
    }

    /** Makes the pool drop a connection at once when H2 says that the file below it was closed. */
    private static final class EvictWhenClosed implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException e) {
            return CLOSED.contains(e.getErrorCode())
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }

    static void requireNoWriteDelay(Connection connection) throws SQLException {
        boolean seen = false;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT setting_value FROM information_schema.settings"
                        + " WHERE UPPER(setting_name) = 'WRITE_DELAY'")) {
            while (rows.next()) {
                seen = true;
                if (!"0".equals(rows.getString(1))) {
                    throw new SQLException("H2 runs with WRITE_DELAY=" + rows.getString(1) + ", it must be 0");
                }
            }
        }
        if (!seen) {
            throw new SQLException("H2 does not tell its WRITE_DELAY");
        }
    }

    private static void ownerOnly(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (UnsupportedOperationException e) {
            // Windows: the folder's inherited rights are the guard.
        } catch (IOException e) {
            throw new CannotOpen(path + " cannot be made private to its owner: " + e, e);
        }
    }

    /** Closes the file even if the pool is still making a connection: another process may then open it at once. */
    @Override
    public synchronized void close() {
        closed = true;
        try (Statement statement = admin.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            if (CLOSED.contains(e.getErrorCode())) {
                return;
            }
            throw new IllegalStateException("H2: closing " + file() + ": " + e.getMessage(), e);
        }
    }

    /** Gives the pool its connections; each is checked to run without a write delay. */
    private final class UserSource implements DataSource {
        private final String url = "jdbc:h2:file:" + base + SETTINGS + ";IFEXISTS=TRUE";

        @Override
        public Connection getConnection() throws SQLException {
            reopenIfClosed();
            Connection connection = DriverManager.getConnection(url, USER, "");
            try {
                requireNoWriteDelay(connection);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            // Logging goes through SLF4J.
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // Opening a file does not wait for a network.
        }

        @Override
        public int getLoginTimeout() {
            // The pool waits so long for a connection being made when it is closed.
            return CLOSE_SECONDS;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
