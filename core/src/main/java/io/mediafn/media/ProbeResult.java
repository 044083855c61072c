package io.mediafn.media;

import io.mediafn.media.read.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a probe found.
 *
 * @param mediaType FiftyOne's media type: {@code image}, {@code video}, {@code unknown}, ...
 * @param metadata what FiftyOne stores
 * @param details what else the bytes already read tell (names in {@code docs/metadata.md}); only known values
 * @param problems values that are absent, or not what they seem
 * @param exact whether every value is what FiftyOne would store, and none an estimate
 */
public record ProbeResult(
        String mediaType, MediaMetadata metadata, Map<String, Object> details, List<Problem> problems, boolean exact) {
    public ProbeResult {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details)); // in the order of the record's JSON
        problems = List.copyOf(problems);
    }

    /** With what reading the whole object has told on top. */
    public ProbeResult with(Map<String, Object> moreDetails, List<Problem> moreProblems) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.putAll(moreDetails);
        List<Problem> allProblems = new ArrayList<>(problems);
        allProblems.addAll(moreProblems);
        return new ProbeResult(mediaType, metadata, all, allProblems, exact);
    }
}
