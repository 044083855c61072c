package io.mediafn.operation.metadata;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.storage.ObjectStat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What reading one object came to, and what it cost.
 *
 * @param found present exactly for {@link Outcome#DONE}
 * @param error present exactly for {@link Outcome#FAILED}
 * @param reason why it was skipped or not attempted
 * @param source what the store said of the object, if it answered
 * @param requests sent to the store
 * @param bytesRead of the object
 * @param settled whether reading it again would come to the same, as long as the object stays what it is; a fault of the
 *     way to it, or of a permission, is not settled
 */
public record MetadataRecord(
        Location filepath,
        Outcome outcome,
        Optional<ProbeResult> found,
        Optional<ItemError> error,
        Optional<String> reason,
        Optional<ObjectStat> source,
        int requests,
        long bytesRead,
        boolean settled) {
    static MetadataRecord without(Location filepath, Outcome outcome, Optional<String> reason) {
        return new MetadataRecord(
                filepath, outcome, Optional.empty(), Optional.empty(), reason, Optional.empty(), 0, 0, false);
    }

    static MetadataRecord failed(Location filepath, ItemError error, boolean settled) {
        return new MetadataRecord(
                filepath,
                Outcome.FAILED,
                Optional.empty(),
                Optional.of(error),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                settled);
    }

    MetadataRecord plusCostOf(MetadataRecord earlier) {
        return new MetadataRecord(
                filepath,
                outcome,
                found,
                error,
                reason,
                source,
                requests + earlier.requests,
                bytesRead + earlier.bytesRead,
                settled);
    }

    /** The record as {@code interface.md} has it; what is not known is absent. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("filepath", filepath.toString());
        json.put(
                "media_type",
                found.map(ProbeResult::mediaType).orElseGet(() -> MediaProbe.mediaTypeOf(filepath.key())));
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        error.ifPresent(failure -> json.put("error", failure.toJson()));
        found.ifPresent(result -> {
            json.put("metadata", result.metadata().toJson());
            json.put("details", result.details());
        });
        if (outcome == Outcome.DONE || outcome == Outcome.FAILED) {
            json.put("source", source.map(MetadataRecord::sourceJson).orElseGet(Map::of));
            json.put("provenance", provenanceJson());
            json.put("problems", List.of());
        }
        return json;
    }

    private static Map<String, Object> sourceJson(ObjectStat stat) {
        Map<String, Object> json = new LinkedHashMap<>();
        stat.etag().ifPresent(etag -> json.put("etag", etag));
        stat.versionId().ifPresent(version -> json.put("version_id", version));
        stat.lastModified().ifPresent(time -> json.put("last_modified", Json.time(time)));
        return json;
    }

    private Map<String, Object> provenanceJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("profile", MetadataRequest.PROFILE);
        json.put("exact", found.isPresent());
        json.put("requests", requests);
        json.put("bytes_read", bytesRead);
        return json;
    }
}
