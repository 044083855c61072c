package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A dataset that lasts as long as a test; only what operations of metadata need. */
public final class MemoryDataset implements EditableDataset {
    /** What stands of a sample. */
    public record Row(String path, String mediaType, Optional<Map<String, Object>> metadata) {}

    private final Map<String, Row> rows = new TreeMap<>();
    /** How often metadata was written. */
    public int writes;
    /** The number of the write at which the database is away. */
    public int failAtWrite;

    public String add(String path, String mediaType) {
        String id = "%024x".formatted(rows.size() + 1);
        rows.put(id, new Row(path, mediaType, Optional.empty()));
        return id;
    }

    public Row row(String id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException(id);
        }
        return row;
    }

    @Override
    public List<MediaField> mediaFields() {
        return List.of(MediaField.FILEPATH);
    }

    @Override
    public SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        List<Sample> found = new ArrayList<>();
        rows.forEach((id, row) -> {
            boolean behind =
                    selection.after().filter(after -> id.compareTo(after) <= 0).isPresent();
            if (!behind && !(onlyWithoutMetadata && row.metadata().isPresent())) {
                found.add(new Sample(
                        id, row.path(), row.mediaType(), row.metadata().isPresent()));
            }
        });
        Iterator<Sample> samples =
                found.stream().limit(selection.limit().orElse(Long.MAX_VALUE)).iterator();
        return new SampleCursor() {
            @Override
            public boolean hasNext() {
                return samples.hasNext();
            }

            @Override
            public Sample next() {
                return samples.next();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Override
    public List<ChangeCount> setMetadata(List<MetadataChange> changes) {
        writes++;
        if (writes == failAtWrite) {
            throw new DatasetException(DatasetException.Kind.UNAVAILABLE, "gone for a moment");
        }
        List<ChangeCount> counts = new ArrayList<>();
        for (MetadataChange change : changes) {
            long changed = 0;
            for (Map.Entry<String, Row> entry : rows.entrySet()) {
                Row row = entry.getValue();
                boolean open = change.overwrite() || row.metadata().isEmpty();
                if (row.path().equals(change.path()) && open) {
                    entry.setValue(
                            new Row(row.path(), row.mediaType(), Optional.of(new LinkedHashMap<>(change.metadata()))));
                    changed++;
                }
            }
            counts.add(new ChangeCount(changed, changed));
        }
        return counts;
    }

    @Override
    public long count(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        long count = 0;
        try (SampleCursor samples = samples(selection, field, onlyWithoutMetadata)) {
            while (samples.hasNext()) {
                samples.next();
                count++;
            }
        }
        return count;
    }

    @Override
    public void declareField(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long countUnder(MediaField field, String prefix, Selection selection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChangeCount relinkPrefix(MediaField field, String from, String to, Selection selection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Map<MediaField, ChangeCount>> relink(
            List<LinkChange> changes, List<MediaField> fields, Selection selection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> insert(List<NewSample> samples) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long delete(List<String> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void record(List<SampleRecord> observations) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean owns(Location at) {
        return false;
    }

    @Override
    public List<SampleRecord> samples() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Opened again by the next request.
    }
}
