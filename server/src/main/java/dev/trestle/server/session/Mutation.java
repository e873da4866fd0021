package dev.trestle.server.session;

import dev.trestle.components.board.Edit;
import dev.trestle.db.LogEntry;
import dev.trestle.db.Member;
import java.util.List;

/**
 * A mutation that was looked at and has its place in the order.
 *
 * @param proposal what the browser asked for
 * @param effective what it really changes, in order; empty when it changes nothing or is refused
 * @param entry the row of the log, or null when it changes nothing
 * @param answer the frame that tells the browser, once this is stored
 */
record Mutation(Proposal proposal, List<Edit> effective, LogEntry entry, String answer) {

    /**
     * A mutation as it came.
     *
     * @param client the tab, its member's id included ({@link ClientKey})
     * @param edits JSON array of edits
     */
    record Proposal(String client, long cseq, Member member, String edits) {}
}
