package io.mediafn.storage.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the objects of a store as a good web server does its files: ranges, conditions, a size in every answer. */
final class ServedStore implements RawHttpServer.Handler {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    /** The characters of a URL (RFC 3986, 2), without the fragment's. */
    private static final String PLAIN =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + "-._~:/?[]@!$&'()*+,;=%";

    private final ObjectStore store;
    private Optional<Location> root = Optional.empty();

    ServedStore(ObjectStore store) {
        this.store = store;
    }

    /** Serves what lies below a location. */
    void serve(Location below) {
        root = Optional.of(below);
    }

    @Override
    public boolean answer(RawHttpServer.Request request, OutputStream out) throws IOException {
        Optional<ObjectStat> found = find(request.target());
        if (found.isEmpty()) {
            return end(out, request, "404 Not Found", List.of(), new byte[0]);
        }
        ObjectStat stat = found.get();
        List<String> headers = new ArrayList<>();
        stat.etag().ifPresent(etag -> headers.add("ETag: " + etag));
        stat.contentType().ifPresent(type -> headers.add("Content-Type: " + type));
        stat.lastModified()
                .ifPresent(time -> headers.add("Last-Modified: "
                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC))));
        if (request.header("if-match").isPresent()
                && !request.header("if-match").equals(stat.etag())) {
            return end(out, request, "412 Precondition Failed", List.of(), new byte[0]);
        }
        byte[] bytes = bytes(stat.location());
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        if (!range.matches()) {
            return end(out, request, "200 OK", headers, bytes);
        }
        long first = Long.parseLong(range.group(1));
        if (first >= bytes.length) {
            return end(
                    out,
                    request,
                    "416 Range Not Satisfiable",
                    List.of("Content-Range: bytes */" + bytes.length),
                    bytes);
        }
        long last = range.group(2).isEmpty() ? bytes.length : Long.parseLong(range.group(2));
        int end = (int) Math.min(last, bytes.length - 1);
        headers.add("Content-Range: bytes " + first + "-" + end + "/" + bytes.length);
        return end(out, request, "206 Partial Content", headers, Arrays.copyOfRange(bytes, (int) first, end + 1));
    }

    private static boolean end(
            OutputStream out, RawHttpServer.Request request, String status, List<String> headers, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(ISO_8859_1));
        if (request.method().equals("GET")) {
            out.write(body);
        }
        return true;
    }

    private byte[] bytes(Location at) {
        try (ObjectRead read = store.read(at, ReadOptions.all())) {
            return read.readAllBytes();
        }
    }

    /** A server knows its files, and which requests are for them; it has no need to find a name in a request. */
    private Optional<ObjectStat> find(String target) {
        List<ObjectStat> found = new ArrayList<>();
        new ObjectListing(store, root.orElseThrow(), ListOptions.everything()).forEachRemaining(stat -> {
            if (target.equals("/" + sent(stat.location().key()))) {
                found.add(stat);
            }
        });
        return found.stream().findFirst();
    }

    /** How a key stands in a request line. */
    private static String sent(String key) {
        StringBuilder text = new StringBuilder();
        for (byte b : key.getBytes(UTF_8)) {
            boolean plain = PLAIN.indexOf(b) >= 0;
            text.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return text.toString();
    }
}
