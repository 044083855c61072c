package io.mediafn.operation.migrate;

import io.mediafn.batch.Outcome;
import io.mediafn.operation.ItemResult;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.MediaCopy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one location in one step.
 *
 * @param step {@code migrate} for a copy that is relinked at once, {@code copy}, {@code relink} or {@code delete}
 * @param samples how many documents were relinked, or would be
 * @param key what a later run goes on from once this is done; absent where another result tells
 */
public record MigrateResult(String step, MediaCopy copy, long samples, Optional<String> key) implements ItemResult {
    static final String MIGRATE = "migrate";
    static final String COPY = "copy";
    static final String RELINK = "relink";
    static final String DELETE = "delete";
    /** For a location that several batches came upon. */
    static final String COPIED_BEFORE = "copied_before";

    public CopyResult medium() {
        return copy.medium();
    }

    /** Whether bytes were written. */
    public boolean isCopied() {
        return !step.equals(DELETE)
                && outcome() == Outcome.DONE
                && medium().method().isPresent();
    }

    /** Whether the source is gone. */
    public boolean isDeleted() {
        return step.equals(DELETE) && outcome() == Outcome.DONE;
    }

    @Override
    public Outcome outcome() {
        return medium().outcome();
    }

    @Override
    public long bytes() {
        return step.equals(DELETE) ? 0 : copy.bytes();
    }

    @Override
    public double usd() {
        return copy.usd();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.putAll(medium().toJson());
        if (step.equals(DELETE)
                || step.equals(RELINK)
                || COPIED_BEFORE.equals(medium().reason().orElse(""))) {
            json.remove("size_bytes");
        }
        if (copy.assets() > 0) {
            json.put("assets", copy.assets());
        }
        if (!copy.left().isEmpty()) {
            json.put("assets_not_copied", copy.left());
        }
        if (!step.equals(DELETE) && !step.equals(COPY)) {
            json.put("samples", samples);
        }
        return json;
    }
}
