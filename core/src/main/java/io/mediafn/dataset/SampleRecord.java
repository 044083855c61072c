package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One observation of a sample: what it was at one moment. Immutable.
 *
 * @param id stays when the sample is relinked
 * @param previousFilepath present for a relink
 * @param sequence what the bucket's event said of its order (hex digits), empty if there was none
 * @param observedAt when it was observed, in whole milliseconds
 * @param deleted whether the object is gone
 * @param facts everything else of the record, under its names in JSON
 */
public record SampleRecord(
        String id,
        Location filepath,
        Optional<Location> previousFilepath,
        String sequence,
        Instant observedAt,
        boolean deleted,
        Map<String, Object> facts) {
    public SampleRecord {
        observedAt = observedAt.truncatedTo(ChronoUnit.MILLIS);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** An observation of an object that lies where it was first seen. */
    public static SampleRecord observed(
            Location filepath, String sequence, Instant observedAt, Map<String, Object> facts) {
        return new SampleRecord(SampleIds.of(filepath), filepath, Optional.empty(), sequence, observedAt, false, facts);
    }

    /** Whether there is no metadata because the file could not be read. */
    public boolean failed() {
        return "failed".equals(facts.get("outcome"));
    }

    /**
     * When the object became what was observed: its modification, as the store told it. A relink has its own time, and
     * an observation that saw no object that of looking.
     */
    public Instant objectTime() {
        if (previousFilepath.isEmpty()
                && facts.get("source") instanceof Map<?, ?> source
                && source.get("last_modified") instanceof String time) {
            return Instant.parse(time);
        }
        return observedAt;
    }
}
