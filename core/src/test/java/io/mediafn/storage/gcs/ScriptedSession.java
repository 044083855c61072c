package io.mediafn.storage.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediafn.checksum.Checksum;
import io.mediafn.storage.gcs.ScriptedGcs.Seen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One resumable upload by the rules of its documentation, which a test server keeps less strictly, with faults where a
 * test wants them.
 */
final class ScriptedSession implements AutoCloseable {
    static final String SECRET = "canary-session";
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

    /** What befalls a piece. */
    enum Fault {
        NONE,
        /** Half of it arrives, and no answer. */
        HALF,
        /** All of it arrives, and no answer. */
        LOST,
        /** Nothing of it arrives. */
        REFUSED,
        /** Half of it arrives, and the answer says so. */
        HALF_TAKEN,
        /** Nobody knows the upload any more. */
        GONE,
        /** What was to be in the way of the object's making is. */
        PRECONDITION,
        /** The bytes are not those of the checksum. */
        OTHER_BYTES
    }

    private final HttpServer server;
    private final Checksum told;
    private final Deque<Fault> faults;
    private final List<Seen> seen = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean done;
    private boolean cancelled;

    /** The checksum is what it says of the object in the end. */
    ScriptedSession(Checksum told, Fault... faults) throws IOException {
        this.told = told;
        this.faults = new ArrayDeque<>(List.of(faults));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try {
            Seen request = ScriptedGcs.seen(exchange);
            seen.add(request);
            switch (request.method()) {
                case "POST" -> begin(exchange);
                case "PUT" -> take(exchange, request);
                case "DELETE" -> end(exchange, request);
                default -> throw new IOException("not expected: " + request.method());
            }
        } finally {
            exchange.close();
        }
    }

    private void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .add("Location", settings().endpoint().orElseThrow() + "/session?upload_id=" + SECRET);
        exchange.sendResponseHeaders(200, -1);
    }

    private void end(HttpExchange exchange, Seen request) throws IOException {
        cancelled |= request.rawPath().equals("/session");
        exchange.sendResponseHeaders(request.rawPath().equals("/session") ? 499 : 204, -1);
    }

    private void take(HttpExchange exchange, Seen request) throws IOException {
        Matcher range = RANGE.matcher(
                Optional.ofNullable(request.header("content-range")).orElse(""));
        if (!range.matches()) {
            throw new IOException("no range: " + request.header("content-range"));
        }
        if (range.group(1) == null && request.body().length == 0) {
            progress(exchange, range.group(3));
            return;
        }
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.poll();
        if (Long.parseLong(range.group(1)) != bytes.size()) {
            throw new IOException("bytes from " + range.group(1) + " where there are " + bytes.size());
        }
        boolean last = !range.group(3).equals("*");
        if (!last && request.body().length % (256 << 10) != 0) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        switch (fault) {
            case REFUSED -> ScriptedGcs.error(503, "backendError").to(exchange);
            case GONE -> ScriptedGcs.error(410, "gone").to(exchange);
            case PRECONDITION -> ScriptedGcs.error(412, "conditionNotMet").to(exchange);
            case OTHER_BYTES ->
                ScriptedGcs.error(400, "invalid", "Provided CRC32C \"AAAAAA==\" doesn't match calculated CRC32C \"x\".")
                        .to(exchange);
            case HALF, HALF_TAKEN -> {
                bytes.write(request.body(), 0, request.body().length / 2);
                if (fault == Fault.HALF_TAKEN) {
                    progress(exchange, range.group(3));
                }
            }
            case LOST -> bytes.write(request.body());
            case NONE -> {
                bytes.write(request.body());
                progress(exchange, range.group(3));
            }
        }
    }

    private void progress(HttpExchange exchange, String total) throws IOException {
        if (!total.equals("*") && Long.parseLong(total) == bytes.size()) {
            done = true;
            ScriptedGcs.json("{\"generation\":\"18\",\"size\":\"" + bytes.size() + "\",\"crc32c\":\"" + told.base64()
                            + "\"}")
                    .to(exchange);
            return;
        }
        if (bytes.size() > 0) {
            exchange.getResponseHeaders().add("Range", "bytes=0-" + (bytes.size() - 1));
        }
        exchange.sendResponseHeaders(308, -1);
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    synchronized boolean isDone() {
        return done;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    GcsSettings settings() {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new GcsSettings(Optional.of(endpoint), new GcsCredentials.Anonymous(), Optional.empty());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
