package io.mediafn.storage.s3;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Copies inside S3: one request up to 5 GB, above that few large parts. Thread-safe. */
final class S3Copies {
    /** What CopyObject takes, and a part of UploadPartCopy at most. */
    static final long LARGEST = 5L << 30;

    /** Smaller ones would be more requests, larger ones fewer that work at once. */
    private static final long GOOD_PART = 1L << 30;

    private static final int GOOD_NUMBER = 10;
    private static final int MOST_CONFLICTS = 3;

    private final S3Wire wire;
    private final long largest;

    S3Copies(S3Wire wire) {
        this(wire, LARGEST);
    }

    /** With parts that a test can pay for. */
    S3Copies(S3Wire wire, long largest) {
        this.wire = wire;
        this.largest = largest;
    }

    ObjectStat copy(ObjectStat from, S3Address source, S3Address to, CopyOptions options) {
        if (from.size() > largest) {
            return inParts(from, source, to, options);
        }
        try {
            return whole(from, source, to, options);
        } catch (StorageException e) {
            // Some places have no condition on a copy, but on the completion of an upload.
            if (e.kind() == Kind.UNSUPPORTED && options.mode() != WriteMode.REPLACE && from.size() > 0) {
                return inParts(from, source, to, options);
            }
            throw e;
        }
    }

    private static HeaderFields sourceFields(ObjectStat from, S3Address source) {
        StringBuilder path = new StringBuilder("/").append(source.bucket()).append('/');
        PercentCode.appendPath(path, source.key());
        from.versionId().filter(id -> !id.equals("null")).ifPresent(id -> {
            path.append("?versionId=");
            PercentCode.appendValue(path, id);
        });
        return new HeaderFields()
                .set("x-amz-copy-source", path.toString())
                .set("x-amz-copy-source-if-match", from.etag());
    }

    private ObjectStat whole(ObjectStat from, S3Address source, S3Address to, CopyOptions options) {
        S3Request request = S3Request.of("PUT", to).within(S3Timeouts.forCopy(from.size()));
        HeaderFields fields = request.fields();
        HeaderFields sourceFields = sourceFields(from, source);
        for (int i = 0; i < sourceFields.size(); i++) {
            fields.set(sourceFields.name(i), sourceFields.value(i));
        }
        S3Fields.setPrecondition(fields, options.mode(), options.etag());
        if (options.properties().isPresent()) {
            S3Fields.setProperties(fields, options.properties().get());
            fields.set("x-amz-metadata-directive", "REPLACE").set("x-amz-tagging-directive", "REPLACE");
        } else {
            // Of all properties the only one that S3 does not copy.
            fields.set("x-amz-storage-class", from.properties().storageClass());
        }
        try {
            return wire.call(request, (answer, sent) -> {
                XmlElement result = S3Answers.root(answer, "CopyObjectResult");
                return ObjectStat.of(to.location(), from.size())
                        .withEtag(result.text("ETag"))
                        .withVersionId(answer.field("x-amz-version-id"))
                        .withProperties(options.properties().orElse(from.properties()))
                        .withTagCount(options.properties().isPresent() ? 0 : from.tagCount())
                        .withChecksums(checksums(result));
            });
        } catch (StorageException e) {
            throw refused(from, source, to, options, e);
        }
    }

    private static Checksums checksums(XmlElement result) {
        Checksums checksums = Checksums.NONE;
        if (result.text("ChecksumType").orElse("").equals("COMPOSITE")) {
            return checksums;
        }
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            Optional<Checksum> found = S3Fields.nameOf(algorithm)
                    .flatMap(name -> result.text("Checksum" + name))
                    .flatMap(text -> S3Fields.checksum(algorithm, text));
            if (found.isPresent()) {
                checksums = checksums.with(found.get());
            }
        }
        return checksums;
    }

    /** A copy has conditions on both ends, and one status for them all. */
    private StorageException refused(
            ObjectStat from, S3Address source, S3Address to, CopyOptions options, StorageException e) {
        boolean precondition = e.kind() == Kind.PRECONDITION_FAILED;
        boolean missing = Completion.code(e).equals("NoSuchKey") && options.mode() == WriteMode.IF_MATCH;
        if (!precondition && !missing) {
            return e;
        }
        Optional<String> now = S3ObjectStore.find(wire, source).flatMap(ObjectStat::etag);
        if (now.isEmpty()) {
            return new StorageException(
                    Kind.NOT_FOUND, to.location(), "the source " + from.location() + " is gone", e, e.requests());
        }
        if (!now.equals(from.etag())) {
            return new StorageException(
                    Kind.PRECONDITION_FAILED,
                    to.location(),
                    "the source " + from.location() + " is no longer the one that was meant",
                    e,
                    e.requests());
        }
        return Preconditions.refused(to.location(), options.mode(), e);
    }

    /** Again as a whole where another writer came in between: S3 wants all of it done anew then. */
    private ObjectStat inParts(ObjectStat from, S3Address source, S3Address to, CopyOptions options) {
        for (int conflicts = 1; ; conflicts++) {
            try {
                return inPartsOnce(from, source, to, options);
            } catch (StorageException e) {
                if (conflicts == MOST_CONFLICTS || !Completion.code(e).equals("ConditionalRequestConflict")) {
                    throw e;
                }
            }
        }
    }

    private ObjectStat inPartsOnce(ObjectStat from, S3Address source, S3Address to, CopyOptions options) {
        // Nothing but the bytes comes along: what else the source has is asked for, and set again.
        // A listing tells no content type, everything else does.
        ObjectStat full =
                from.contentType().isPresent() && from.etag().isPresent() ? from : S3ObjectStore.stat(wire, source);
        if (from.etag().isPresent() && !from.etag().equals(full.etag())) {
            throw new StorageException(
                    Kind.PRECONDITION_FAILED,
                    to.location(),
                    "the source " + from.location() + " is no longer the one that was meant");
        }
        ObjectProperties properties = options.properties().orElse(full.properties());
        boolean takesTags = options.properties().isEmpty() && full.tagCount() > 0;
        Map<String, String> tags = takesTags ? S3ObjectStore.tags(wire, source) : Map.of();
        Optional<Checksum> proof = Stream.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C)
                .flatMap(algorithm -> full.checksums().get(algorithm).stream())
                .findFirst();
        Multipart upload = Multipart.begin(wire, to, properties, tags, proof.map(Checksum::algorithm));
        try {
            List<S3Part> parts =
                    new PartCopies(upload, sourceFields(full, source), full.size(), partSize(full.size())).run();
            // Where it has computed the checksums of what it copied, it compares that of the whole with the source's.
            boolean computed = parts.stream().allMatch(part -> part.checksum().isPresent());
            return new Completion(upload, options.mode(), options.etag())
                    .complete(parts, full.size(), proof.filter(checksum -> computed), properties)
                    .withTagCount(tags.size());
        } catch (RuntimeException e) {
            S3PartUpload.abortQuietly(upload);
            throw e;
        }
    }

    private long partSize(long size) {
        long good = Math.min(GOOD_PART, largest);
        long number = Math.max(ceil(size, largest), Math.min(GOOD_NUMBER, ceil(size, good)));
        return ceil(size, number);
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
