package server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the server itself with the least a client can do: the same unsigned request on kept connections. Not a
 * client to compare anything with.
 */
public final class Load {
    private Load() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            System.err.println("usage: bench/serve load PORT put|get|copy|head SIZE CONNECTIONS SECONDS");
            System.exit(2);
        }
        int port = Integer.parseInt(arguments[0]);
        String verb = arguments[1];
        int size = Integer.parseInt(arguments[2]);
        int connections = Integer.parseInt(arguments[3]);
        long seconds = Long.parseLong(arguments[4]);
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            new Client(socket).exchange(head("PUT", "/_bench/bucket?bucket=load", 0, ""), new byte[0]);
        }
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            String target = "/_bench/object?bucket=load&key=source&size=" + size;
            new Client(socket).exchange(head("PUT", target, 0, ""), new byte[0]);
        }
        byte[] body = new byte[verb.equals("put") ? size : 0];
        Pattern.fill(0, body, 0, body.length);
        for (int round = 1; round <= 3; round++) {
            AtomicLong done = new AtomicLong();
            double serverBefore = serverCpu(port);
            double ownBefore = Statistics.cpuSeconds();
            long begin = System.nanoTime();
            long end = begin + seconds * 1_000_000_000L;
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                String key = "/load/d/" + i;
                byte[] head = switch (verb) {
                    case "put" -> head("PUT", key, size, "");
                    case "copy" -> head("PUT", key, 0, "x-amz-copy-source: load/source\r\n");
                    case "head" -> head("HEAD", "/load/source", 0, "");
                    default -> head("GET", "/load/source", 0, "");
                };
                threads.add(Thread.ofVirtual().start(() -> {
                    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                        Client client = new Client(socket);
                        while (System.nanoTime() < end) {
                            client.exchange(head, body);
                            done.incrementAndGet();
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            double elapsed = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s of %d bytes, %d connections, round %d: %.0f/s, %.0f MB/s; CPU us each: server %.1f, load"
                            + " %.1f%n",
                    verb,
                    size,
                    connections,
                    round,
                    done.get() / elapsed,
                    (verb.equals("put") || verb.equals("get") ? size : 0) * done.get() / elapsed / 1e6,
                    (serverCpu(port) - serverBefore) / done.get() * 1e6,
                    (Statistics.cpuSeconds() - ownBefore) / done.get() * 1e6);
        }
    }

    private static double serverCpu(int port) throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/_bench/stats").toURL().openStream()) {
            String json = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int at = json.indexOf("\"cpu_seconds\":") + "\"cpu_seconds\":".length();
            return Double.parseDouble(json.substring(at, json.indexOf(',', at)));
        }
    }

    private static byte[] head(String method, String target, int length, String more) {
        String head = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + length
                + "\r\nx-amz-date: 20260101T000000Z\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=b/20260101/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64) + "\r\n" + more + "\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Client {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[128 * 1024];

        Client(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        void exchange(byte[] head, byte[] body) throws IOException {
            if (body.length <= 32 * 1024) {
                byte[] both = buffer; // free until the answer comes
                System.arraycopy(head, 0, both, 0, head.length);
                System.arraycopy(body, 0, both, head.length, body.length);
                out.write(both, 0, head.length + body.length);
            } else {
                out.write(head);
                out.write(body);
            }
            int filled = 0;
            int headEnd = -1;
            while (headEnd < 0) {
                int count = in.read(buffer, filled, buffer.length - filled);
                if (count < 0) {
                    throw new IOException("the server hung up");
                }
                filled += count;
                headEnd = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
            }
            String answer = new String(buffer, 0, headEnd + 2, StandardCharsets.ISO_8859_1);
            if (answer.charAt(9) != '2') {
                throw new IOException(answer);
            }
            int at = answer.indexOf("Content-Length: ");
            long left = head[0] == 'H' || at < 0
                    ? 0
                    : Long.parseLong(answer, at + 16, answer.indexOf('\r', at), 10) - (filled - headEnd - 4);
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new IOException("the server hung up");
                }
                left -= count;
            }
        }
    }
}
