package io.mediafn.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** One connection, and the ways to end it. */
final class WireSocket implements Closeable {
    private static final int DRAIN_MILLIS = 500;

    private final Socket socket;
    private final WireInput in;
    private final Set<WireSocket> open;

    /**
     * A connection that is open.
     *
     * @param open holds it until it is closed
     */
    WireSocket(Socket socket, Set<WireSocket> open) throws IOException {
        this.socket = socket;
        this.open = open;
        open.add(this);
        socket.setTcpNoDelay(true);
        this.in = new WireInput(socket.getInputStream());
    }

    WireInput in() {
        return in;
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    void write(String start, WireHeaders headers) throws IOException {
        out().write((start + "\r\n" + headers.lines() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Ends it with an RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Ends it with a FIN, and reads what still comes: to close with bytes unread would be an RST. */
    void finish() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(DRAIN_MILLIS);
        try {
            hold();
        } catch (SocketTimeoutException e) {
            // Long enough for the other side to see the end.
        }
        close();
    }

    /** Reads into nowhere until the other side closes. */
    void hold() throws IOException {
        byte[] nowhere = new byte[8 << 10];
        while (in.read(nowhere, nowhere.length) >= 0) {
            // Silence is all that it gets.
        }
    }

    @Override
    public void close() throws IOException {
        open.remove(this);
        socket.close();
    }
}
