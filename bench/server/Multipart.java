package server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import server.Store.Bucket;
import server.Store.Upload;
import server.Stored.Checksum;
import server.Stored.Part;

/** Multipart uploads, with the limits that S3 has on them. */
final class Multipart {
    private static final long SMALLEST_PART = 5L << 20;
    private static final long LARGEST_PART = 5L << 30;
    private static final int MOST_PARTS = 10_000;

    private final Store store;
    private final AtomicLong ids = new AtomicLong();

    Multipart(Store store) {
        this.store = store;
    }

    private static Upload upload(Request request, Bucket bucket) throws Refusal {
        Upload upload = bucket.uploads.get(String.valueOf(request.parameter("uploadId")));
        if (upload == null || !upload.key().equals(request.key)) {
            throw Refusal.noSuchUpload();
        }
        return upload;
    }

    void create(Connection connection, Bucket bucket) throws IOException {
        Request request = connection.request;
        connection.startBody();
        String id = "upload-" + ids.incrementAndGet();
        String algorithm = request.header("x-amz-checksum-algorithm");
        String type = request.header("x-amz-checksum-type");
        if (algorithm != null && type == null) {
            type = algorithm.equalsIgnoreCase("CRC64NVME") ? "FULL_OBJECT" : "COMPOSITE";
        }
        bucket.uploads.put(
                id,
                new Upload(
                        request.key,
                        id,
                        request.objectHeaders(),
                        algorithm,
                        type,
                        System.currentTimeMillis(),
                        new ConcurrentSkipListMap<>()));
        Output body = connection
                .startXml("InitiateMultipartUploadResult")
                .element("Bucket", request.bucket)
                .element("Key", request.key)
                .element("UploadId", id);
        body.text("</InitiateMultipartUploadResult>");
        Output head = connection.head(200);
        if (algorithm != null) {
            head.header("x-amz-checksum-algorithm", algorithm.toUpperCase(Locale.ROOT));
            head.header("x-amz-checksum-type", type);
        }
        connection.sendBody("application/xml");
    }

    private static int partNumber(Request request) throws Refusal {
        int number = Integer.parseInt(String.valueOf(request.parameter("partNumber")));
        if (number < 1 || number > MOST_PARTS) {
            throw Refusal.invalid("Part number must be an integer between 1 and 10000, inclusive");
        }
        return number;
    }

