package io.mediafn.lambda;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As much of S3 as priming asks for, on loopback: any bucket has the few samples that come with this class, whole in
 * every range, and takes whatever is written, to forget it. Thread-safe.
 */
final class PrimingStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrimingStore.class);

    static final String IMAGE = "image.jpg";
    static final String OTHER_IMAGE = "image.png";
    static final String VIDEO = "video.mp4";

    private static final int LONGEST_SILENCE_MILLIS = 5_000;
    private static final int LONGEST_HEAD = 16 << 10;
    private static final int LARGEST_BODY = 1 << 20;
    private static final String LENGTH = "\r\ncontent-length:";

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    PrimingStore() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("mediafn-priming-store").start(this::accept);
    }

    /** What AWS_ENDPOINT_URL is set to. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofPlatform().daemon().name("mediafn-priming-answer").start(() -> serve(socket));
            }
        } catch (IOException e) {
            // It is closed: priming is over.
            closeAll();
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            socket.setSoTimeout(LONGEST_SILENCE_MILLIS);
            for (String head = head(in); head != null; head = head(in)) {
                in.skipNBytes(length(head));
                out.write(answer(head));
                out.flush();
            }
        } catch (IOException e) {
            // Whoever asked learns it from the connection's end.
            LOG.debug("a request of priming was cut off", e);
        } finally {
            open.remove(socket);
        }
    }

    /** Up to the empty line; null where nothing more comes. */
    private static @Nullable String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        while (head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
            last = last << 8 | next;
            if (last == 0x0D0A0D0A) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("the head of a request is longer than " + LONGEST_HEAD + " bytes");
    }

    private static long length(String head) throws IOException {
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            return 0;
        }
        int start = at + LENGTH.length();
        long length = Long.parseLong(
                head.substring(start, head.indexOf("\r\n", start)).strip());
        if (length > LARGEST_BODY) {
            throw new IOException("a body of " + length + " bytes");
        }
        return length;
    }

    private static byte[] answer(String head) throws IOException {
        String[] request = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
        if (request[0].equals("PUT")) {
            return "HTTP/1.1 200 OK\r\nETag: \"0\"\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] sample = sample(request[1].substring(request[1].lastIndexOf('/') + 1));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(
                ("HTTP/1.1 206 Partial Content\r\nETag: \"0\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
                                + "Content-Range: bytes 0-" + (sample.length - 1) + "/" + sample.length
                                + "\r\nContent-Length: " + sample.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        answer.writeBytes(sample);
        return answer.toByteArray();
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = PrimingStore.class.getResourceAsStream("priming/" + name)) {
            if (in == null) {
                throw new IOException("no sample is called " + name);
            }
            return in.readAllBytes();
        }
    }

    private void closeAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("a connection of priming does not close", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeAll();
    }
}
