package dev.trestle.components.kinds;

import java.util.Arrays;

/** The log of one server of a Raft group: for each index from 1 the term and the number of the entry. */
final class RaftLog {
    private int[] terms = new int[1_024];
    private int[] entries = new int[1_024];
    private int last;

    int last() {
        return last;
    }

    /** The term of an index; 0 for index 0. */
    int term(int index) {
        return terms[index];
    }

    int entry(int index) {
        return entries[index];
    }

    int append(int term, int entry) {
        if (++last == terms.length) {
            terms = Arrays.copyOf(terms, 2 * last);
            entries = Arrays.copyOf(entries, 2 * last);
        }
        terms[last] = term;
        entries[last] = entry;
        return last;
    }

    /** Whether it goes on from an index of another log: has that index, with the same term. */
    boolean matches(int index, int term) {
        return index <= last && terms[index] == term;
    }

    /** Takes over what the leader's log has after an index, up to another; what contradicts it is cut off. */
    void follow(RaftLog leader, int after, int upTo) {
        for (int index = after + 1; index <= upTo; index++) {
            if (index <= last && terms[index] != leader.terms[index]) {
                last = index - 1;
            }
            if (index > last) {
                append(leader.terms[index], leader.entries[index]);
            }
        }
    }
}
