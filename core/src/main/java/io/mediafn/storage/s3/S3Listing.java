package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads a page of a listing and believes only what makes sense: a listing that silently ends early, or never, is worse
 * than one that fails.
 */
final class S3Listing {
    private S3Listing() {}

    static ObjectPage page(Location prefix, ListOptions options, ListObjectsV2Response answer) {
        if (answer.name() == null) {
            // The SDK makes an empty listing of any XML, such as a portal's login page.
            throw strange(prefix, "the answer is no listing");
        }
        Optional<String> next = Optional.ofNullable(answer.nextContinuationToken());
        if (Boolean.TRUE.equals(answer.isTruncated()) && next.isEmpty()) {
            throw strange(prefix, "the listing says that it goes on, but not where");
        }
        if (next.isPresent() && next.equals(options.pageToken())) {
            throw strange(prefix, "the listing goes on where it already was");
        }
        List<ObjectStat> objects =
                answer.contents().stream().map(object -> stat(prefix, object)).toList();
        List<Location> prefixes = answer.commonPrefixes().stream()
                .map(common -> below(prefix, common.prefix()))
                .toList();
        return new ObjectPage(objects, prefixes, next);
    }

    private static ObjectStat stat(Location prefix, S3Object object) {
        Location at = below(prefix, object.key());
        return ObjectStat.of(at, size(at, object.size()))
                .withEtag(Optional.ofNullable(object.eTag()))
                .withLastModified(Optional.ofNullable(object.lastModified()));
    }

    /** A size that is there and can be one. */
    static long size(Location at, @Nullable Long size) {
        if (size == null || size < 0) {
            throw strange(at, "the answer tells no size, or an impossible one: " + size);
        }
        return size;
    }

    private static Location below(Location prefix, @Nullable String key) {
        if (key == null || !key.startsWith(prefix.key())) {
            throw strange(prefix, "the listing holds a key that was not asked for: " + key);
        }
        return prefix.withKey(key);
    }

    private static StorageException strange(Location at, String reason) {
        return new StorageException(Kind.UNAVAILABLE, at, reason);
    }
}
