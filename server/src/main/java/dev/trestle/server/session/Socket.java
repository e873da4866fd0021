package dev.trestle.server.session;

import dev.trestle.db.Member;
import dev.trestle.server.web.Guard;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * The WebSocket of a session, {@code /ws/s/{id}}: binds Jetty's sockets to rooms. HTTP before-handlers do not run on
 * upgrades, so Origin and seat are checked here.
 */
public final class Socket {
    private static final String MEMBER = "member";
    private static final String CONNECTION = "connection";

    /** A fuse below the room's own queue, which sends one frame at a time. */
    private static final int FRAMES_IN_JETTY = 64;

    private static final int GOODBYE_SECONDS = 2;

    private final Rooms rooms;
    private final Seats seats;
    private final Guard guard;

    public Socket(Rooms rooms, Seats seats, Guard guard) {
        this.rooms = rooms;
        this.seats = seats;
        this.guard = guard;
    }

    /** Before the upgrade: a foreign page or a browser without a seat gets no socket. */
    public void upgrade(Context ctx) {
        guard.upgrade(ctx);
        ctx.attribute(MEMBER, seats.member(ctx));
    }

    /** The handlers of one socket. */
    public void bind(WsConfig ws) {
        ws.onConnect(this::connect);
        ws.onMessage(Socket::message);
        ws.onBinaryMessage(ctx -> ctx.session.close(Close.BAD_FRAME.code(), "text frames only", Callback.NOOP));
        ws.onClose(Socket::gone);
        ws.onError(Socket::gone);
    }

    private void connect(WsConnectContext ctx) {
        ctx.session.setMaxOutgoingFrames(FRAMES_IN_JETTY);
        Member member = ctx.attribute(MEMBER);
        ctx.attribute(CONNECTION, rooms.connect(ctx.pathParam("id"), member, new JettyPeer(ctx.session)));
    }

    private static void message(WsMessageContext ctx) {
        Connection connection = ctx.attribute(CONNECTION);
        if (connection != null) connection.onText(ctx.message());
    }

    private static void gone(WsContext ctx) {
        Connection connection = ctx.attribute(CONNECTION);
        if (connection != null) connection.onClose();
    }

    /** The far end of a Jetty socket; a send that fails ends the socket, and its close is told in the usual way. */
    private record JettyPeer(Session session) implements Peer {
        @Override
        public void send(String text, Runnable sent) {
            session.sendText(text, Callback.from(sent, failure -> session.disconnect()));
        }

        /** A reader that does not read does not see the goodbye either: what is still open after it is cut. */
        @Override
        public void close(int code, String reason) {
            session.close(code, reason, Callback.from(() -> {}, failure -> session.disconnect()));
            CompletableFuture.delayedExecutor(GOODBYE_SECONDS, TimeUnit.SECONDS).execute(() -> {
                if (session.isOpen()) session.disconnect();
            });
        }
    }
}
