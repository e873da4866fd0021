package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * The state machine of a coordinator: a register and a lock with a lease for every key, changed by entries in the order
 * of their commitment. An entry's number is the order in which it was proposed, its version the fencing token.
 */
final class RegisterState {
    private final LongMap[] versions;
    private final LongMap[] lockedUntil;
    /** The token of whoever has the lock. */
    private final LongMap[] lockedBy;

    private final long leaseNanos;
    private int[] subjects = new int[1_024];
    private int[] verbs = new int[1_024];
    private long[] keys = new long[1_024];
    private long[] tokens = new long[1_024];
    /** The tokens of the locks that the callers have, or 0. */
    private long[] holders = new long[1_024];

    private long[] times = new long[1_024];
    private int proposed;
    /** Entries in the order of commitment: the same for every server, or the algorithm is wrong. */
    private int[] chosen = new int[1_024];

    private boolean[] refused = new boolean[1_024];
    private int committed;

    RegisterState(int entities, long leaseNanos) {
        this.leaseNanos = leaseNanos;
        versions = new LongMap[entities];
        lockedUntil = new LongMap[entities];
        lockedBy = new LongMap[entities];
        for (int i = 0; i < entities; i++) {
            versions[i] = new LongMap(64);
            lockedUntil[i] = new LongMap(64);
            lockedBy[i] = new LongMap(64);
        }
    }

    /** A new entry; returns its number, from 1. Number 0 stands for an entry that does nothing. */
    int propose(Call call, long now) {
        if (++proposed == subjects.length) {
            int length = 2 * proposed;
            subjects = Arrays.copyOf(subjects, length);
            verbs = Arrays.copyOf(verbs, length);
            keys = Arrays.copyOf(keys, length);
            tokens = Arrays.copyOf(tokens, length);
            holders = Arrays.copyOf(holders, length);
            times = Arrays.copyOf(times, length);
        }
        subjects[proposed] = call.subject;
        verbs[proposed] = call.verb;
        keys[proposed] = call.key;
        tokens[proposed] = call.version;
        holders[proposed] = call.token;
        times[proposed] = now;
        return proposed;
    }

    /**
     * An index of the log is committed. True when that is news: then the entry has been carried out.
     *
     * @throws IllegalStateException when another entry was committed there before, or an index is left out
     */
    boolean commit(int index, int entry) {
        if (index <= committed) {
            if (chosen[index] != entry) {
                throw new IllegalStateException("two entries were committed at index " + index);
            }
            return false;
        }
        if (index != committed + 1) {
            throw new IllegalStateException("index " + index + " was committed after " + committed);
        }
        if (++committed == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * committed);
            refused = Arrays.copyOf(refused, 2 * committed);
        }
        chosen[index] = entry;
        refused[index] = entry != 0 && !execute(entry);
        return true;
    }

    /** Carries an entry out; false when it asks for a lock that somebody else still holds, or gives back one that is lost. */
    private boolean execute(int entry) {
        LongMap locks = lockedUntil[subjects[entry]];
        long key = keys[entry];
        if (verbs[entry] == Call.RESERVE) {
            // Time is the proposing leader's clock in the entry, so that every server decides alike.
            if (locks.get(key) > times[entry]) {
                return false;
            }
            locks.put(key, times[entry] + leaseNanos);
            lockedBy[subjects[entry]].put(key, tokens[entry]);
        } else if (verbs[entry] == Call.DELETE) {
            LongMap holder = lockedBy[subjects[entry]];
            if (holders[entry] > 0 && holder.get(key) != holders[entry]) {
                return false;
            }
            locks.remove(key);
            holder.remove(key);
        }
        versions[subjects[entry]].put(key, tokens[entry]);
        return true;
    }

    /** How far entries have been committed. */
    int committed() {
        return committed;
    }

    /** The entry that was committed at an index. */
    int chosen(int index) {
        return chosen[index];
    }

    boolean refused(int index) {
        return refused[index];
    }

    int subject(int entry) {
        return subjects[entry];
    }

    long key(int entry) {
        return keys[entry];
    }

    long token(int entry) {
        return tokens[entry];
    }

    /** The newest committed version of a key; 0 when it was never written. */
    long version(int entity, long key) {
        return Math.max(0, versions[entity].get(key));
    }
}
