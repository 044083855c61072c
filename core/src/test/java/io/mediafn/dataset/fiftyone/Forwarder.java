package io.mediafn.dataset.fiftyone;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Passes connections on to a server, which can go away and come back, or fall silent. */
final class Forwarder implements Closeable {
    private final ServerSocket listener;
    private final String host;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile boolean silent;
    private final AtomicReference<Optional<Runnable>> beforeUpdate = new AtomicReference<>(Optional.empty());

    Forwarder(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many were ever made. */
    long made() {
        return open.size() / 2;
    }

    /** How many there are now. */
    long alive() {
        return open.stream().filter(socket -> !socket.isClosed()).count() / 2;
    }

    /** Ends all connections, and every new one at once. */
    void goDown() {
        down = true;
        open.forEach(Forwarder::end);
    }

    /** Takes everything and passes nothing on. */
    void fallSilent() {
        silent = true;
    }

    /** Does something once, when the next update has been sent and the server has not seen it yet. */
    void beforeNextUpdate(Runnable action) {
        beforeUpdate.set(Optional.of(action));
    }

    /** A command's first key, which has a number, is its name; short ones come as one piece. */
    private static boolean isUpdate(byte[] sent, int length) {
        return new String(sent, 0, length, StandardCharsets.ISO_8859_1).contains("\u0002update\0");
    }

    void comeBack() {
        down = false;
        silent = false;
        open.forEach(Forwarder::end);
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                open.add(client);
                if (down) {
                    end(client);
                } else {
                    Socket server = new Socket(host, port);
                    open.add(server);
                    Thread.ofVirtual().start(() -> pass(client, server));
                    Thread.ofVirtual().start(() -> pass(server, client));
                }
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[8 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                if (isUpdate(buffer, got)) {
                    beforeUpdate.getAndSet(Optional.empty()).ifPresent(Runnable::run);
                }
                if (!silent) {
                    out.write(buffer, 0, got);
                }
            }
        } catch (IOException e) {
            // One side has ended.
        }
        end(from);
        end(to);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(Forwarder::end);
    }
}
