package io.mediafn.storage.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of a listing and believes only what makes sense: a listing that silently ends early, or never, is worse
 * than one that fails.
 */
final class GcsListing {
    private GcsListing() {}

    static ObjectPage page(Location prefix, ListOptions options, Page<Blob> answer) {
        Optional<String> next = Optional.ofNullable(answer.getNextPageToken()).filter(token -> !token.isEmpty());
        if (next.isPresent() && next.equals(options.pageToken())) {
            throw strange(prefix, "the listing goes on where it already was");
        }
        List<ObjectStat> objects = new ArrayList<>();
        List<Location> prefixes = new ArrayList<>();
        for (Blob entry : answer.getValues()) {
            Location at = below(prefix, entry.getName());
            if (entry.isDirectory()) {
                prefixes.add(at);
            } else if (!options.startAfter().equals(Optional.of(at.key()))) {
                // The service starts at a key, not behind it.
                objects.add(GcsStats.of(at, entry));
            }
        }
        return new ObjectPage(objects, prefixes, next);
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
