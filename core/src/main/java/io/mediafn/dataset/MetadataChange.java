package io.mediafn.dataset;

import java.util.Map;

/**
 * Metadata for every sample whose medium lies somewhere.
 *
 * @param path as it is written in the dataset
 * @param metadata FiftyOne's document, with its {@code _cls}
 * @param overwrite whether metadata that is there is replaced
 */
public record MetadataChange(String path, Map<String, Object> metadata, boolean overwrite) {
    public MetadataChange {
        metadata = Map.copyOf(metadata);
    }
}
