package dev.trestle.db;

import static dev.trestle.db.gen.Tables.HEALTH;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * The open database, migrated to this program's schema: an H2 file in a folder, or PostgreSQL. Safe for many threads.
 * What a repository's method has returned from is committed; {@link #sync} makes it survive a power cut as well.
 */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 10;
    private static final long WAIT_MILLIS = 10_000;

    static {
        // Before H2's classes load: no SQL may then name a Java class (CREATE ALIAS, triggers, JNDI).
        System.setProperty("h2.allowedClasses", "");
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final H2Store h2;
    private final HikariDataSource pool;
    private final DSLContext dsl;
    private final Clock clock;

    private Database(H2Store h2, HikariDataSource pool, Clock clock) {
        this.h2 = h2;
        this.pool = pool;
        this.clock = clock;
        this.dsl = DSL.using(
                pool,
                h2 == null ? SQLDialect.POSTGRES : SQLDialect.H2,
                new Settings().withRenderSchema(false).withBatchSize(500));
    }

    /** Opens or makes {@code <folder>/trestle.mv.db}; backs an older one up before migrating it. Throws CannotOpen. */
    public static Database h2(Path folder) {
        return h2(folder, Clock.systemUTC());
    }

    static Database h2(Path folder, Clock clock) {
        boolean existed = Files.exists(folder.resolve(H2Store.FILE_NAME + ".mv.db"));
        H2Store store = H2Store.open(folder, H2Store.FILE_NAME);
        try {
            Flyway flyway = flyway(Flyway.configure().dataSource(store.adminUrl(), H2Store.ADMIN, ""));
            if (existed && flyway.info().pending().length > 0) {
                Backups.rotate(store, "before-migration", clock.instant());
            }
            migrate(flyway);
            store.grant();
            HikariConfig config = poolConfig();
            store.configure(config);
            return new Database(store, new HikariDataSource(config), clock);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Opens a PostgreSQL database by its JDBC URL, user and password included. Throws CannotOpen. */
    public static Database postgres(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new CannotOpen(
                    "the database URL must begin with jdbc:postgresql: (leave it out for the embedded one)");
        }
        try {
            migrate(flyway(Flyway.configure().dataSource(url, null, null)));
            HikariConfig config = poolConfig();
            config.setJdbcUrl(url);
            return new Database(null, new HikariDataSource(config), Clock.systemUTC());
        } catch (FlywayException e) {
            // The URL may hold a password: it is not repeated.
            throw new CannotOpen("PostgreSQL cannot be used: " + firstLine(rootOf(e)), e);
        }
    }

    private static HikariConfig poolConfig() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("trestle");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(WAIT_MILLIS);
        return config;
    }

    private static Flyway flyway(FluentConfiguration configuration) {
        return configuration.locations("classpath:db/migration").load();
    }

    private static void migrate(Flyway flyway) {
        for (MigrationInfo info : flyway.info().all()) {
            if (info.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new CannotOpen("the database has schema version " + info.getVersion()
                        + ", newer than this program knows: use the newer Trestle, or restore an older backup");
            }
        }
        flyway.migrate();
    }

    DSLContext dsl() {
        return dsl;
    }

    /** Waits until everything committed so far is on the disk. PostgreSQL has done so at the commit. */
    public void sync() {
        if (h2 != null) {
            h2.sync();
        }
    }

    /** Writes one row for real, so that "ready" means "an edit would be stored". Throws when it cannot. */
    public void probe() {
        dsl.transaction(tx -> tx.dsl()
                .insertInto(HEALTH)
                .set(HEALTH.ID, 1)
                .set(HEALTH.CHECKED_AT, clock.instant())
                .onConflict(HEALTH.ID)
                .doUpdate()
                .set(HEALTH.CHECKED_AT, clock.instant())
                .execute());
        sync();
    }

    /** The embedded database's file; empty with PostgreSQL. */
    public Optional<Path> file() {
        return Optional.ofNullable(h2).map(H2Store::file);
    }

    /** Writes a backup of this moment, while others go on writing. Throws CannotOpen, with PostgreSQL always. */
    public void backup(Path file) {
        Backups.write(requireH2(), file);
    }

    /** Writes a backup into {@code backups/} beside the database and keeps the newest seven there. */
    public Path rotateBackup(String reason) {
        return Backups.rotate(requireH2(), reason, clock.instant());
    }

    /** When {@link #rotateBackup} last made one for this reason; empty when there is none. */
    public Optional<Instant> newestBackup(String reason) {
        return Backups.newest(requireH2(), reason);
    }

    /** Replaces the database in {@code folder} by a backup; what was there is kept beside it. Throws CannotOpen. */
    public static Path restore(Path backup, Path folder) {
        return Backups.restore(backup, folder, Clock.systemUTC().instant());
    }

    /** Looks for what must never be: gaps, doubles, heads and cursors that disagree with the log. One line for each. */
    public List<String> verify() {
        return new Audit(dsl).problems();
    }

    private H2Store requireH2() {
        if (h2 == null) {
            throw new CannotOpen("PostgreSQL has its own backups: use pg_dump and pg_restore");
        }
        return h2;
    }

    /** Gives back the connections, then the file: after the last writer has stopped. */
    @Override
    public void close() {
        pool.close();
        if (h2 != null) {
            h2.close();
        }
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
