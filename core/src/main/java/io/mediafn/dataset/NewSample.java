package io.mediafn.dataset;

import java.util.List;
import java.util.Map;

/**
 * A sample to be added.
 *
 * @param path where its medium lies
 * @param mediaType FiftyOne's
 * @param metadata FiftyOne's document; empty where there is none
 */
public record NewSample(String path, String mediaType, List<String> tags, Map<String, Object> metadata) {
    public NewSample {
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
    }
}
