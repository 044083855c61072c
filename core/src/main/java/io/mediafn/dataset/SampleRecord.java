package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
     * When the object became what was observed: the later of its modification, as the store told it, and of the event
     * that told of it. The modification alone would do, were it not that S3 dates an object of a multipart upload from the
     * upload's start, which may lie before an object that it replaces. A deletion has the time of its event alone, and a
     * relink, like an observation that saw no object, that of looking.
     *
     * @throws java.time.format.DateTimeParseException if a time in the facts can't be read
     */
    public Instant objectTime() {
        Optional<Instant> event = sourceTime("event_time");
        Optional<Instant> modified = deleted ? Optional.empty() : sourceTime("last_modified");
        if (previousFilepath.isPresent() || (event.isEmpty() && modified.isEmpty())) {
            return observedAt;
        }
        return Stream.of(event, modified)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(observedAt);
    }

    private Optional<Instant> sourceTime(String field) {
        return facts.get("source") instanceof Map<?, ?> source && source.get(field) instanceof String time
                ? Optional.of(Instant.parse(time))
                : Optional.empty();
    }

    /** Whether there is metadata. */
    public boolean hasMetadata() {
        return facts.containsKey("metadata");
    }

    /** Whether what failed was that nothing was there. */
    public boolean sawNothing() {
        return failed() && facts.get("error") instanceof Map<?, ?> error && "NOT_FOUND".equals(error.get("kind"));
    }

    /** This record with what it does not say taken from an earlier one. */
    SampleRecord completedBy(SampleRecord earlier) {
        Map<String, Object> all = new LinkedHashMap<>(earlier.facts);
        all.putAll(facts);
        return new SampleRecord(id, filepath, previousFilepath, sequence, observedAt, deleted, all);
    }
}
