package dev.trestle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose computer sleeps with the socket open must not cost the others anything. */
@Tag("soak")
class SlowReaderTest {
    private static final int ROUNDS = 200;

    /** Four of these nearly fill a frame. */
    private static final String LONG = "x".repeat(14_000);

    @TempDir
    Path data;

    @Test
    void whoReadsNothingIsCutOffAndTheOthersGoOn() throws Exception {
        try (App app = App.start(Config.local(data, 0));
                Socket sleeper = new Socket()) {
            Browser ana = new Browser(app);
            String board = ana.newBoard();
            Tab anas = new Tab(ana, board).hello("tabofana");
            fallAsleep(sleeper, ana, board);
            for (int round = 0; round < ROUNDS; round++) {
                anas.edit(fourNotes(round));
                Thread.sleep(50); // twenty a second is what one tab may send
            }
            // The sleeper finds what fitted into the network's buffers, and then the end.
            sleeper.setSoTimeout(20_000);
            long bytes = 0;
            InputStream in = sleeper.getInputStream();
            for (int read = in.read(new byte[65_536]); read >= 0; read = in.read(new byte[65_536])) bytes += read;
            assertTrue(bytes < 4L * ROUNDS * LONG.length(), bytes + " bytes came");
            assertTrue(anas.edit(fourNotes(ROUNDS)).contains("\"r\":\"ok\""));
            assertEquals(200, ana.get(board).statusCode());
        }
    }

    private static String fourNotes(int round) {
        StringBuilder edits = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            edits.append(i == 0 ? "" : ",")
                    .append("{'o':'put','t':'notes','id':'n")
                    .append(i)
                    .append("','p':{'x':0,'y':0,'text':'")
                    .append(round)
                    .append(LONG)
                    .append("'}}");
        }
        return edits.toString();
    }

    /** Opens a socket by hand, says hello as another tab, and reads nothing any more. */
    private static void fallAsleep(Socket socket, Browser browser, String board) throws Exception {
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", browser.base().getPort()));
        String request = "GET /ws" + board + "?pv=1 HTTP/1.1\r\nHost: 127.0.0.1:"
                + browser.base().getPort() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: "
                + browser.base() + "\r\nCookie: " + browser.cookie() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] hello = "{\"k\":\"hello\",\"pv\":1,\"clientId\":\"sleeper\",\"lastSeq\":-1}"
                .getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[6 + hello.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | hello.length); // masked, with a mask of zeros
        System.arraycopy(hello, 0, frame, 6, hello.length);
        socket.getOutputStream().write(frame);
    }
}
