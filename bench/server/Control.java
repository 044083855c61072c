package server;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import server.Store.Bucket;
import server.Stored.Checksum;

/** What a benchmark asks of the server beside S3, below /_bench/: declared objects, counts, and proofs. */
final class Control {
    private final Store store;
    private final Statistics statistics;

    Control(Store store, Statistics statistics) {
        this.store = store;
        this.statistics = statistics;
    }

    void answer(Connection connection) throws IOException, Refusal {
        Request request = connection.request;
        connection.startBody();
        Output body = connection.body;
        body.clear();
        switch (request.method + " " + request.key) {
            case "PUT object" -> {
                long size = number(request, "size", 0);
                boolean md5 = "true".equals(request.parameter("md5"));
                store.made(needed(request, "bucket"))
                        .objects
                        .put(needed(request, "key"), declared(connection, Content.pattern(0, size), md5));
            }
            case "PUT objects" -> declare(connection);
            case "GET object" -> describe(body, request);
            case "GET verify" -> verify(connection, body);
            case "GET stats" -> body.text(statistics.json());
            case "DELETE stats" -> statistics.reset();
            case "PUT bucket" -> store.made(needed(request, "bucket"));
            case "DELETE bucket" -> {
                // A new one in its place: what held the old names is garbage at once.
                store.buckets.put(needed(request, "bucket"), new Bucket());
            }
            case "PUT settings" -> {
                store.delayMillis = (int) number(request, "delay-ms", store.delayMillis);
                store.listDelayMillis = (int) number(request, "list-delay-ms", store.listDelayMillis);
            }
            default -> throw Refusal.invalid("no such control: " + request.method + " " + request.key);
        }
        connection.head(200);
        connection.sendBody("application/json");
    }

    private static long number(Request request, String name, long otherwise) {
        String value = request.parameter(name);
        return value == null ? otherwise : Long.parseLong(value);
    }

    private static String needed(Request request, String name) throws Refusal {
        String value = request.parameter(name);
        if (value == null) {
            throw Refusal.invalid("needs " + name);
        }
        return value;
    }

    private Stored declared(Connection connection, Content content, boolean md5) {
        Request request = connection.request;
        String etag = md5
                ? Receiver.quoted(store.knownMd5s.computeIfAbsent(
                        content, c -> Pattern.md5(c.position(), c.size(), connection.md5)))
                : Receiver.opaque();
        Crc crc = Crc.of(request.parameter("checksum"));
        Checksum checksum = crc == null ? null : Receiver.computed(crc, content);
        return new Stored(content, etag, System.currentTimeMillis(), request.objectHeaders(), checksum, null);
    }

    /** The many objects that one request is about, each with its own bytes unless told otherwise. */
    private record Many(Bucket bucket, String prefix, long count, long size, long perFolder, boolean same) {
        String key(long index) {
            String folder = perFolder > 0 ? String.format(Locale.ROOT, "%05d/", index / perFolder) : "";
            return prefix + folder + String.format(Locale.ROOT, "%08d.jpg", index);
        }

        Content content(long index) {
            long pages = Math.max(1, (size + Pattern.PAGE - 1) / Pattern.PAGE);
            return Content.pattern(same ? 0 : index * pages * Pattern.PAGE, size);
        }
    }

    private Many many(Request request) throws Refusal {
        String prefix = request.parameter("prefix");
        return new Many(
                store.made(needed(request, "bucket")),
                prefix == null ? "" : prefix,
                number(request, "count", 0),
                number(request, "size", 0),
                number(request, "per-folder", 0),
                "true".equals(request.parameter("same")));
    }

    private void declare(Connection connection) throws Refusal {
        Many many = many(connection.request);
        boolean md5 = !"false".equals(connection.request.parameter("md5"));
        Stored shared = declared(connection, many.content(0), md5);
        for (long i = 0; i < many.count(); i++) {
            Stored stored = many.same() ? shared : declared(connection, many.content(i), md5);
            many.bucket().objects.put(many.key(i), stored);
        }
    }

    /** Counts of the objects that have the bytes that they were declared with, wherever they were copied to. */
    private void verify(Connection connection, Output body) throws Refusal {
        Many many = many(connection.request);
        byte[] headers = connection.request.objectHeaders();
        long right = 0;
        long missing = 0;
        long typed = 0;
        for (long i = 0; i < many.count(); i++) {
            Stored stored = many.bucket().objects.get(many.key(i));
            if (stored == null) {
                missing++;
                continue;
            }
            if (stored.content().equals(many.content(i))) {
                right++;
            }
            if (Arrays.equals(stored.headers(), headers)) {
                typed++;
            }
        }
        body.text("{\"right\":")
                .number(right)
                .text(",\"missing\":")
                .number(missing)
                .text(",\"same_headers\":")
                .number(typed)
                .text(",\"objects\":")
                .number(many.bucket().objects.size())
                .text(",\"uploads\":")
                .number(many.bucket().uploads.size())
                .text("}\n");
    }

    private void describe(Output body, Request request) throws Refusal {
        Bucket bucket = store.made(needed(request, "bucket"));
        Stored stored = bucket.objects.get(needed(request, "key"));
        if (stored == null) {
            throw Refusal.noSuchKey();
        }
        Content content = stored.content();
        body.text("{\"size\":")
                .number(content.size())
                .text(",\"pattern_position\":")
                .number(content.position())
                .text(",\"held\":")
                .text(String.valueOf(content.held() != null))
                .text(",\"etag\":\"")
                .text(stored.etag().replace("\"", ""))
                .text("\",\"parts\":")
                .number(stored.partEnds() == null ? 0 : stored.partEnds().length)
                .text(",\"uploads\":")
                .number(bucket.uploads.size())
                .text(",\"checksum\":\"")
                .text(
                        stored.checksum() == null
                                ? ""
                                : stored.checksum().name() + " "
                                        + stored.checksum().value())
                .text("\"}\n");
    }
}
