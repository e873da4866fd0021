package dev.trestle.server;

import dev.trestle.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs the embedded database up once a day: soon after the start when the newest daily backup is older than that, so
 * a server that only runs in the afternoon has its backups too. PostgreSQL has its own backups. One thread of its own.
 */
final class DailyBackup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DailyBackup.class);
    private static final String REASON = "daily";
    private static final Duration DAY = Duration.ofDays(1);

    /** After a failure (a full disk) the next try comes sooner. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private static final int PATIENCE_SECONDS = 10;

    private final Database database;
    private final Clock clock;
    private final Duration soon;
    private final ScheduledThreadPoolExecutor timer;

    /** @param soon the least time after the start: what people wait for at a start comes first */
    DailyBackup(Database database, Clock clock, Duration soon) {
        this.database = database;
        this.clock = clock;
        this.soon = soon;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "daily-backup");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    DailyBackup start() {
        if (database.file().isPresent()) after(untilDue(database.newestBackup(REASON), clock.instant()));
        return this;
    }

    /** How long until the next backup. A clock that was set back is no reason to wait for more than a day. */
    Duration untilDue(Optional<Instant> newest, Instant now) {
        Duration rest = newest.map(at -> Duration.between(now, at.plus(DAY))).orElse(Duration.ZERO);
        if (rest.compareTo(soon) < 0) return soon;
        return rest.compareTo(DAY) > 0 ? DAY : rest;
    }

    private void after(Duration delay) {
        timer.schedule(this::backUp, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void backUp() {
        Duration next = DAY;
        try {
            LOG.info("backed up to {}", database.rotateBackup(REASON));
        } catch (RuntimeException e) {
            LOG.error("the daily backup failed; the next try is in an hour", e);
            next = AGAIN;
        }
        if (!timer.isShutdown()) after(next);
    }

    /** A backup under way is finished: an interrupt would close the database's file below everybody. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
