package io.mediafn.storage.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to its connections what no well-behaved one does: each is given to the next talk of a script. */
final class RawServer implements AutoCloseable {
    /** What happens on one connection, which is closed afterwards. */
    @FunctionalInterface
    interface Talk {
        void on(Peer peer) throws Exception;
    }

    /** The server's end of a connection. */
    static final class Peer {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** The head of the next request, in lower case. */
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("the client left");
                }
                head.write(b);
            }
            return head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        }

        byte[] body(int length) throws IOException {
            return in.readNBytes(length);
        }

        /** How many bytes still come before the client closes or falls silent for a second. */
        long drain() throws IOException {
            socket.setSoTimeout(1000);
            long count = 0;
            try {
                byte[] buffer = new byte[1 << 16];
                for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                    count += got;
                }
            } catch (java.net.SocketTimeoutException silent) {
                return count;
            }
            return count;
        }

        Peer say(String text) throws IOException {
            out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Talk> talks;
    private final List<Throwable> broken = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** The last talk is repeated. */
    RawServer(Talk... talks) throws IOException {
        this.talks = List.of(talks);
        threads.execute(this::accept);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Talk talk = talks.get(Math.min(connections.getAndIncrement(), talks.size() - 1));
                threads.execute(() -> talk(socket, talk));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket, Talk talk) {
        try (socket) {
            talk.on(new Peer(socket));
        } catch (IOException e) {
            // The client may leave whenever it likes.
        } catch (Exception | AssertionError e) {
            broken.add(e);
        }
    }

    int connections() {
        return connections.get();
    }

    /** What a talk found wrong. */
    List<Throwable> broken() {
        return broken;
    }

    S3Settings settings() {
        return new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:" + listening.getLocalPort())),
                Optional.of("us-east-1"),
                new S3Credentials.Keys("key", "canary-secret", Optional.of("canary-token")));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
