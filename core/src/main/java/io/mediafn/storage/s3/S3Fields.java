package io.mediafn.storage.s3;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What S3 says of an object, and is told of it, in header fields. */
final class S3Fields {
    private static final String METADATA = "x-amz-meta-";
    private static final int MD5_DIGITS = 32;

    private S3Fields() {}

    static void setProperties(HeaderFields fields, ObjectProperties properties) {
        fields.set("content-type", properties.contentType())
                .set("content-encoding", properties.contentEncoding())
                .set("cache-control", properties.cacheControl())
                .set("content-disposition", properties.contentDisposition())
                .set("content-language", properties.contentLanguage())
                .set("x-amz-storage-class", properties.storageClass());
        properties.metadata().forEach((name, value) -> fields.set(METADATA + name, HeaderText.encode(value)));
    }

    static void setTags(HeaderFields fields, Map<String, String> tags) {
        if (!tags.isEmpty()) {
            Query query = new Query();
            tags.forEach(query::add);
            fields.set("x-amz-tagging", query.toString());
        }
    }

    /** The precondition of whatever makes an object; false if there is none. */
    static boolean setPrecondition(HeaderFields fields, WriteMode mode, Optional<String> etag) {
        switch (mode) {
            case CREATE_ONLY -> fields.set("if-none-match", "*");
            case IF_MATCH -> fields.set("if-match", etag);
            case REPLACE -> {
                return false;
            }
        }
        return true;
    }

    /** Has the service compare what it gets. */
    static void setChecksum(HeaderFields fields, Checksum checksum) {
        fields.set(field(checksum.algorithm()), checksum.base64());
    }

    private static String field(ChecksumAlgorithm algorithm) {
        return algorithm == ChecksumAlgorithm.MD5 ? "content-md5" : "x-amz-checksum-" + algorithm.text();
    }

    /** S3's name of an algorithm, which it has for those that it keeps; it keeps no MD5. */
    static Optional<String> nameOf(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32C -> Optional.of("CRC32C");
            case CRC64NVME -> Optional.of("CRC64NVME");
            case SHA256 -> Optional.of("SHA256");
            case MD5 -> Optional.empty();
        };
    }

    /** All that an answer tells of an object. */
    static ObjectStat stat(Location at, long size, HttpAnswer answer) {
        ObjectStat stat = ObjectStat.of(at, size)
                .withEtag(answer.field("etag"))
                .withVersionId(answer.field("x-amz-version-id"))
                .withLastModified(answer.field("last-modified").map(text -> date(at, text)))
                .withProperties(properties(answer))
                .withChecksums(checksums(answer));
        return answer.field("x-amz-tagging-count")
                .map(count -> stat.withTagCount(tagCount(at, count)))
                .orElse(stat);
    }

    private static Instant date(Location at, String text) {
        try {
            return HttpDate.parse(text);
        } catch (DateTimeException e) {
            throw new StorageException(Kind.UNAVAILABLE, at, "the answer's Last-Modified is no date", e);
        }
    }

    private static int tagCount(Location at, String count) {
        try {
            return Math.max(0, Integer.parseInt(count));
        } catch (NumberFormatException e) {
            throw new StorageException(Kind.UNAVAILABLE, at, "the answer's number of tags is none", e);
        }
    }

    private static ObjectProperties properties(HttpAnswer answer) {
        Map<String, String> metadata = new LinkedHashMap<>();
        answer.fields().forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), HeaderText.decode(value));
            }
        });
        return new ObjectProperties(
                answer.field("content-type"),
                // How an upload was framed is nothing of the object's, though some services keep it.
                answer.field("content-encoding")
                        .map(coding -> coding.replace("aws-chunked", "").replaceAll("^[, ]+|[, ]+$", ""))
                        .filter(coding -> !coding.isEmpty()),
                answer.field("cache-control"),
                answer.field("content-disposition"),
                answer.field("content-language"),
                answer.field("x-amz-storage-class").filter(name -> !name.equals("STANDARD")),
                metadata);
    }

    /** Of the whole object, not of its parts, and only such that are what they are called. */
    static Checksums checksums(HttpAnswer answer) {
        Checksums checksums = Checksums.NONE;
        boolean composite = answer.field("x-amz-checksum-type").orElse("").equals("COMPOSITE");
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            Optional<Checksum> found = algorithm == ChecksumAlgorithm.MD5
                    ? answer.field("etag").flatMap(S3Fields::md5).filter(md5 -> isEtagMd5(answer))
                    : answer.field(field(algorithm)).flatMap(text -> checksum(algorithm, text));
            if (found.isPresent() && !(composite && algorithm != ChecksumAlgorithm.MD5)) {
                checksums = checksums.with(found.get());
            }
        }
        return checksums;
    }

    /** A digest in S3's spelling; absent for that of an object in parts, which has their number behind it. */
    static Optional<Checksum> checksum(ChecksumAlgorithm algorithm, String base64) {
        try {
            return Optional.of(Checksum.ofBase64(algorithm, base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Under a key of KMS or of the caller's the ETag looks like an MD5 and is none. */
    private static boolean isEtagMd5(HttpAnswer answer) {
        return answer.field("x-amz-server-side-encryption").orElse("AES256").equals("AES256")
                && answer.field("x-amz-server-side-encryption-customer-algorithm")
                        .isEmpty();
    }

    /** The MD5 that an ETag may be; absent if it can't be one. */
    static Optional<Checksum> md5(String etag) {
        String bare = etag.replace("\"", "");
        return bare.length() == MD5_DIGITS && bare.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)
                ? Optional.of(new Checksum(ChecksumAlgorithm.MD5, bare))
                : Optional.empty();
    }
}
