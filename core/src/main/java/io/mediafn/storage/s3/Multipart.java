package io.mediafn.storage.s3;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of one upload in parts. Thread-safe.
 *
 * @param algorithm that the service keeps of the parts and the whole; absent for none, or for MD5, which it keeps not
 */
record Multipart(S3Wire wire, S3Address at, String id, Optional<ChecksumAlgorithm> algorithm) {
    /** A listing without end must not keep us. */
    private static final int MOST_PAGES = 20;

    /** What S3 says of a new object. */
    record Made(Optional<String> etag, Optional<String> versionId) {}

    /** Begins an upload. */
    static Multipart begin(
            S3Wire wire,
            S3Address at,
            ObjectProperties properties,
            Map<String, String> tags,
            Optional<ChecksumAlgorithm> algorithm) {
        S3Request request = S3Request.of("POST", at).query(new Query().add("uploads"));
        Optional<ChecksumAlgorithm> kept =
                algorithm.filter(known -> S3Fields.nameOf(known).isPresent());
        S3Fields.setProperties(request.fields(), properties);
        S3Fields.setTags(request.fields(), tags);
        kept.ifPresent(known -> request.fields()
                .set("x-amz-checksum-algorithm", S3Fields.nameOf(known))
                .set("x-amz-checksum-type", known.isCrc() ? "FULL_OBJECT" : "COMPOSITE"));
        String id = wire.call(
                request,
                (answer, sent) ->
                        S3Answers.required(S3Answers.root(answer, "InitiateMultipartUploadResult"), "UploadId"));
        return new Multipart(wire, at, id, kept);
    }

    private Query query() {
        return new Query().add("uploadId", id);
    }

    /** Puts a part. */
    S3Part put(int number, Content content, Optional<Checksum> checksum) {
        S3Request request = S3Request.of("PUT", at)
                .query(query().add("partNumber", Integer.toString(number)))
                .within(S3Timeouts.forWrite(content.length()));
        if (checksum.isEmpty() && algorithm.isPresent()) {
            TrailerContent framed = new TrailerContent(content, algorithm.get());
            framed.setFields(request.fields());
            return put(number, request.body(framed.content()), checksum, content.length());
        }
        checksum.ifPresent(known -> S3Fields.setChecksum(request.fields(), known));
        return put(number, request.body(content), checksum, content.length());
    }

    private S3Part put(int number, S3Request request, Optional<Checksum> checksum, long size) {
        return wire.call(request, (answer, sent) -> {
            String etag = answer.field("etag").orElseThrow(() -> new IOException("the answer has no ETag"));
            Optional<Checksum> kept =
                    algorithm.flatMap(known -> S3Fields.checksums(answer).get(known));
            return new S3Part(number, etag, size, kept.or(() -> algorithm.isPresent() ? checksum : Optional.empty()));
        });
    }

    /** Has the service copy a part from another object. */
    S3Part copy(int number, HeaderFields source, long offset, long length) {
        S3Request request = S3Request.of("PUT", at)
                .query(query().add("partNumber", Integer.toString(number)))
                .within(S3Timeouts.forCopy(length));
        for (int i = 0; i < source.size(); i++) {
            request.fields().set(source.name(i), source.value(i));
        }
        request.fields().set("x-amz-copy-source-range", "bytes=" + offset + "-" + (offset + length - 1));
        return wire.call(request, (answer, sent) -> {
            XmlElement result = S3Answers.root(answer, "CopyPartResult");
            return new S3Part(number, S3Answers.required(result, "ETag"), length, checksumIn(result));
        });
    }

    private Optional<Checksum> checksumIn(XmlElement element) {
        return algorithm.flatMap(
                known -> element.text("Checksum" + S3Fields.nameOf(known).orElseThrow())
                        .flatMap(text -> S3Fields.checksum(known, text)));
    }

    /** The parts that the service has, from behind a number on. */
    List<S3Part> parts(int behind) {
        List<S3Part> parts = new ArrayList<>();
        Optional<String> marker = Optional.of(Integer.toString(behind));
        for (int page = 0; page < MOST_PAGES && marker.isPresent(); page++) {
            S3Request request = S3Request.of("GET", at)
                    .query(query().add("part-number-marker", marker).add("max-parts", "1000"));
            Optional<String> before = marker;
            marker = wire.call(request, (answer, sent) -> {
                XmlElement root = S3Answers.root(answer, "ListPartsResult");
                for (XmlElement part : root.all("Part")) {
                    parts.add(part(part));
                }
                Optional<String> next = root.text("NextPartNumberMarker");
                return root.text("IsTruncated").orElse("").equals("true") && !next.equals(before)
                        ? next
                        : Optional.empty();
            });
        }
        return parts;
    }

    private S3Part part(XmlElement part) throws IOException {
        try {
            return new S3Part(
                    Integer.parseInt(S3Answers.required(part, "PartNumber")),
                    S3Answers.required(part, "ETag"),
                    Long.parseLong(S3Answers.required(part, "Size")),
                    checksumIn(part));
        } catch (NumberFormatException e) {
            throw new IOException("the answer lists a part with no number", e);
        }
    }

    /** Makes the object of some parts, which are in order. */
    Made complete(
            Collection<S3Part> parts, long size, Optional<Checksum> whole, WriteMode mode, Optional<String> etag) {
        StringBuilder body = new StringBuilder(128 * parts.size());
        body.append("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (S3Part part : parts) {
            body.append("<Part>");
            S3Xml.append(body, "ETag", part.etag());
            part.checksum()
                    .ifPresent(checksum -> S3Xml.append(
                            body,
                            "Checksum" + S3Fields.nameOf(checksum.algorithm()).orElseThrow(),
                            checksum.base64()));
            S3Xml.append(body, "PartNumber", Integer.toString(part.number()));
            body.append("</Part>");
        }
        body.append("</CompleteMultipartUpload>");
        S3Request request = S3Request.of("POST", at)
                .query(query())
                .body(Content.of(body.toString().getBytes(StandardCharsets.UTF_8)))
                .within(S3Timeouts.LONG)
                .withFinalConflict();
        request.fields().set("content-type", "application/xml").set("x-amz-mp-object-size", Long.toString(size));
        S3Fields.setPrecondition(request.fields(), mode, etag);
        whole.filter(checksum -> algorithm.isPresent() && checksum.algorithm().isCrc())
                .ifPresent(checksum -> {
                    S3Fields.setChecksum(request.fields(), checksum);
                    request.fields().set("x-amz-checksum-type", "FULL_OBJECT");
                });
        return wire.call(request, (answer, sent) -> {
            XmlElement root = S3Answers.root(answer, "CompleteMultipartUploadResult");
            return new Made(root.text("ETag"), answer.field("x-amz-version-id"));
        });
    }

    /** Throws away what was put; nothing to throw away is no error. */
    void abort() {
        try {
            wire.call(S3Request.of("DELETE", at).query(query()), (answer, sent) -> answer.status());
        } catch (StorageException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
