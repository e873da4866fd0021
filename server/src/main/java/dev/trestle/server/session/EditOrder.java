package dev.trestle.server.session;

import dev.trestle.components.board.BadBoard;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import dev.trestle.db.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The one order of a session's mutations, in memory: the board that is stored ({@code confirmed}) and the board that
 * will be when all that was proposed is stored too. Pure: no clock, thread or database.
 */
final class EditOrder {
    /** The version of the edit format that is written now. */
    static final int FORMAT = 1;

    private final Document confirmed;
    private long head;
    private Document ahead;
    private long aheadHead;

    EditOrder(Document board, long head) {
        this.confirmed = board;
        this.head = head;
        rewind();
    }

    /** Gives a mutation its place behind all others, or refuses it; never throws for what a browser sent. */
    Mutation propose(Mutation.Proposal proposal, Instant now) {
        if (!Role.named(proposal.member().role()).map(Role::mayEdit).orElse(false)) {
            return refused(proposal, "role", proposal.member().role() + "s look on: they cannot edit");
        }
        if (aheadHead >= Limits.SESSION_MUTATIONS) {
            return refused(proposal, "limit", "this session is full: it holds " + Limits.SESSION_MUTATIONS + " edits");
        }
        List<Edit> edits;
        try {
            edits = Edit.list(proposal.edits());
        } catch (BadBoard e) {
            return refused(proposal, "schema", e.getMessage());
        }
        if (edits.size() > Limits.MUTATION_EDITS) {
            return refused(
                    proposal,
                    "limit",
                    edits.size() + " edits at once; at most " + Limits.MUTATION_EDITS + " are allowed");
        }
        for (Edit edit : edits) {
            String refusal = ahead.refusal(edit);
            if (refusal != null) {
                return refused(proposal, "schema", refusal);
            }
        }
        return placed(proposal, edits, now);
    }

    private Mutation placed(Mutation.Proposal proposal, List<Edit> edits, Instant now) {
        List<Edit> effective = new ArrayList<>();
        for (Edit edit : edits) {
            effective.addAll(ahead.apply(edit));
        }
        long cseq = proposal.cseq();
        if (effective.isEmpty()) {
            return new Mutation(proposal, effective, null, ServerFrames.noop(cseq));
        }
        long seq = ++aheadHead;
        String ops = Edit.json(effective);
        LogEntry entry =
                new LogEntry(seq, proposal.client(), cseq, proposal.member().id(), FORMAT, now, ops);
        String answer = effective.equals(edits) ? ServerFrames.ok(cseq, seq) : ServerFrames.adjusted(cseq, seq, ops);
        return new Mutation(proposal, effective, entry, answer);
    }

    private static Mutation refused(Mutation.Proposal proposal, String code, String message) {
        return new Mutation(proposal, List.of(), null, ServerFrames.rejected(proposal.cseq(), code, message));
    }

    /** The oldest proposed mutation is stored. */
    void confirm(Mutation mutation) {
        if (mutation.entry() != null) {
            advance(mutation.entry().seq(), mutation.effective());
        }
    }

    /** A stored mutation that was not proposed here. {@link #rewind} must follow before the next proposal. */
    void confirm(LogEntry entry) {
        advance(entry.seq(), Edit.list(entry.ops()));
    }

    private void advance(long seq, List<Edit> effective) {
        if (seq != head + 1) {
            throw new IllegalStateException("edit " + seq + " cannot follow edit " + head);
        }
        effective.forEach(confirmed::apply);
        head = seq;
    }

    /** Forgets what was proposed and not stored. */
    void rewind() {
        ahead = Document.parse(confirmed.json());
        aheadHead = head;
    }

    /** The last stored edit. */
    long head() {
        return head;
    }

    /** The stored board; not to be changed by the caller. */
    Document board() {
        return confirmed;
    }
}
