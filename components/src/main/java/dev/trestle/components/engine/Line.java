package dev.trestle.components.engine;

/** Calls that wait one behind the other, linked through themselves so that joining and leaving allocate nothing. */
final class Line {
    Call first;
    Call last;

    void join(Call call) {
        call.previous = last;
        call.next = null;
        if (last == null) {
            first = call;
        } else {
            last.next = call;
        }
        last = call;
    }

    /** Takes out a call that is in this line, wherever it stands; its own links stay as they were. */
    void leave(Call call) {
        if (call.previous == null) {
            first = call.next;
        }
        if (call.next == null) {
            last = call.previous;
        }
    }
}
