package io.mediafn.media.ffprobe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves one object over HTTP to a process on this machine that knows its URL, which cannot be guessed. Reads no more of
 * the object than the client takes, but for a buffer.
 */
final class LoopbackServer implements AutoCloseable {
    /** ffprobe opens a connection where it goes on before it closes the one where it was. */
    private static final int MOST_CONNECTIONS = 8;

    private static final int SEND_BUFFER = 64 << 10;
    private static final int MOST_IN_HEAD = 8 << 10;
    private static final int HEAD_MILLISECONDS = 10_000;
    private static final int TOKEN_BYTES = 16;
    private static final Pattern REQUEST = Pattern.compile("GET (\\S+) HTTP/1\\.[01]");
    private static final Pattern RANGE =
            Pattern.compile("\\r\\nrange: *bytes=(\\d{1,18})-(\\d{0,18})\\r\\n", Pattern.CASE_INSENSITIVE);

    private final BlockSource object;
    private final String path;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Listens until it is closed.
     *
     * @param name the last part of the URL's path
     */
    LoopbackServer(BlockSource object, String name) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        this.object = object;
        this.path = "/" + HexFormat.of().formatHex(token) + "/" + name;
        this.listener = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String url() {
        return "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + path;
    }

    private void accept() {
        while (!closed.get()) {
            try {
                Socket socket = listener.accept();
                if (!free.tryAcquire()) {
                    socket.close();
                    continue;
                }
                connections.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed: there is nobody to tell
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(HEAD_MILLISECONDS);
            socket.setSendBufferSize(SEND_BUFFER);
            answer(head(socket.getInputStream()), socket.getOutputStream());
        } catch (IOException | BlockSource.StoppedException e) {
            // The client went elsewhere, or gets an answer that breaks off; why is known to the object.
        } finally {
            connections.remove(socket);
            free.release();
        }
    }

    /** A request, up to the empty line that ends it. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4 && head.size() < MOST_IN_HEAD) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("no request");
            }
            head.write(value);
            ending = value == "\r\n\r\n".charAt(ending) ? ending + 1 : value == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void answer(String head, OutputStream out) throws IOException, BlockSource.StoppedException {
        Matcher request = REQUEST.matcher(head);
        if (!request.lookingAt() || !request.group(1).equals(path)) {
            send(out, "404 Not Found", "Content-Length: 0\r\n");
            return;
        }
        long size = object.size();
        Matcher range = RANGE.matcher(head);
        boolean part = range.find();
        long start = part ? Long.parseLong(range.group(1)) : 0;
        long last = part && !range.group(2).isEmpty() ? Math.min(Long.parseLong(range.group(2)), size - 1) : size - 1;
        if (part && start > last) {
            send(out, "416 Range Not Satisfiable", "Content-Length: 0\r\nContent-Range: bytes */" + size + "\r\n");
            return;
        }
        send(
                out,
                part ? "206 Partial Content" : "200 OK",
                (part ? String.format(Locale.ROOT, "Content-Range: bytes %d-%d/%d\r\n", start, last, size) : "")
                        + "Content-Length: " + (last + 1 - start) + "\r\nContent-Type: application/octet-stream\r\n");
        long position = start;
        while (position <= last) {
            BlockSource.Piece piece = object.read(position);
            int length = (int) Math.min(piece.length(), last + 1 - position);
            out.write(piece.block(), piece.start(), length);
            position += length;
        }
        out.flush();
    }

    private static void send(OutputStream out, String status, String fields) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + fields + "Accept-Ranges: bytes\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Ends every connection, and waits for the read that may be under way. */
    @Override
    public void close() throws IOException {
        closed.set(true);
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
        object.close();
        threads.shutdownNow();
        threads.close();
    }
}
