package io.mediafn.storage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a writer may say of an object beside its bytes. A store keeps what it has a place for; its
 * {@link Capabilities#properties()} tell what that is.
 *
 * @param contentType never trusted
 * @param contentEncoding how the stored bytes are packed, such as {@code gzip}; a store hands them out as they are
 * @param cacheControl the value of that header, as {@code contentDisposition} and {@code contentLanguage} are of theirs
 * @param storageClass in the store's own words; Azure calls it the access tier
 * @param metadata the user's own names and values; names are case-insensitive in every store and lower-case here
 */
public record ObjectProperties(
        Optional<String> contentType,
        Optional<String> contentEncoding,
        Optional<String> cacheControl,
        Optional<String> contentDisposition,
        Optional<String> contentLanguage,
        Optional<String> storageClass,
        Map<String, String> metadata) {
    private static final ObjectProperties NONE = new ObjectProperties(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    public ObjectProperties {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public static ObjectProperties none() {
        return NONE;
    }

    public static ObjectProperties ofType(Optional<String> contentType) {
        return contentType.isEmpty() ? NONE : NONE.withContentType(contentType);
    }

    public ObjectProperties withContentType(Optional<String> type) {
        return new ObjectProperties(
                type, contentEncoding, cacheControl, contentDisposition, contentLanguage, storageClass, metadata);
    }

    public ObjectProperties withContentEncoding(Optional<String> encoding) {
        return new ObjectProperties(
                contentType, encoding, cacheControl, contentDisposition, contentLanguage, storageClass, metadata);
    }

    public ObjectProperties withStorageClass(Optional<String> newClass) {
        return new ObjectProperties(
                contentType, contentEncoding, cacheControl, contentDisposition, contentLanguage, newClass, metadata);
    }

    public ObjectProperties withMetadata(Map<String, String> newMetadata) {
        return new ObjectProperties(
                contentType,
                contentEncoding,
                cacheControl,
                contentDisposition,
                contentLanguage,
                storageClass,
                newMetadata);
    }

    /** These, and where they are silent those of {@code other}; metadata are joined. */
    public ObjectProperties over(ObjectProperties other) {
        Map<String, String> joined = new LinkedHashMap<>(other.metadata);
        joined.putAll(metadata);
        return new ObjectProperties(
                contentType.or(other::contentType),
                contentEncoding.or(other::contentEncoding),
                cacheControl.or(other::cacheControl),
                contentDisposition.or(other::contentDisposition),
                contentLanguage.or(other::contentLanguage),
                storageClass.or(other::storageClass),
                joined);
    }
}
