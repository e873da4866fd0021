package dev.trestle.server.session;

import dev.trestle.db.Cursor;
import dev.trestle.db.LogRepository;
import java.util.HashMap;
import java.util.Map;

/** How far each browser tab of a session has come with its mutations: what was answered and what is on its way. */
final class Tabs {
    /** What to do with a mutation of this number. */
    enum Turn {
        /** The next one. */
        NEXT,
        /** Its answer is on its way to the database and will be sent. */
        UNDER_WAY,
        /** It was answered: answer again, change nothing. */
        ANSWERED,
        /** Some before it are missing. */
        GAP
    }

    private static final class Tab {
        long answered;
        long accepted;
        String outcome;
    }

    private final String session;
    private final LogRepository log;
    private final Map<String, Tab> tabs = new HashMap<>();

    Tabs(String session, LogRepository log) {
        this.session = session;
        this.log = log;
    }

    private Tab tab(String key) {
        return tabs.computeIfAbsent(key, k -> {
            Tab tab = new Tab();
            Cursor cursor = log.cursor(session, k).orElse(new Cursor(k, 0, ""));
            tab.answered = cursor.lastCseq();
            tab.accepted = cursor.lastCseq();
            tab.outcome = cursor.lastOutcome();
            return tab;
        });
    }

    long lastAnswered(String key) {
        return tab(key).answered;
    }

    /** @param mayJump true for the first mutation of a connection: the tab knows best which ones it still holds */
    Turn turn(String key, long cseq, boolean mayJump) {
        Tab tab = tab(key);
        if (cseq <= tab.answered) {
            return Turn.ANSWERED;
        }
        if (cseq <= tab.accepted) {
            return Turn.UNDER_WAY;
        }
        return mayJump || cseq == tab.accepted + 1 ? Turn.NEXT : Turn.GAP;
    }

    void accepted(String key, long cseq) {
        tab(key).accepted = cseq;
    }

    void answered(Mutation mutation) {
        Tab tab = tab(mutation.proposal().client());
        tab.answered = mutation.proposal().cseq();
        tab.accepted = Math.max(tab.accepted, tab.answered);
        tab.outcome = mutation.answer();
    }

    /** The answer to a mutation that was answered before: as it was for the last one, from the log for older ones. */
    String answer(String key, long cseq) {
        Tab tab = tab(key);
        if (cseq == tab.answered) {
            return tab.outcome;
        }
        return log.find(session, key, cseq)
                .map(entry -> ServerFrames.adjusted(cseq, entry.seq(), entry.ops()))
                .orElseGet(() -> ServerFrames.noop(cseq));
    }

    /** What is in the database counts from now on. */
    void forget() {
        tabs.clear();
    }
}
