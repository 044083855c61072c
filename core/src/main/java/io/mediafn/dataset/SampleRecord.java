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
 * What somebody says of a sample: what was observed of its object at one moment, or a change that was made to the sample.
 * Immutable.
 *
 * <p>A change has a {@code previousFilepath}. Where that is another one than the file path it is a relink, which counts
 * only where the sample lies there; where both are the same the sample's facts change, or the sample is deleted, wherever
 * it lies. Everything else is an observation of the object at the file path.
 *
 * @param id stays when the sample is relinked
 * @param previousFilepath present for a change
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
    private static final String OVERWRITE = "overwrite";

    public SampleRecord {
        observedAt = observedAt.truncatedTo(ChronoUnit.MILLIS);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** An observation of an object that lies where it was first seen. */
    public static SampleRecord observed(
            Location filepath, String sequence, Instant observedAt, Map<String, Object> facts) {
        return new SampleRecord(SampleIds.of(filepath), filepath, Optional.empty(), sequence, observedAt, false, facts);
    }

    /** A sample that is added where none is: one that is there already stays as it is. */
    public static SampleRecord added(String id, Location filepath, Moment at, Map<String, Object> facts) {
        return new SampleRecord(
                id, filepath, Optional.empty(), at.sequence(), at.observedAt(), false, missingOnly(facts, false));
    }

    /** The sample's medium lies elsewhere now. */
    public static SampleRecord relinked(String id, Location from, Location to, Moment at) {
        return new SampleRecord(id, to, Optional.of(from), at.sequence(), at.observedAt(), false, Map.of());
    }

    /**
     * More is known of the sample.
     *
     * @param overwrite whether it counts although the sample has metadata
     */
    public static SampleRecord amended(
            String id, Location filepath, Moment at, Map<String, Object> facts, boolean overwrite) {
        return new SampleRecord(
                id,
                filepath,
                Optional.of(filepath),
                at.sequence(),
                at.observedAt(),
                false,
                missingOnly(facts, overwrite));
    }

    /** The sample is deleted, wherever it lies; its object may be there. */
    public static SampleRecord removed(String id, Location filepath, Moment at) {
        return new SampleRecord(id, filepath, Optional.of(filepath), at.sequence(), at.observedAt(), true, Map.of());
    }

    private static Map<String, Object> missingOnly(Map<String, Object> facts, boolean overwrite) {
        if (overwrite) {
            return facts;
        }
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put(OVERWRITE, false);
        return all;
    }

    /** Whether it is a change of the sample, and no observation of an object. */
    public boolean isChange() {
        return previousFilepath.isPresent();
    }

    boolean isRelink() {
        return previousFilepath.filter(previous -> !previous.equals(filepath)).isPresent();
    }

    /** Whether it counts only where what it says is not there yet. */
    public boolean onlyWhereMissing() {
        return Boolean.FALSE.equals(facts.get(OVERWRITE));
    }

    /** Whether what stands after it does not depend on what stood before. */
    boolean standsAlone() {
        return !failed() && !deleted && !isChange() && !onlyWhereMissing();
    }

    /**
     * Whether the bucket's event, or the store, told when it happened. Otherwise only the time of looking tells it from an
     * equal one that was made before.
     */
    public boolean isDatedByStore() {
        return !isChange()
                && !onlyWhereMissing()
                && (!sequence.isEmpty()
                        || sourceTime("event_time").isPresent()
                        || sourceTime("last_modified").isPresent());
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
        return facts.get("metadata") instanceof Map<?, ?> metadata && !metadata.isEmpty();
    }

    /** Whether what failed was that nothing was there. */
    public boolean sawNothing() {
        return failed() && facts.get("error") instanceof Map<?, ?> error && "NOT_FOUND".equals(error.get("kind"));
    }

    /** This record with what it does not say taken from an earlier one. */
    SampleRecord completedBy(SampleRecord earlier) {
        Map<String, Object> all = new LinkedHashMap<>(earlier.facts);
        all.putAll(facts);
        return with(filepath, previousFilepath, all);
    }

    SampleRecord at(Location place) {
        return with(place, previousFilepath, facts);
    }

    /** Without what only says when it counts. */
    SampleRecord asStanding() {
        if (!facts.containsKey(OVERWRITE)) {
            return this;
        }
        Map<String, Object> rest = new LinkedHashMap<>(facts);
        rest.remove(OVERWRITE);
        return with(filepath, previousFilepath, rest);
    }

    /** This record with what another one knows better; where it lies is not changed. */
    SampleRecord amendedBy(SampleRecord change) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        if (change.hasMetadata()) {
            // They are of the reading whose metadata is replaced.
            all.remove("error");
            all.remove("problems");
        }
        all.putAll(change.asStanding().facts);
        return new SampleRecord(id, filepath, previousFilepath, change.sequence, change.observedAt, deleted, all);
    }

    private SampleRecord with(Location place, Optional<Location> previous, Map<String, Object> all) {
        return new SampleRecord(id, place, previous, sequence, observedAt, deleted, all);
    }
}
