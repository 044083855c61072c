package io.mediafn.storage.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/**
 * A web server that does what a handler writes to its socket, right or wrong, and takes a path as it comes. Whatever it
 * was asked is kept.
 */
final class RawHttpServer implements AutoCloseable {
    /** A request's head; headers by their name in lower case. */
    record Request(String method, String target, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** Writes an answer. */
    @FunctionalInterface
    interface Handler {
        /** Returns whether the connection is good for another request. */
        boolean answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> connections = new CopyOnWriteArrayList<>();

    RawHttpServer(Handler handler) throws IOException {
        this(ServerSocketFactory.getDefault(), handler);
    }

    RawHttpServer(ServerSocketFactory sockets, Handler handler) throws IOException {
        this.handler = handler;
        socket = sockets.createServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(this::accept);
    }

    /** Answers with one text to every request, and closes. */
    static RawHttpServer saying(String answer) throws IOException {
        return new RawHttpServer((request, out) -> {
            out.write(answer.getBytes(ISO_8859_1));
            return false;
        });
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                connections.add(connection.getPort());
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Optional<Request> request = read(in);
            while (request.isPresent()) {
                requests.add(request.get());
                if (!handler.answer(request.get(), connection.getOutputStream())) {
                    return;
                }
                request = read(in);
            }
        } catch (IOException e) {
            // The client has gone, which is what some tests want to see.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (words.length != 3) {
            throw new IOException("no request line: " + first);
        }
        return Optional.of(new Request(words[0], words[1], Map.copyOf(headers)));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    int port() {
        return socket.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    List<Request> requests() {
        return requests;
    }

    int connections() {
        return connections.size();
    }

    /** Whether a client holds a connection. */
    boolean isConnected() {
        return !open.isEmpty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
        threads.shutdownNow();
    }
}
