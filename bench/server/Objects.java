package server;

import java.io.IOException;
import java.util.Locale;
import server.Store.Bucket;
import server.Stored.Checksum;

/** The operations on whole objects. */
final class Objects {
    private static final long LARGEST_AT_ONCE = 5L << 30;

    private final Store store;

    Objects(Store store) {
        this.store = store;
    }

    /** What {@code x-amz-copy-source} names, as long as it is what the request's conditions want. */
    static Stored copySource(Store store, Request request) throws Refusal {
        // In this header S3 takes + for a space, as in a query.
        String source = Request.decode(request.header("x-amz-copy-source"), true);
        if (source.startsWith("/")) {
            source = source.substring(1);
        }
        int slash = source.indexOf('/');
        Bucket bucket = slash < 0 ? null : store.buckets.get(source.substring(0, slash));
        if (bucket == null) {
            throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        String key = source.substring(slash + 1);
        int version = key.indexOf("?versionId=");
        Stored stored = bucket.objects.get(version < 0 ? key : key.substring(0, version));
        if (stored == null) {
            throw Refusal.noSuchKey();
        }
        String ifMatch = request.header("x-amz-copy-source-if-match");
        if (ifMatch != null && !matches(ifMatch, stored.etag())) {
            throw Refusal.precondition("x-amz-copy-source-If-Match");
        }
        String ifNoneMatch = request.header("x-amz-copy-source-if-none-match");
        if (ifNoneMatch != null && matches(ifNoneMatch, stored.etag())) {
            throw Refusal.precondition("x-amz-copy-source-If-None-Match");
        }
        return stored;
    }

    private static boolean matches(String wanted, String etag) {
        return wanted.equals(etag)
                || wanted.equals("*")
                || wanted.length() == etag.length() - 2 && etag.startsWith(wanted, 1);
    }

    /** Makes the object, as long as what is there is what the request's conditions want. */
    static void store(Bucket bucket, Request request, Stored stored, Statistics statistics) throws Refusal {
        String ifNoneMatch = request.header("if-none-match");
        String ifMatch = request.header("if-match");
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals("*")) {
                throw new Refusal(501, "NotImplemented", "If-None-Match takes * and nothing else.");
            }
            if (bucket.objects.putIfAbsent(request.key, stored) != null) {
                throw Refusal.precondition("If-None-Match");
            }
        } else if (ifMatch != null) {
            Stored before;
            do {
                before = bucket.objects.get(request.key);
                if (before == null) {
                    throw Refusal.noSuchKey();
                }
                if (!matches(ifMatch, before.etag())) {
                    throw Refusal.precondition("If-Match");
                }
            } while (!bucket.objects.replace(request.key, before, stored));
        } else {
            bucket.objects.put(request.key, stored);
        }
        statistics.written();
    }

    void put(Connection connection, Bucket bucket) throws IOException, Refusal {
        Request request = connection.request;
        Receiver receiver = connection.receiver;
        Checksum checksum = receiver.receive(store.computesCrc64);
        Stored stored = new Stored(
                receiver.content, receiver.etag, System.currentTimeMillis(), request.objectHeaders(), checksum, null);
        store(bucket, request, stored, connection.statistics);
        Output head = connection.head(200).header("ETag", stored.etag());
        if (checksum != null) {
            checksum.head(head);
        }
        connection.nothing(200);
    }

    void copy(Connection connection, Bucket bucket) throws IOException, Refusal {
        Request request = connection.request;
        connection.startBody();
        Stored source = copySource(store, request);
        if (source.content().size() > LARGEST_AT_ONCE) {
            throw new Refusal(
                    400,
                    "InvalidRequest",
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                            + LARGEST_AT_ONCE);
        }
        Checksum checksum = source.checksum();
        Crc wanted = Crc.of(request.header("x-amz-checksum-algorithm"));
        if (wanted != null && (checksum == null || !checksum.name().equals(wanted.header))) {
            checksum = Receiver.computed(wanted, source.content());
        }
        boolean replaces = "REPLACE".equalsIgnoreCase(request.header("x-amz-metadata-directive"));
        Stored stored = new Stored(
                source.content(),
                source.etag(),
                System.currentTimeMillis(),
                replaces ? request.objectHeaders() : source.headers(),
                checksum,
                null);
        store(bucket, request, stored, connection.statistics);
        Output body = connection
                .startXml("CopyObjectResult")
                .element("LastModified", connection.dates.iso(stored.modified()))
                .element("ETag", stored.etag());
        if (checksum != null) {
            checksum.xml(body);
        }
        body.text("</CopyObjectResult>");
        connection.xml(200);
    }

    void get(Connection connection, Bucket bucket, boolean head) throws IOException, Refusal {
        Request request = connection.request;
        Stored stored = bucket.objects.get(request.key);
        if (stored == null) {
            throw Refusal.noSuchKey();
        }
        String ifMatch = request.header("if-match");
        if (ifMatch != null && !matches(ifMatch, stored.etag())) {
            throw Refusal.precondition("If-Match");
        }
        String ifNoneMatch = request.header("if-none-match");
        if (ifNoneMatch != null && matches(ifNoneMatch, stored.etag())) {
            connection.head(304).header("ETag", stored.etag());
            connection.nothing(304);
            return;
        }
        Content content = stored.content();
        if (!head && !content.readable()) {
            throw new Refusal(501, "NotImplemented", "These bytes were counted and dropped (see --hold).");
        }
        long from = 0;
        long to = content.size();
        String range = request.header("range");
        String partNumber = request.parameter("partNumber");
        boolean partial = false;
        if (partNumber != null) {
            int part = Integer.parseInt(partNumber);
            int parts = stored.partEnds() == null ? 1 : stored.partEnds().length;
            if (part < 1 || part > parts) {
                throw new Refusal(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
            }
            partial = stored.partEnds() != null;
            from = part == 1 || !partial ? 0 : stored.partEnds()[part - 2];
            to = partial ? stored.partEnds()[part - 1] : to;
        } else if (range != null && range.startsWith("bytes=") && range.indexOf(',') < 0) {
            int dash = range.indexOf('-');
            if (dash == 6) {
                from = Math.max(0, to - Long.parseLong(range.substring(7)));
            } else {
                from = Long.parseLong(range, 6, dash, 10);
                if (dash + 1 < range.length()) {
                    to = Math.min(to, Long.parseLong(range, dash + 1, range.length(), 10) + 1);
                }
            }
            if (from >= content.size() || to <= from) {
                throw new Refusal(416, "InvalidRange", "The requested range is not satisfiable");
            }
            partial = true;
        }
        Output out = connection.head(partial ? 206 : 200).bytes(stored.headers());
        out.header("Last-Modified", connection.dates.http(stored.modified()));
        out.header("ETag", stored.etag()).text("Accept-Ranges: bytes\r\n");
        if (partial) {
            out.text("Content-Range: bytes ")
                    .number(from)
                    .text("-")
                    .number(to - 1)
                    .text("/")
                    .number(content.size())
                    .text("\r\n");
        }
        if (partNumber != null && stored.partEnds() != null) {
            out.header("x-amz-mp-parts-count", stored.partEnds().length);
        }
        if (!partial && stored.checksum() != null && request.header("x-amz-checksum-mode") != null) {
            stored.checksum().head(out);
        }
        if (head) {
            out.header("Content-Length", to - from).text("\r\n");
        } else {
            connection.send(content, from, to - from);
        }
    }

    void attributes(Connection connection, Bucket bucket) throws Refusal {
        Request request = connection.request;
        Stored stored = bucket.objects.get(request.key);
        if (stored == null) {
            throw Refusal.noSuchKey();
        }
        String wanted =
                String.valueOf(request.header("x-amz-object-attributes")).toLowerCase(Locale.ROOT);
        Output body = connection.startXml("GetObjectAttributesResponse");
        if (wanted.contains("etag")) {
            body.element("ETag", stored.etag().replace("\"", ""));
        }
        if (wanted.contains("checksum") && stored.checksum() != null) {
            body.text("<Checksum>");
            stored.checksum().xml(body);
            body.text("</Checksum>");
        }
        if (wanted.contains("objectparts") && stored.partEnds() != null) {
            body.text("<ObjectParts>")
                    .element("PartsCount", stored.partEnds().length)
                    .text("</ObjectParts>");
        }
        if (wanted.contains("storageclass")) {
            body.element("StorageClass", "STANDARD");
        }
        if (wanted.contains("objectsize")) {
            body.element("ObjectSize", stored.content().size());
        }
        body.text("</GetObjectAttributesResponse>");
        Output head = connection.head(200).header("Last-Modified", connection.dates.http(stored.modified()));
        head.header("Content-Type", "application/xml").header("Content-Length", body.length);
        head.text("\r\n").bytes(body.bytes, 0, body.length);
    }

    void delete(Connection connection, Bucket bucket) throws Refusal {
        String ifMatch = connection.request.header("if-match");
        if (ifMatch != null) {
            Stored stored = bucket.objects.get(connection.request.key);
            if (stored == null) {
                throw Refusal.noSuchKey();
            }
            if (!matches(ifMatch, stored.etag()) || !bucket.objects.remove(connection.request.key, stored)) {
                throw Refusal.precondition("If-Match");
            }
        } else {
            bucket.objects.remove(connection.request.key);
        }
        connection.head(204);
        connection.nothing(204);
    }

    void deleteMany(Connection connection, Bucket bucket) throws IOException, Refusal {
        String xml = connection.receiver.text();
        boolean quiet = "true".equals(Xml.element(xml, "Quiet", 0, xml.length()));
        Output body = connection.startXml("DeleteResult");
        int count = 0;
        for (int at = xml.indexOf("<Object>"); at >= 0; at = xml.indexOf("<Object>", at + 8)) {
            String key = Xml.element(xml, "Key", at, xml.length());
            if (key == null || ++count > 1000) {
                throw new Refusal(400, "MalformedXML", "The XML you provided was not well-formed.");
            }
            bucket.objects.remove(key);
            if (!quiet) {
                body.text("<Deleted>").element("Key", key).text("</Deleted>");
            }
        }
        body.text("</DeleteResult>");
        connection.xml(200);
    }
}
