package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.StorageClass;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Cloud Storage says of an object, in our words and back. */
final class GcsStats {
    /** What is asked for, of the many things that an object's resource has. */
    private static final BlobField[] FIELDS = {
        BlobField.NAME,
        BlobField.SIZE,
        BlobField.GENERATION,
        BlobField.UPDATED,
        BlobField.CRC32C,
        BlobField.MD5HASH,
        BlobField.CONTENT_TYPE,
        BlobField.CONTENT_ENCODING,
        BlobField.CACHE_CONTROL,
        BlobField.CONTENT_DISPOSITION,
        BlobField.CONTENT_LANGUAGE,
        BlobField.STORAGE_CLASS,
        BlobField.METADATA
    };

    /** What the service calls bytes that are stored as they came. */
    static final String IDENTITY = "identity";

    private static final String DEFAULT_TYPE = "application/octet-stream";

    private GcsStats() {}

    static BlobField[] fields() {
        return FIELDS.clone();
    }

    /** Asks for one object. */
    static Optional<ObjectStat> find(GcsClient client, Location at) throws IOException {
        return Optional.ofNullable(client.storage()
                        .get(BlobId.of(at.bucket(), at.key()), client.options().get()))
                .map(object -> of(at, object));
    }

    static ObjectStat of(Location at, BlobInfo object) {
        Long size = object.getSize();
        if (size == null || size < 0) {
            throw new StorageException(Kind.UNAVAILABLE, at, "the answer tells no size, or an impossible one: " + size);
        }
        Optional<String> generation =
                Optional.ofNullable(object.getGeneration()).map(String::valueOf);
        return ObjectStat.of(at, size)
                .withEtag(generation)
                .withVersionId(generation)
                // To the second, as the headers of a read tell it.
                .withLastModified(Optional.ofNullable(object.getUpdateTimeOffsetDateTime())
                        .map(time -> time.toInstant().truncatedTo(ChronoUnit.SECONDS)))
                .withProperties(properties(object))
                .withChecksums(with(
                        with(Checksums.NONE, ChecksumAlgorithm.CRC32C, object.getCrc32c()),
                        ChecksumAlgorithm.MD5,
                        object.getMd5()));
    }

    private static ObjectProperties properties(BlobInfo object) {
        return new ObjectProperties(
                text(object.getContentType()),
                text(object.getContentEncoding()),
                text(object.getCacheControl()),
                text(object.getContentDisposition()),
                text(object.getContentLanguage()),
                Optional.ofNullable(object.getStorageClass()).map(StorageClass::name),
                metadata(object.getMetadata()));
    }

    private static Map<String, String> metadata(@Nullable Map<String, String> metadata) {
        Map<String, String> lower = new LinkedHashMap<>();
        if (metadata != null) {
            metadata.forEach((name, value) -> {
                if (value != null) {
                    lower.put(name.toLowerCase(Locale.ROOT), value);
                }
            });
        }
        return lower;
    }

    /**
     * What the head of a read tells. Not the metadata, which the JSON API does not send, and not Cache-Control, which it
     * sends for its own answer too.
     */
    static ObjectStat of(Location at, long size, HttpHeaders headers) {
        Optional<String> generation = header(headers, "x-goog-generation");
        Checksums checksums = Checksums.NONE;
        // Twice, or once with a comma.
        for (String value : headers.getHeaderStringValues("x-goog-hash")) {
            for (String hash : value.split(",", -1)) {
                checksums = with(checksums, hash.strip());
            }
        }
        return ObjectStat.of(at, size)
                .withEtag(generation)
                .withVersionId(generation)
                .withLastModified(header(headers, "last-modified").flatMap(GcsStats::httpDate))
                .withProperties(new ObjectProperties(
                        header(headers, "content-type"),
                        header(headers, "x-goog-stored-content-encoding").filter(stored -> !stored.equals(IDENTITY)),
                        Optional.empty(),
                        header(headers, "content-disposition"),
                        header(headers, "content-language"),
                        header(headers, "x-goog-storage-class"),
                        Map.of()))
                .withChecksums(checksums);
    }

    private static Checksums with(Checksums checksums, String hash) {
        if (hash.startsWith("crc32c=")) {
            return with(checksums, ChecksumAlgorithm.CRC32C, hash.substring("crc32c=".length()));
        }
        return hash.startsWith("md5=")
                ? with(checksums, ChecksumAlgorithm.MD5, hash.substring("md5=".length()))
                : checksums;
    }

    private static Checksums with(Checksums checksums, ChecksumAlgorithm algorithm, @Nullable String base64) {
        return checksum(algorithm, base64).map(checksums::with).orElse(checksums);
    }

    /** A digest as the service writes it; one that is none says nothing. */
    static Optional<Checksum> checksum(ChecksumAlgorithm algorithm, @Nullable String base64) {
        try {
            return text(base64).map(value -> Checksum.ofBase64(algorithm, value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> header(HttpHeaders headers, String name) {
        return text(headers.getFirstHeaderStringValue(name));
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(known -> !known.isEmpty());
    }

    /** An object's resource for a copy that is not to have its source's properties. */
    static BlobInfo resource(Location at, ObjectProperties properties) {
        BlobInfo.Builder object = BlobInfo.newBuilder(at.bucket(), at.key())
                // Said even where it is the default: a resource that says nothing is one that leaves all as it was.
                .setContentType(properties.contentType().orElse(DEFAULT_TYPE));
        properties.contentEncoding().ifPresent(object::setContentEncoding);
        properties.cacheControl().ifPresent(object::setCacheControl);
        properties.contentDisposition().ifPresent(object::setContentDisposition);
        properties.contentLanguage().ifPresent(object::setContentLanguage);
        properties.storageClass().map(StorageClass::valueOf).ifPresent(object::setStorageClass);
        if (!properties.metadata().isEmpty()) {
            object.setMetadata(properties.metadata());
        }
        return object.build();
    }

    /** The same as JSON, for the requests that we send ourselves. */
    static Map<String, Object> json(Location at, ObjectProperties properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", at.key());
        object.put("contentType", properties.contentType().orElse(DEFAULT_TYPE));
        properties.contentEncoding().ifPresent(value -> object.put("contentEncoding", value));
        properties.cacheControl().ifPresent(value -> object.put("cacheControl", value));
        properties.contentDisposition().ifPresent(value -> object.put("contentDisposition", value));
        properties.contentLanguage().ifPresent(value -> object.put("contentLanguage", value));
        properties.storageClass().ifPresent(value -> object.put("storageClass", value));
        if (!properties.metadata().isEmpty()) {
            object.put("metadata", properties.metadata());
        }
        return object;
    }
}
