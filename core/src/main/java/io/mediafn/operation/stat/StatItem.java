package io.mediafn.operation.stat;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.checksum.Checksum;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of looking at one place.
 *
 * @param exists whether anything is there, for {@link Outcome#DONE}; of a folder, whether anything is below it
 * @param stat present for an object that is there
 * @param error present exactly for {@link Outcome#FAILED}
 * @param reason why it was not attempted
 */
public record StatItem(
        Location filepath,
        Outcome outcome,
        boolean exists,
        Optional<ObjectStat> stat,
        Optional<ItemError> error,
        Optional<String> reason) {
    static StatItem found(Location at, Optional<ObjectStat> stat) {
        return new StatItem(at, Outcome.DONE, stat.isPresent(), stat, Optional.empty(), Optional.empty());
    }

    static StatItem folder(Location at, boolean exists) {
        return new StatItem(at, Outcome.DONE, exists, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static StatItem failed(Location at, ItemError error) {
        return new StatItem(at, Outcome.FAILED, false, Optional.empty(), Optional.of(error), Optional.empty());
    }

    static StatItem without(Location at, Outcome outcome, Optional<String> reason) {
        return new StatItem(at, outcome, false, Optional.empty(), Optional.empty(), reason);
    }

    /** Whether this names a folder rather than an object. */
    public boolean isFolder() {
        return filepath.isPrefix();
    }

    /** The item as reports have it; what is not known is absent. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("filepath", filepath.toString());
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        error.ifPresent(failure -> json.put("error", failure.toJson()));
        if (outcome == Outcome.DONE) {
            json.put("exists", exists);
            if (isFolder()) {
                json.put("directory", true);
            }
        }
        stat.ifPresent(object -> put(json, object));
        return json;
    }

    private static void put(Map<String, Object> json, ObjectStat object) {
        ObjectProperties properties = object.properties();
        json.put("size_bytes", object.size());
        properties.contentType().ifPresent(value -> json.put("content_type", value));
        properties.contentEncoding().ifPresent(value -> json.put("content_encoding", value));
        properties.cacheControl().ifPresent(value -> json.put("cache_control", value));
        properties.contentDisposition().ifPresent(value -> json.put("content_disposition", value));
        properties.contentLanguage().ifPresent(value -> json.put("content_language", value));
        properties.storageClass().ifPresent(value -> json.put("storage_class", value));
        object.etag().ifPresent(value -> json.put("etag", value));
        object.versionId().ifPresent(value -> json.put("version_id", value));
        object.lastModified().ifPresent(value -> json.put("last_modified", Json.time(value)));
        if (!object.checksums().isEmpty()) {
            Map<String, Object> checksums = new LinkedHashMap<>();
            for (Checksum checksum : object.checksums()) {
                checksums.put(checksum.algorithm().text(), checksum.hex());
            }
            json.put("checksums", checksums);
        }
        if (object.tagCount() > 0) {
            json.put("tag_count", object.tagCount());
        }
        // Not "metadata", which everywhere else is what FiftyOne stores.
        if (!properties.metadata().isEmpty()) {
            json.put("user_metadata", properties.metadata());
        }
    }
}
