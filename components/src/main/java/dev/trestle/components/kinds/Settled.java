package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import java.util.Arrays;

/**
 * Messages whose effect counts only when the checkpoint that has it is complete: they become rows of the history then,
 * and are forgotten when the job starts again before.
 */
final class Settled {
    private final Journal journal;
    private final int node;
    private long[] message = new long[64];
    private long[] about = new long[64];
    private long[] came = new long[64];
    private int[] event = new int[64];
    private int[] group = new int[64];
    private int[] place = new int[64];
    private int size;
    private int barrier;

    Settled(Journal journal, int node) {
        this.journal = journal;
        this.node = node;
    }

    void add(Call delivery, int ofGroup) {
        if (!journal.tracksEvent(delivery.subject)) {
            return;
        }
        if (size == message.length) {
            message = Arrays.copyOf(message, 2 * size);
            about = Arrays.copyOf(about, 2 * size);
            came = Arrays.copyOf(came, 2 * size);
            event = Arrays.copyOf(event, 2 * size);
            group = Arrays.copyOf(group, 2 * size);
            place = Arrays.copyOf(place, 2 * size);
        }
        message[size] = delivery.message;
        about[size] = journal.about(delivery.subject, delivery.message, delivery.keyEntity, delivery.key);
        came[size] = delivery.arrivedNanos;
        event[size] = delivery.subject;
        group[size] = ofGroup;
        place[size++] = Journal.place(node, delivery.instance);
    }

    void barrier() {
        barrier = size;
    }

    void completed(long now) {
        for (int i = 0; i < barrier; i++) {
            journal.settled(event[i], message[i], about[i], group[i], came[i], now, place[i]);
        }
        int left = size - barrier;
        System.arraycopy(message, barrier, message, 0, left);
        System.arraycopy(about, barrier, about, 0, left);
        System.arraycopy(came, barrier, came, 0, left);
        System.arraycopy(event, barrier, event, 0, left);
        System.arraycopy(group, barrier, group, 0, left);
        System.arraycopy(place, barrier, place, 0, left);
        size = left;
        barrier = 0;
    }

    void restart() {
        size = 0;
        barrier = 0;
    }
}
