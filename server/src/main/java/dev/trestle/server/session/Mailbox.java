package dev.trestle.server.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs tasks in the order they came, one at a time, on threads that many mailboxes share. */
final class Mailbox {
    private final Executor executor;
    private final Consumer<RuntimeException> failed;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param failed told when a task throws; the next task runs all the same */
    Mailbox(Executor executor, Consumer<RuntimeException> failed) {
        this.executor = executor;
        this.failed = failed;
    }

    void post(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        do {
            try {
                tasks.remove().run();
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        } while (waiting.decrementAndGet() != 0);
    }
}
