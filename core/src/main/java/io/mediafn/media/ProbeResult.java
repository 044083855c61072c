package io.mediafn.media;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a probe found.
 *
 * @param mediaType FiftyOne's media type: {@code image}, {@code unknown}, ...
 * @param metadata what FiftyOne stores
 * @param details what else the bytes already read tell (names in {@code interface.md}); only known values
 */
public record ProbeResult(String mediaType, MediaMetadata metadata, Map<String, Object> details) {
    public ProbeResult {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details)); // in the order of the record's JSON
    }
}
