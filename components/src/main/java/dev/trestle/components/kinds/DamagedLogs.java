package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;

/** Entries that are damaged in the logs of servers that agree: how many, who has fetched them anew, and what is lost. */
final class DamagedLogs {
    private final Consensus group;
    private final Engine engine;
    private final RaftServer[] servers;
    private final RegisterState state;
    private final Counter found;
    private final Counter repaired;
    private final Counter lost;
    private final Damage damage = new Damage();
    /** By server: entries of its log that are damaged, and when it last asked for them. */
    private final int[] entries;

    private final long[] askedNanos;

    DamagedLogs(Consensus group, Engine engine, RaftServer[] servers, RegisterState state) {
        this.group = group;
        this.engine = engine;
        this.servers = servers;
        this.state = state;
        found = group.meter.counter("damagedEntries");
        repaired = group.meter.counter("repairedEntries");
        lost = group.meter.counter("lostWrites");
        entries = new int[servers.length];
        askedNanos = new long[servers.length];
    }

    /** How many entries of a server's log are damaged. */
    int of(int server) {
        return entries[server];
    }

    /** Damages a share of the log of a server, or of each with -1; what no server has any more is lost. */
    void corrupt(int instance, double share, Chance chance) {
        int before = damage.count();
        for (int server = 0; server < servers.length; server++) {
            if (instance < 0 || instance == server) {
                damage.hit(server, servers[server].log.last(), share, chance.below(Long.MAX_VALUE));
                int had = entries[server];
                entries[server] = count(server);
                found.value += entries[server] - had;
                askedNanos[server] = -1;
            }
        }
        for (int index = 1; index <= state.committed(); index++) {
            int entry = state.chosen(index);
            boolean tells = entry != 0 && !state.refused(index);
            boolean newest = tells && state.version(state.subject(entry), state.key(entry)) == state.token(entry);
            if (newest && isLost(index, damage.count()) && !isLost(index, before)) {
                lost.value++;
                engine.journal.lost(
                        state.subject(entry),
                        state.key(entry),
                        state.token(entry),
                        engine.now(),
                        Journal.place(group.node, Math.max(0, instance)));
            }
        }
    }

    private int count(int server) {
        int count = 0;
        for (int index = 1; index <= servers[server].log.last(); index++) {
            count += damage.has(server, index, index) ? 1 : 0;
        }
        return count;
    }

    /** Whether no server has the entry of an index, which is committed, undamaged. */
    private boolean isLost(int index, int corruptions) {
        for (int server = 0; server < servers.length; server++) {
            if (servers[server].log.last() >= index && !damage.has(server, index, index, corruptions)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a server is to ask for what it lacks now: not while it still may be answered. */
    boolean asks(int server, long patienceNanos) {
        if (askedNanos[server] >= 0 && engine.now() < askedNanos[server] + patienceNanos) {
            return false;
        }
        askedNanos[server] = engine.now();
        return true;
    }

    /** A server has fetched all that it lacked. */
    void mended(int server) {
        repaired.value += entries[server];
        entries[server] = 0;
        damage.replaced(server);
    }
}
