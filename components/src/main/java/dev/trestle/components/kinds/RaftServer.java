package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;

/** What one server of a Raft group knows: its log and term, whether it leads, and then what it knows of the others. */
final class RaftServer {
    final RaftLog log = new RaftLog();
    boolean leads;
    boolean runs = true;
    boolean isolated;
    int term = 1;
    int votedFor = -1;
    int votes;
    int commit;
    long heardNanos;
    long ledSinceNanos;
    final int[] next;
    final int[] match;
    /** When the last message was sent that the other has answered. */
    final long[] answered;

    final long[] lastArrival;
    Call electionTimer;
    Call heartbeatTimer;
    /** Writes that wait for their commitment, in the order of the log, and reads that wait for a majority. */
    Call writesHead;

    Call writesTail;
    Call readsHead;

    RaftServer(int servers) {
        next = new int[servers];
        match = new int[servers];
        answered = new long[servers];
        lastArrival = new long[servers];
    }

    /** Nobody waits here any more. */
    void forget() {
        writesHead = null;
        writesTail = null;
        readsHead = null;
    }
}
