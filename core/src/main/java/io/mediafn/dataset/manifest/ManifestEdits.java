package io.mediafn.dataset.manifest;

import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.MetadataClasses;
import io.mediafn.dataset.Moment;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.StoredPath;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One change of a manifest: what has to be recorded so that it counts, and what the index is then. Nothing is changed
 * before {@link #commit}. For one thread, which holds the manifest's lock.
 */
final class ManifestEdits {
    private static final String DISK = "file:///";

    private final ManifestIndex index;
    private final Instant now;
    private final List<SampleRecord> records = new ArrayList<>();
    private final List<Runnable> updates = new ArrayList<>();
    /** Of samples that get metadata more than once. */
    private final Map<String, Moment> amended = new HashMap<>();

    ManifestEdits(ManifestIndex index, Instant now) {
        this.index = index;
        this.now = now;
    }

    /** A path, or a prefix of some, as the index has it. */
    static String normal(String path) {
        return path.startsWith(DISK) ? path.substring(DISK.length() - 1) : path;
    }

    /** Writes the records, if there are any, and then brings the index up to date. */
    void commit(Segments segments) {
        segments.write(records);
        updates.forEach(Runnable::run);
    }

    List<ChangeCount> setMetadata(List<MetadataChange> changes) {
        List<ChangeCount> counts = new ArrayList<>(changes.size());
        Map<String, Boolean> given = new HashMap<>();
        for (MetadataChange change : changes) {
            String path = normal(change.path());
            List<ManifestIndex.Entry> there = index.at(path);
            long changed = 0;
            for (ManifestIndex.Entry entry : there) {
                checkClass(change.metadata(), path, entry.mediaType());
                boolean has = entry.hasMetadata() || given.containsKey(path);
                if (change.overwrite() || !has) {
                    amend(entry, change);
                    changed++;
                }
            }
            given.put(path, true);
            counts.add(new ChangeCount(there.size(), changed));
        }
        return counts;
    }

    private void amend(ManifestIndex.Entry entry, MetadataChange change) {
        Moment moment = amended.getOrDefault(entry.id(), index.last(entry.id())).next(now);
        amended.put(entry.id(), moment);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("outcome", "done");
        facts.put("metadata", change.metadata());
        records.add(SampleRecord.amended(entry.id(), entry.location(), moment, facts, change.overwrite()));
        updates.add(() -> index.put(entry.withMetadata(moment)));
    }

    private Moment next(String id) {
        return index.last(id).next(now);
    }

    private static void checkClass(Map<String, Object> metadata, String path, String mediaType) {
        if (!MetadataClasses.fits(metadata, mediaType)) {
            throw new DatasetException(
                    Kind.INVALID,
                    metadata.get("_cls") + " is no metadata for " + path + ", which is a sample of the media type "
                            + mediaType);
        }
    }

    void relink(List<ManifestIndex.Entry> entries, PathPrefix.Change change) {
        entries.forEach(entry -> relink(entry, change.apply(entry.path())));
    }

    /** The count of each old path that a sample has, all at once: none is applied to the outcome of another. */
    Map<String, ChangeCount> relink(List<LinkChange> changes, SampleChoice choice) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (LinkChange change : changes) {
            String to = normal(change.to());
            String other = targets.putIfAbsent(normal(change.from()), to);
            if (other != null && !other.equals(to)) {
                throw new DatasetException(
                        Kind.INVALID, change.from() + " can't become both " + other + " and " + change.to());
            }
        }
        Map<String, ChangeCount> counts = new HashMap<>();
        targets.forEach((from, to) -> {
            if (!from.equals(to)) {
                Location unused = location(to);
                List<ManifestIndex.Entry> there =
                        index.at(from).stream().filter(choice::includes).toList();
                there.forEach(entry -> relink(entry, to));
                if (!there.isEmpty()) {
                    counts.put(from, new ChangeCount(there.size(), there.size()));
                }
            }
        });
        return counts;
    }

    private void relink(ManifestIndex.Entry entry, String to) {
        Moment moment = next(entry.id());
        records.add(SampleRecord.relinked(entry.id(), entry.location(), location(to), moment));
        updates.add(() -> index.put(entry.at(to, moment)));
    }

    /** @throws DatasetException INVALID if a path is none */
    static Location location(String path) {
        try {
            return StoredPath.locationOf(path);
        } catch (IllegalLocationException e) {
            throw new DatasetException(Kind.INVALID, "a sample can't lie there: " + e.getMessage(), e);
        }
    }

    List<String> insert(List<NewSample> samples) {
        Map<String, String> added = new HashMap<>();
        List<String> ids = new ArrayList<>(samples.size());
        for (NewSample sample : samples) {
            if (sample.path().isBlank()) {
                throw new DatasetException(Kind.INVALID, "a sample must have a file path; one is blank");
            }
            if (!sample.metadata().isEmpty()) {
                checkClass(sample.metadata(), sample.path(), sample.mediaType());
            }
            String path = normal(sample.path());
            ids.add(index.at(path).stream()
                    .map(ManifestIndex.Entry::id)
                    .min(Comparator.naturalOrder())
                    .orElseGet(() -> added.computeIfAbsent(path, at -> add(at, sample))));
        }
        return ids;
    }

    private String add(String path, NewSample sample) {
        Location place = location(path);
        String id = index.freeId(place);
        Moment moment = next(id);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("media_type", sample.mediaType());
        facts.put("tags", sample.tags());
        if (!sample.metadata().isEmpty()) {
            facts.put("outcome", "done");
            facts.put("metadata", sample.metadata());
        }
        records.add(SampleRecord.added(id, place, moment, facts));
        boolean has = !sample.metadata().isEmpty();
        updates.add(() -> index.put(new ManifestIndex.Entry(id, path, sample.mediaType(), has, sample.tags(), moment)));
        return id;
    }

    long delete(List<String> ids) {
        List<ManifestIndex.Entry> there =
                ids.stream().distinct().flatMap(id -> index.find(id).stream()).toList();
        for (ManifestIndex.Entry entry : there) {
            Moment moment = next(entry.id());
            records.add(SampleRecord.removed(entry.id(), entry.location(), moment));
            updates.add(() -> index.remove(entry, moment));
        }
        return there.size();
    }
}
