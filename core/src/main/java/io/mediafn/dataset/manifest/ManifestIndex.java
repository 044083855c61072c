package io.mediafn.dataset.manifest;

import io.mediafn.dataset.Moment;
import io.mediafn.dataset.SampleFold;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.StoredPath;
import io.mediafn.location.Location;
import io.mediafn.media.MediaProbe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What an edit needs to know of the samples that stand, and nothing of what their records say beyond that. Reading
 * {@link #inOrder} is thread-safe, beside changes too; everything else is for whoever holds the manifest's lock.
 */
final class ManifestIndex {
    /**
     * A sample that stands.
     *
     * @param path as datasets have it, without the scheme of a disk
     * @param last of all its records
     */
    record Entry(String id, String path, String mediaType, boolean hasMetadata, List<String> tags, Moment last) {
        Entry at(String newPath, Moment moment) {
            return new Entry(id, newPath, mediaType, hasMetadata, tags, moment);
        }

        Entry withMetadata(Moment moment) {
            return new Entry(id, path, mediaType, true, tags, moment);
        }

        Location location() {
            return StoredPath.locationOf(path);
        }
    }

    private final ConcurrentSkipListMap<String, Entry> byId = new ConcurrentSkipListMap<>();
    private final Map<String, List<String>> idsByPath = new HashMap<>();
    /** Ids of samples that are deleted, or of which nothing stands. */
    private final Map<String, Moment> gone = new HashMap<>();
    /** Few different ones stand in many samples. */
    private final Map<List<String>, List<String>> tags = new HashMap<>();

    private final Map<String, String> mediaTypes = new HashMap<>();
    private final boolean absent;

    private ManifestIndex(boolean absent) {
        this.absent = absent;
    }

    static ManifestIndex of(SegmentMerge merge) {
        ManifestIndex index = new ManifestIndex(merge.isEmpty());
        while (merge.hasNext()) {
            index.addRecords(merge.next());
        }
        return index;
    }

    private void addRecords(List<SampleRecord> records) {
        Moment last = SampleFold.last(records);
        Optional<SampleRecord> standing = SampleFold.fold(records).filter(record -> !record.deleted());
        standing.ifPresentOrElse(
                record -> put(entry(record, last)),
                () -> gone.put(records.getFirst().id(), last));
    }

    private Entry entry(SampleRecord record, Moment last) {
        String mediaType = record.facts().get("media_type") instanceof String text
                ? text
                : MediaProbe.mediaTypeOf(record.filepath().key());
        List<String> said = record.facts().get("tags") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return new Entry(
                record.id(),
                StoredPath.of(record.filepath()),
                mediaTypes.computeIfAbsent(mediaType, type -> type),
                record.hasMetadata(),
                tags.computeIfAbsent(said, List::copyOf),
                last);
    }

    /** Whether there was not a single segment when it was read. */
    boolean isAbsent() {
        return absent && byId.isEmpty();
    }

    /** Those behind an id, in the order of their ids, as they are when their turn comes. */
    Collection<Entry> inOrder(Optional<String> after) {
        NavigableMap<String, Entry> rest = after.isPresent() ? byId.tailMap(after.get(), false) : byId;
        return rest.values();
    }

    boolean has(String id) {
        return byId.containsKey(id) || gone.containsKey(id);
    }

    Optional<Entry> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<Entry> at(String path) {
        return idsByPath.getOrDefault(path, List.of()).stream().map(byId::get).toList();
    }

    /** An id for a sample at a place where none is. */
    String freeId(Location place) {
        int attempt = 0;
        while (byId.containsKey(SampleIds.of(place, attempt))) {
            attempt++;
        }
        return SampleIds.of(place, attempt);
    }

    /** The last moment of an id, whether its sample stands or not. */
    Moment last(String id) {
        Optional<Moment> standing = find(id).map(Entry::last);
        return standing.orElseGet(() -> gone.getOrDefault(id, Moment.NEVER));
    }

    void put(Entry entry) {
        find(entry.id()).ifPresent(this::forgetPath);
        byId.put(entry.id(), entry);
        gone.remove(entry.id());
        idsByPath.merge(entry.path(), List.of(entry.id()), ManifestIndex::joined);
    }

    void remove(Entry entry, Moment moment) {
        forgetPath(entry);
        byId.remove(entry.id());
        gone.put(entry.id(), moment);
    }

    private void forgetPath(Entry entry) {
        idsByPath.computeIfPresent(entry.path(), (path, ids) -> {
            List<String> rest =
                    ids.stream().filter(id -> !id.equals(entry.id())).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
