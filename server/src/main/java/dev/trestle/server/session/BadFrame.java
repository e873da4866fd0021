package dev.trestle.server.session;

/** A frame that no client of ours sends: the socket is closed with this reason. */
final class BadFrame extends RuntimeException {
    private final Close close;

    BadFrame(Close close, String reason) {
        super(reason, null, false, false);
        this.close = close;
    }

    Close close() {
        return close;
    }
}
