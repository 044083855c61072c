package io.mediafn.operation.upload;

import io.mediafn.batch.Outcome;
import io.mediafn.operation.ItemResult;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.MediaCopy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one medium of one sample.
 *
 * @param sample its id
 * @param path as the sample has it
 * @param warning that its name is not the one that was asked for
 * @param relinked whether the sample links to the copy now
 * @param key the id behind which a later run goes on once this is done; absent where the sample has more media
 */
public record UploadResult(
        String sample, String path, MediaCopy copy, Optional<String> warning, boolean relinked, Optional<String> key)
        implements ItemResult {
    static final String SAME_SOURCE = "same_source";
    static final String ALREADY_THERE = "already_there";

    public CopyResult medium() {
        return copy.medium();
    }

    @Override
    public Outcome outcome() {
        return medium().outcome();
    }

    @Override
    public long bytes() {
        return copy.bytes();
    }

    @Override
    public double usd() {
        return copy.usd();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sample", sample);
        json.putAll(medium().toJson());
        String reason = medium().reason().orElse("");
        if (reason.equals(SAME_SOURCE) || reason.equals(ALREADY_THERE)) {
            json.remove("size_bytes");
        }
        if (copy.assets() > 0) {
            json.put("assets", copy.assets());
        }
        if (!copy.left().isEmpty()) {
            json.put("assets_not_copied", copy.left());
        }
        if (relinked) {
            json.put("relinked", true);
        }
        warning.ifPresent(text -> json.put("warning", text));
        return json;
    }
}
