package io.mediafn.storage.s3;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UnfinishedUpload;
import io.mediafn.storage.UploadOptions;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Begins uploads in parts, takes them up again, and finds those that nobody finished. Thread-safe. */
final class S3Uploads {
    /** Of one key; more are not looked at. */
    private static final int MOST_CANDIDATES = 5;
    /** Of a thousand each. */
    private static final int MOST_PAGES = 100;

    private record Begun(Location location, String key, String id, Optional<Instant> started) {}

    private final S3Wire wire;

    S3Uploads(S3Wire wire) {
        this.wire = wire;
    }

    PartUpload open(S3Address to, UploadOptions options) {
        Optional<UploadMarker> marker = UploadMarker.of(options);
        Optional<S3PartUpload> found = marker.flatMap(known -> takeUp(to, options, known));
        if (found.isPresent()) {
            return found.get();
        }
        Multipart upload = Multipart.begin(
                wire, to, options.write().properties(), options.write().tags(), options.algorithm());
        marker.ifPresent(known -> mark(upload, known));
        return new S3PartUpload(upload, options, List.of());
    }

    /** An upload that can't be marked could not be taken up, and would stay for ever. */
    private static void mark(Multipart upload, UploadMarker marker) {
        try {
            upload.put(UploadMarker.NUMBER, Content.of(marker.bytes()), marker.checksum());
        } catch (StorageException e) {
            S3PartUpload.abortQuietly(upload);
            throw e;
        }
    }

    private Optional<S3PartUpload> takeUp(S3Address to, UploadOptions options, UploadMarker marker) {
        List<Begun> candidates = begun(to, 1).stream()
                .filter(begun -> begun.key().equals(to.key()))
                .sorted(Comparator.comparing((Begun begun) -> begun.started().orElse(Instant.MIN))
                        .reversed())
                .limit(MOST_CANDIDATES)
                .toList();
        for (Begun candidate : candidates) {
            Multipart upload = new Multipart(wire, to, candidate.id(), options.algorithm());
            if (lastPart(upload).filter(marker::is).isPresent()) {
                return Optional.of(new S3PartUpload(upload, options, upload.parts(0)));
            }
        }
        return Optional.empty();
    }

    /** The part that can be a marker; absent too if the upload has just ended. */
    private static Optional<S3Part> lastPart(Multipart upload) {
        try {
            return upload.parts(UploadMarker.NUMBER - 1).stream().findFirst();
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The unfinished uploads below a prefix. */
    List<UnfinishedUpload> unfinished(S3Address prefix) {
        return begun(prefix, MOST_PAGES).stream()
                .map(begun -> {
                    S3Address at = new S3Address(begun.location(), prefix.bucket(), begun.key());
                    Multipart upload = new Multipart(wire, at, begun.id(), Optional.empty());
                    boolean own = lastPart(upload).filter(UploadMarker::isAny).isPresent();
                    return new UnfinishedUpload(begun.location(), begun.id(), own, begun.started());
                })
                .toList();
    }

    void abort(S3Address at, String id) {
        new Multipart(wire, at, id, Optional.<ChecksumAlgorithm>empty()).abort();
    }

    private List<Begun> begun(S3Address prefix, int mostPages) {
        List<Begun> begun = new ArrayList<>();
        Optional<Query> next = Optional.of(query(prefix));
        for (int page = 0; page < mostPages && next.isPresent(); page++) {
            S3Request request = S3Request.of("GET", prefix.bucketOnly()).query(next.get());
            next = wire.call(request, (answer, sent) -> {
                XmlElement root = S3Answers.root(answer, "ListMultipartUploadsResult");
                boolean encoded = root.text("EncodingType").orElse("").equals("url");
                for (XmlElement upload : root.all("Upload")) {
                    begun.add(begun(prefix, upload, encoded));
                }
                Optional<String> key = root.text("NextKeyMarker");
                return root.text("IsTruncated").orElse("").equals("true") && key.isPresent()
                        ? Optional.of(query(prefix)
                                .add("key-marker", encoded ? PercentCode.decode(key.get()) : key.get())
                                .add("upload-id-marker", root.text("NextUploadIdMarker")))
                        : Optional.empty();
            });
        }
        return begun;
    }

    private static Query query(S3Address prefix) {
        return new Query().add("uploads").add("prefix", prefix.key()).add("encoding-type", "url");
    }

    private static Begun begun(S3Address prefix, XmlElement upload, boolean encoded) throws IOException {
        String text = S3Answers.required(upload, "Key");
        String key;
        try {
            key = encoded ? PercentCode.decode(text) : text;
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer lists an upload whose key can't be one", e);
        }
        return new Begun(
                prefix.withKey(key),
                key,
                S3Answers.required(upload, "UploadId"),
                upload.text("Initiated").flatMap(S3Uploads::instant));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
