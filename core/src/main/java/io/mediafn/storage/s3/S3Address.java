package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.net.URI;
import java.util.Optional;

/**
 * A location as S3 sees it.
 *
 * @param location as it was written
 * @param key of an object, or the beginning of keys
 */
record S3Address(Location location, String bucket, String key) {
    /**
     * Understands {@code s3://BUCKET/KEY}, an alias, and {@code https://HOST/BUCKET/KEY} below the endpoint.
     *
     * @throws StorageException UNSUPPORTED if it is none of these
     */
    static S3Address of(Location at, Optional<URI> endpoint) {
        if (at.scheme() != Scheme.HTTP) {
            return new S3Address(at, at.bucket(), at.key());
        }
        String path = pathOf(endpoint);
        String below = at.key();
        if (endpoint.isEmpty() || !at.bucket().equals(endpoint.get().getAuthority()) || !below.startsWith(path)) {
            throw new StorageException(Kind.UNSUPPORTED, at, "is not below the endpoint of this store");
        }
        below = below.substring(path.length());
        int slash = below.indexOf('/');
        String bucket = slash < 0 ? below : below.substring(0, slash);
        if (bucket.isEmpty()) {
            throw new StorageException(Kind.INVALID, at, "names no bucket");
        }
        return new S3Address(at, bucket, slash < 0 ? "" : below.substring(slash + 1));
    }

    /** The path of an endpoint without its first slash, and with one behind it. */
    private static String pathOf(Optional<URI> endpoint) {
        String path = endpoint.map(URI::getPath).orElse("");
        path = path.startsWith("/") ? path.substring(1) : path;
        return path.isEmpty() || path.endsWith("/") ? path : path + "/";
    }

    /**
     * Of an object.
     *
     * @throws StorageException NOT_FOUND if there is no key
     */
    S3Address object() {
        if (key.isEmpty()) {
            // A request for it would be one for the bucket itself.
            throw new StorageException(Kind.NOT_FOUND, location, "names a bucket, not an object");
        }
        return this;
    }

    /** The location of another key of the bucket, in the same spelling. */
    Location withKey(String other) {
        return location.withKey(beforeKey() + other);
    }

    /** The key within the bucket of what a location in this spelling has as its key. */
    String keyOf(String spelled) {
        return spelled.startsWith(beforeKey()) ? spelled.substring(beforeKey().length()) : spelled;
    }

    /** What a location in this spelling has before the key: the bucket, where it is a part of the path. */
    private String beforeKey() {
        String text = location.key();
        return text.substring(0, text.length() - key.length());
    }

    /** The bucket itself, to which listings and batches go. */
    S3Address bucketOnly() {
        return new S3Address(location, bucket, "");
    }
}
