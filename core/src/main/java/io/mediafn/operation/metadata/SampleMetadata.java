package io.mediafn.operation.metadata;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.Sample;
import io.mediafn.operation.ItemResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the samples that share a location.
 *
 * @param record of the one time that it was read
 * @param samples of this batch that lie there
 * @param changed how many samples have other metadata now
 */
public record SampleMetadata(MetadataRecord record, List<Sample> samples, long changed) implements ItemResult {
    public SampleMetadata {
        samples = List.copyOf(samples);
    }

    /** What was read, and could not be written; what failed before stays as it is. */
    SampleMetadata butFailed(ItemError why) {
        return record.found().isPresent() ? new SampleMetadata(record.butFailed(why, false), samples, 0) : this;
    }

    @Override
    public Outcome outcome() {
        return record.outcome();
    }

    @Override
    public long bytes() {
        return record.bytesRead();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(record.toJson());
        json.put("samples", samples.size());
        json.put("changed", changed);
        return json;
    }

    /**
     * The first one's id: where a later call goes on when this is the last that was done. Those behind it that share its
     * location are met again, but none between them is passed over.
     */
    String firstId() {
        return samples.getFirst().id();
    }
}
