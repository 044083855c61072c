package io.mediafn.storage.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.http.RawHttpServer.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers for a {@link RawHttpServer}, and stores with limits that a test can wait for. */
final class Scripts {
    /** For servers that never answer as they should. A busy machine may need longer for one that does. */
    static final HttpLimits HASTY = new HttpLimits(
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofMillis(800),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            10_000,
            Duration.ofMillis(400));

    private Scripts() {}

    /** A whole answer with a length, and the last one on its connection. */
    static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    static String ok(String headers, String body) {
        return answer("200 OK", headers, body);
    }

    /** A range of some letters, whatever was asked for. */
    static String partial(String range, String headers, String body) {
        return answer("206 Partial Content", "Content-Range: " + range + "\r\n" + headers, body);
    }

    static String redirect(String to) {
        return answer("302 Found", "Location: " + to + "\r\n", "");
    }

    /** One answer after the other, each on a connection of its own; the last one is repeated. */
    static Handler inTurn(String... answers) {
        List<String> script = List.of(answers);
        AtomicInteger next = new AtomicInteger();
        return (request, out) -> {
            out.write(script.get(Math.min(next.getAndIncrement(), script.size() - 1))
                    .getBytes(ISO_8859_1));
            return false;
        };
    }

    /** One answer to HEAD, one to GET with a range, one to any other GET. */
    static Handler byMethod(String head, String ranged, String whole) {
        return (request, out) -> {
            String answer = request.method().equals("HEAD")
                    ? head
                    : request.header("range").isPresent() ? ranged : whole;
            out.write(answer.getBytes(ISO_8859_1));
            return false;
        };
    }

    /** A start, and then a piece again and again with pauses between, until the client has gone. */
    static Handler dripping(String start, String piece, Duration pause) {
        return (request, out) -> {
            out.write(start.getBytes(ISO_8859_1));
            repeat(out, piece.getBytes(ISO_8859_1), pause);
            return false;
        };
    }

    private static void repeat(OutputStream out, byte[] piece, Duration pause)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            out.write(piece);
            out.flush();
            if (!pause.isZero()) {
                Thread.sleep(pause);
            }
        }
    }

    /** A store that may ask this machine. */
    static ObjectStore store() {
        return store(HttpSettings.defaults().withAllowPrivate(true));
    }

    static ObjectStore store(HttpSettings settings) {
        return store(settings, HttpLimits.DEFAULT);
    }

    /** A store that may ask this machine, and gives up soon. */
    static ObjectStore hasty() {
        return store(HttpSettings.defaults().withAllowPrivate(true), HASTY);
    }

    private static ObjectStore store(HttpSettings settings, HttpLimits limits) {
        return HttpStores.open(
                settings, limits, new GuardedResolver(InetAddress::getAllByName, address -> true), Tls.NONE);
    }

    /** A store that looks names up in a map, and takes one address alone for a public one. */
    static ObjectStore store(HttpSettings settings, Map<String, String> names, String publicAddress) {
        return HttpStores.open(
                settings,
                HttpLimits.DEFAULT,
                new GuardedResolver(
                        host -> new InetAddress[] {InetAddress.getByName(names.getOrDefault(host, host))},
                        address -> publicAddress.equals(address.getHostAddress())),
                Tls.NONE);
    }
}
