package dev.trestle.server.session;

/** Why a socket is closed: the codes of the protocol. Browsers do not come back by themselves after the fatal ones. */
enum Close {
    BAD_FRAME(4400),
    ENDED(4401),
    FORBIDDEN(4403),
    GONE(4404),
    SLOW(4408),
    SUPERSEDED(4409),
    RELOAD(4426),
    RATE(4429),
    DRAINING(4503);

    private final int code;

    Close(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
