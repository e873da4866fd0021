package dev.trestle.server.session;

/** A socket that takes everything and remembers only how it was closed. */
final class SilentPeer implements Peer {
    int code;

    @Override
    public void send(String text, Runnable sent) {
        sent.run();
    }

    @Override
    public void close(int closeCode, String reason) {
        code = closeCode;
    }
}
