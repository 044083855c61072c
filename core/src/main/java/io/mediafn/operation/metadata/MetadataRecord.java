package io.mediafn.operation.metadata;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.format.MimeTypes;
import io.mediafn.media.read.Problem;
import io.mediafn.operation.ItemResult;
import io.mediafn.storage.ObjectStat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What reading one object came to, and what it cost.
 *
 * @param filepath as it was named: a location, or how a dataset writes one
 * @param options how it was read
 * @param found present exactly for {@link Outcome#DONE}
 * @param error present exactly for {@link Outcome#FAILED}
 * @param reason why it was skipped or not attempted
 * @param source what the store said of the object, if it answered
 * @param requests sent to the store
 * @param bytesRead of the object
 * @param reads those that were answered, in their order
 * @param settled whether reading it again would come to the same, as long as the object stays what it is; a fault of the
 *     way to it, or of a permission, is not settled
 */
public record MetadataRecord(
        String filepath,
        MetadataOptions options,
        Outcome outcome,
        Optional<ProbeResult> found,
        Optional<ItemError> error,
        Optional<String> reason,
        Optional<ObjectStat> source,
        int requests,
        long bytesRead,
        List<ReadMade> reads,
        boolean settled)
        implements ItemResult {
    public MetadataRecord {
        reads = List.copyOf(reads);
    }

    static MetadataRecord without(String filepath, MetadataOptions options, Outcome outcome, Optional<String> reason) {
        return new MetadataRecord(
                filepath,
                options,
                outcome,
                Optional.empty(),
                Optional.empty(),
                reason,
                Optional.empty(),
                0,
                0,
                List.of(),
                false);
    }

    static MetadataRecord failed(String filepath, MetadataOptions options, ItemError error, boolean settled) {
        return new MetadataRecord(
                filepath,
                options,
                Outcome.FAILED,
                Optional.empty(),
                Optional.of(error),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                List.of(),
                settled);
    }

    MetadataRecord withFilepath(String name) {
        return new MetadataRecord(
                name, options, outcome, found, error, reason, source, requests, bytesRead, reads, settled);
    }

    /** The same reading, which nevertheless failed. */
    MetadataRecord butFailed(ItemError why, boolean forGood) {
        return new MetadataRecord(
                filepath,
                options,
                Outcome.FAILED,
                Optional.empty(),
                Optional.of(why),
                reason,
                source,
                requests,
                bytesRead,
                reads,
                forGood);
    }

    MetadataRecord plusCostOf(MetadataRecord earlier) {
        List<ReadMade> all = new ArrayList<>(earlier.reads);
        all.addAll(reads);
        return new MetadataRecord(
                filepath,
                options,
                outcome,
                found,
                error,
                reason,
                source,
                requests + earlier.requests,
                bytesRead + earlier.bytesRead,
                all,
                settled);
    }

    @Override
    public long bytes() {
        return bytesRead;
    }

    /** The record as {@code interface.md} has it; what is not known is absent. */
    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("filepath", filepath);
        json.put(
                "media_type",
                found.map(ProbeResult::mediaType).orElseGet(() -> MediaProbe.mediaTypeOf(MediaPath.of(filepath))));
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        error.ifPresent(failure -> json.put("error", failure.toJson()));
        found.ifPresent(result -> {
            json.put("metadata", result.metadata().toJson());
            json.put("details", details(result));
        });
        if (outcome == Outcome.DONE || outcome == Outcome.FAILED) {
            json.put("source", source.map(MetadataRecord::sourceJson).orElseGet(Map::of));
            json.put("provenance", provenanceJson());
            json.put("problems", problems());
        }
        return json;
    }

    private List<Map<String, Object>> problems() {
        return found.map(ProbeResult::problems).orElse(List.of()).stream()
                .map(Problem::toJson)
                .toList();
    }

    private Map<String, Object> details(ProbeResult result) {
        Map<String, Object> details = new LinkedHashMap<>(result.details());
        Object sniffed = details.get("mime_type_sniffed");
        if (sniffed != null && !MimeTypes.mayBe(MimeTypes.guess(MediaPath.of(filepath)), String.valueOf(sniffed))) {
            details.put("mime_mismatch", true);
        }
        Map<String, Object> checksums = new LinkedHashMap<>();
        source.ifPresent(stat -> stat.checksums()
                .forEach(checksum -> checksums.put(checksum.algorithm().text(), checksum.hex())));
        if (!checksums.isEmpty()) {
            details.put("store_checksums", checksums);
        }
        return details;
    }

    /** The reads that were made, and why, for whoever wants to know what a record cost. */
    public List<Map<String, Object>> readsJson() {
        return reads.stream().map(ReadMade::toJson).toList();
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
        json.put("profile", options.profile().text());
        json.put("exact", found.filter(ProbeResult::exact).isPresent());
        json.put("requests", requests);
        json.put("bytes_read", bytesRead);
        return json;
    }
}