    void part(Connection connection, Bucket bucket) throws IOException, Refusal {
        Request request = connection.request;
        int number = partNumber(request);
        Upload upload = upload(request, bucket);
        Receiver receiver = connection.receiver;
        Checksum checksum = receiver.receive(false);
        String algorithm = upload.algorithm();
        if (checksum != null && algorithm != null && !checksum.name().equalsIgnoreCase(algorithm)) {
            throw new Refusal(
                    400,
                    "InvalidRequest",
                    "Checksum Type mismatch occurred, expected checksum Type: " + algorithm + ", actual checksum Type: "
                            + checksum.name());
        }
        if (receiver.content.size() > LARGEST_PART) {
            throw new Refusal(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
        }
        upload.parts()
                .put(
                        number,
                        new Part(receiver.content, receiver.etag, receiver.md5, checksum, System.currentTimeMillis()));
        Output head = connection.head(200).header("ETag", receiver.etag);
        if (checksum != null) {
            head.header("x-amz-checksum-" + checksum.name(), checksum.value());
        }
        connection.nothing(200);
    }

    void partCopy(Connection connection, Bucket bucket) throws IOException, Refusal {
        Request request = connection.request;
        connection.startBody();
        int number = partNumber(request);
        Upload upload = upload(request, bucket);
        Content content = Objects.copySource(store, request).content();
        String range = request.header("x-amz-copy-source-range");
        if (range != null) {
            int dash = range.indexOf('-');
            long from = Long.parseLong(range, "bytes=".length(), dash, 10);
            long last = Long.parseLong(range, dash + 1, range.length(), 10);
            if (last < from || last >= content.size()) {
                throw Refusal.invalid("Range specified is not valid for source object of size: " + content.size());
            }
            content = content.slice(from, last - from + 1);
        }
        if (content.size() > LARGEST_PART) {
            throw new Refusal(
                    400,
                    "InvalidRequest",
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                            + LARGEST_PART);
        }
        Crc crc = Crc.of(upload.algorithm());
        Checksum checksum = crc == null ? null : Receiver.computed(crc, content);
        Part part = new Part(content, Receiver.opaque(), null, checksum, System.currentTimeMillis());
        upload.parts().put(number, part);
        Output body = connection
                .startXml("CopyPartResult")
                .element("LastModified", connection.dates.iso(part.modified()))
                .element("ETag", part.etag());
        if (checksum != null) {
            checksum.element(body);
        }
        body.text("</CopyPartResult>");
        connection.xml(200);
    }

    void complete(Connection connection, Bucket bucket) throws IOException, Refusal {
        Request request = connection.request;
        Upload upload = upload(request, bucket);
        List<Part> parts = named(upload, connection.receiver.text());
        List<Content> contents = new ArrayList<>(parts.size());
        long[] ends = new long[parts.size()];
        long size = 0;
        boolean hashed = true;
        for (int i = 0; i < ends.length; i++) {
            Part part = parts.get(i);
            contents.add(part.content());
            size += part.content().size();
            ends[i] = size;
            hashed &= part.md5() != null;
        }
        String expected = request.header("x-amz-mp-object-size");
        if (expected != null && Long.parseLong(expected) != size) {
            throw new Refusal(400, "InvalidRequest", "The object's size is " + size + ", not " + expected);
        }
        String etag = Receiver.opaque().replace("-1\"", "-" + ends.length + "\"");
        if (hashed) {
            parts.forEach(part -> connection.md5.update(part.md5()));
            etag = Receiver.quoted(connection.md5.digest()).replaceFirst("\"$", "-" + ends.length + "\"");
        }
        Content content = Content.joined(contents, store.mostHeld);
        Checksum checksum = checksum(request, upload, parts, content);
        Stored stored = new Stored(content, etag, System.currentTimeMillis(), upload.headers(), checksum, ends);
        Objects.store(bucket, request, stored, connection.statistics);
        bucket.uploads.remove(upload.id());
        Output body = connection
                .startXml("CompleteMultipartUploadResult")
                .element("Location", "http://127.0.0.1/" + request.bucket)
                .element("Bucket", request.bucket)
                .element("Key", request.key)
                .element("ETag", etag);
        if (checksum != null) {
            checksum.xml(body);
        }
        body.text("</CompleteMultipartUploadResult>");
        connection.xml(200);
    }

    /** The parts that a completion names, as long as S3 would join them. */
    private static List<Part> named(Upload upload, String xml) throws Refusal {
        List<Part> parts = new ArrayList<>();
        int before = 0;
        for (int at = xml.indexOf("<Part>"); at >= 0; ) {
            int next = xml.indexOf("<Part>", at + 6);
            int end = next < 0 ? xml.length() : next;
            int number = Integer.parseInt(String.valueOf(Xml.element(xml, "PartNumber", at, end)));
            String etag = String.valueOf(Xml.element(xml, "ETag", at, end)).replace("\"", "");
            Part part = upload.parts().get(number);
            if (number <= before) {
                throw new Refusal(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            }
            if (part == null || !part.etag().equals("\"" + etag + "\"")) {
                throw new Refusal(400, "InvalidPart", "Part " + number + " could not be found, or has another ETag.");
            }
            if (part.checksum() != null) {
                String name = "Checksum" + part.checksum().name().toUpperCase(Locale.ROOT);
                String value = Xml.element(xml, name, at, end);
                if (value != null && !value.equals(part.checksum().value())) {
                    throw new Refusal(400, "InvalidPart", "Part " + number + " has another " + name);
                }
            }
            parts.add(part);
            before = number;
            at = next;
        }
        if (parts.isEmpty()) {
            throw new Refusal(400, "MalformedXML", "The XML you provided was not well-formed.");
        }
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.content().size() < SMALLEST_PART) {
                throw new Refusal(
                        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            }
        }
        return parts;
    }

    private Checksum checksum(Request request, Upload upload, List<Part> parts, Content content) throws Refusal {
        String given = request.checksumName();
        if (given != null) {
            String value = request.header("x-amz-checksum-" + given);
            if (value.indexOf('-') < 0) {
                Receiver.check(given, value, content);
            }
            return new Checksum(given, value, value.indexOf('-') < 0 ? "FULL_OBJECT" : "COMPOSITE");
        }
        if (upload.algorithm() == null) {
            return store.computesCrc64 ? Receiver.computed(Crc.CRC64NVME, content) : null;
        }
        Crc crc = Crc.of(upload.algorithm());
        if (crc == null) {
            return null;
        }
        if (upload.type().equals("FULL_OBJECT")) {
            return Receiver.computed(crc, content);
        }
        Output values = new Output(8 * parts.size());
        for (Part part : parts) {
            if (part.checksum() == null || !part.checksum().name().equals(crc.header)) {
                return null;
            }
            values.bytes(Base64.getDecoder().decode(part.checksum().value()));
        }
        String value = crc.text(crc.of(values.bytes, 0, values.length));
        return new Checksum(crc.header, value + "-" + parts.size(), "COMPOSITE");
    }

    void abort(Connection connection, Bucket bucket) throws Refusal {
        bucket.uploads.remove(upload(connection.request, bucket).id());
        connection.head(204);
        connection.nothing(204);
    }

    void listParts(Connection connection, Bucket bucket) throws Refusal {
        Request request = connection.request;
        Upload upload = upload(request, bucket);
        String marker = request.parameter("part-number-marker");
        int after = marker == null || marker.isEmpty() ? 0 : Integer.parseInt(marker);
        Output body = connection
                .startXml("ListPartsResult")
                .element("Bucket", request.bucket)
                .element("Key", request.key)
                .element("UploadId", upload.id());
        int count = 0;
        int last = after;
        boolean truncated = false;
        for (Map.Entry<Integer, Part> entry :
                upload.parts().tailMap(after, false).entrySet()) {
            if (count++ == 1000) {
                truncated = true;
                break;
            }
            Part part = entry.getValue();
            last = entry.getKey();
            body.text("<Part>")
                    .element("PartNumber", last)
                    .element("LastModified", connection.dates.iso(part.modified()))
                    .element("ETag", part.etag());
            if (part.checksum() != null) {
                part.checksum().element(body);
            }
            body.element("Size", part.content().size()).text("</Part>");
        }
        if (truncated) {
            body.element("NextPartNumberMarker", last);
        }
        body.element("MaxParts", 1000).element("IsTruncated", String.valueOf(truncated));
        body.text("</ListPartsResult>");
        connection.xml(200);
    }
}
