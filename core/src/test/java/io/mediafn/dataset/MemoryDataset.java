package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A dataset that lasts as long as a test, with ids that count up and links in several fields, which a manifest has not.
 * Only what operations on media ask for.
 */
public final class MemoryDataset implements EditableDataset {
    public static final MediaField MASK = new MediaField("truth.mask_path", false);
    public static final MediaField FRAME_MASK = new MediaField("truth.mask_path", true);

    /** What stands of a sample. */
    private record Row(
            Map<MediaField, List<String>> links,
            List<String> tags,
            String mediaType,
            Optional<Map<String, Object>> metadata) {
        List<String> in(MediaField field) {
            return links.getOrDefault(field, List.of());
        }
    }

    private final Map<String, Row> rows = new TreeMap<>();
    private Consumer<String> watch = verb -> {};

    /** Is told of what is asked, and may throw. */
    public void watch(Consumer<String> watcher) {
        watch = watcher;
    }

    public String add(String filepath, String... tags) {
        return addOf("image", filepath, tags);
    }

    public String addOf(String mediaType, String filepath, String... tags) {
        String id = "%024x".formatted(rows.size() + 1);
        Map<MediaField, List<String>> links =
                new HashMap<>(Map.of(MediaField.FILEPATH, new ArrayList<>(List.of(filepath))));
        rows.put(id, new Row(links, List.of(tags), mediaType, Optional.empty()));
        return id;
    }

    public void link(String id, MediaField field, String... paths) {
        links(id).put(field, new ArrayList<>(Arrays.asList(paths)));
    }

    private Row row(String id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException(id);
        }
        return row;
    }

    public Map<MediaField, List<String>> links(String id) {
        return row(id).links();
    }

    public String path(String id) {
        return row(id).in(MediaField.FILEPATH).getFirst();
    }

    public Optional<Map<String, Object>> metadata(String id) {
        return row(id).metadata();
    }

    /** Everything, for comparisons. */
    public String state() {
        return rows.toString();
    }

    @Override
    public List<MediaField> mediaFields() {
        return List.of(MediaField.FILEPATH, MASK, FRAME_MASK);
    }

    private static boolean isSelected(String id, Row row, Selection selection) {
        boolean ofIds = selection.ids().isEmpty() || selection.ids().contains(id);
        boolean ofTags = selection.tags().isEmpty() || row.tags().stream().anyMatch(selection.tags()::contains);
        return ofIds
                && ofTags
                && selection.after().filter(after -> id.compareTo(after) <= 0).isEmpty();
    }

    @Override
    public SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        watch.accept("samples");
        List<Sample> found = new ArrayList<>();
        rows.entrySet().stream()
                .filter(entry -> isSelected(entry.getKey(), entry.getValue(), selection))
                .filter(entry -> !entry.getValue().in(field).isEmpty())
                .filter(entry ->
                        !(onlyWithoutMetadata && entry.getValue().metadata().isPresent()))
                .limit(selection.limit().orElse(Long.MAX_VALUE))
                .forEach(entry -> entry.getValue()
                        .in(field)
                        .forEach(path -> found.add(new Sample(
                                entry.getKey(),
                                path,
                                entry.getValue().mediaType(),
                                entry.getValue().metadata().isPresent()))));
        return new Found(found.iterator());
    }

    private record Found(Iterator<Sample> samples) implements SampleCursor {
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
    }

    @Override
    public long count(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        long count = 0;
        SampleCursor cursor = samples(selection, field, onlyWithoutMetadata);
        for (; cursor.hasNext(); count++) {
            cursor.next();
        }
        return count;
    }

    @Override
    public List<ChangeCount> setMetadata(List<MetadataChange> changes) {
        watch.accept("setMetadata");
        List<ChangeCount> counts = new ArrayList<>();
        for (MetadataChange change : changes) {
            long changed = 0;
            for (Map.Entry<String, Row> entry : rows.entrySet()) {
                Row row = entry.getValue();
                boolean open = change.overwrite() || row.metadata().isEmpty();
                if (row.in(MediaField.FILEPATH).contains(change.path()) && open) {
                    entry.setValue(new Row(
                            row.links(), row.tags(), row.mediaType(), Optional.of(Map.copyOf(change.metadata()))));
                    changed++;
                }
            }
            counts.add(new ChangeCount(changed, changed));
        }
        return counts;
    }

    @Override
    public List<Map<MediaField, ChangeCount>> relink(
            List<LinkChange> changes, List<MediaField> fields, Selection selection) {
        if (selection.limit().isPresent()
                || changes.size() > 1000
                || selection.ids().isEmpty()) {
            throw new AssertionError("what no dataset takes, or what would scan all of it: " + selection);
        }
        watch.accept("relink");
        List<Map<MediaField, ChangeCount>> counts = new ArrayList<>();
        for (LinkChange change : changes) {
            Map<MediaField, ChangeCount> ofFields = new HashMap<>();
            for (MediaField field : fields) {
                long changed = rows.entrySet().stream()
                        .filter(entry -> isSelected(entry.getKey(), entry.getValue(), selection))
                        .map(entry -> entry.getValue().in(field))
                        .filter(paths -> paths.contains(change.from()))
                        .peek(paths -> paths.replaceAll(path -> path.equals(change.from()) ? change.to() : path))
                        .count();
                ofFields.put(field, new ChangeCount(changed, changed));
            }
            counts.add(ofFields);
        }
        watch.accept("relinked");
        return counts;
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
    public List<String> insert(List<NewSample> added) {
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
