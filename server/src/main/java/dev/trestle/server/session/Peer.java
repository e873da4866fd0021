package dev.trestle.server.session;

/** The far end of one socket, as a room needs it. Called from any thread, but never for two sends at once. */
public interface Peer {
    /**
     * Sends one text frame and calls {@code sent} when the network has taken it, from any thread. A send that fails
     * never calls it; the socket's end is then told by {@link Connection#onClose}.
     */
    void send(String text, Runnable sent);

    /** Closes the socket; {@code reason} is short plain text. More than once is allowed. */
    void close(int code, String reason);
}
