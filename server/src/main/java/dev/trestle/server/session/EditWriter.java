package dev.trestle.server.session;

import dev.trestle.db.Group;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that stores edits. It takes what all rooms have handed in meanwhile and stores it in one transaction
 * with one wait for the disk: the busier the server, the larger the groups and the cheaper each edit.
 */
final class EditWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EditWriter.class);

    /** How a group ended; called on the writer's thread, so it must only hand the news on. */
    interface Done {
        void stored(Group.Outcome outcome);

        /** Nobody knows whether the group was stored. */
        void failed(RuntimeException reason);
    }

    private record Write(Group group, Done done) {}

    private static final Write STOP = new Write(null, null);

    private final BiFunction<List<Group>, Instant, List<Group.Outcome>> store;
    private final Clock clock;
    private final BlockingQueue<Write> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "edit-writer");

    EditWriter(BiFunction<List<Group>, Instant, List<Group.Outcome>> store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    EditWriter start() {
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** Hands a session's group in. A session has at most one group in the queue: the next rests on how it ended. */
    void submit(Group group, Done done) {
        queue.add(new Write(group, done));
    }

    private void run() {
        try {
            boolean stop = false;
            while (!stop) {
                stop = write(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stores what waits, on the caller's thread instead of the own one: for tests. False when nothing waits. */
    boolean writeNow() {
        Write first = queue.poll();
        if (first != null) {
            write(first);
        }
        return first != null;
    }

    /** Stores this and all that waits behind it; true when it was the last. */
    private boolean write(Write first) {
        List<Write> batch = new ArrayList<>(List.of(first));
        queue.drainTo(batch, Limits.GROUP_MUTATIONS);
        boolean stop = batch.remove(STOP);
        if (!batch.isEmpty()) {
            write(batch);
        }
        return stop;
    }

    private void write(List<Write> batch) {
        List<Group.Outcome> outcomes;
        try {
            outcomes = store.apply(batch.stream().map(Write::group).toList(), clock.instant());
        } catch (RuntimeException e) {
            LOG.error("edits of {} sessions could not be stored", batch.size(), e);
            batch.forEach(write -> write.done().failed(e));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).done().stored(outcomes.get(i));
        }
    }

    /** Stores what was handed in, then stops. */
    @Override
    public void close() {
        queue.add(STOP);
        try {
            thread.join(Limits.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
