package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Samples and where their media lie, for as long as a test: what operations need that relink. */
public final class LinkedDataset implements EditableDataset {
    public static final MediaField MASK = new MediaField("truth.mask_path", false);
    public static final MediaField FRAME_MASK = new MediaField("truth.mask_path", true);

    private final Map<String, Map<MediaField, List<String>>> samples = new TreeMap<>();
    private final Map<String, List<String>> tags = new HashMap<>();
    private Consumer<String> watch = verb -> {};

    /** Is told of what is asked, and may throw. */
    public void watch(Consumer<String> watcher) {
        watch = watcher;
    }

    public String add(String filepath, String... ofTags) {
        String id = "%024x".formatted(samples.size() + 1);
        samples.put(id, new LinkedHashMap<>(Map.of(MediaField.FILEPATH, new ArrayList<>(List.of(filepath)))));
        tags.put(id, List.of(ofTags));
        return id;
    }

    public void link(String id, MediaField field, String... paths) {
        links(id).put(field, new ArrayList<>(Arrays.asList(paths)));
    }

    public Map<MediaField, List<String>> links(String id) {
        Map<MediaField, List<String>> links = samples.get(id);
        if (links == null) {
            throw new IllegalArgumentException(id);
        }
        return links;
    }

    public String path(String id) {
        return links(id).getOrDefault(MediaField.FILEPATH, List.of()).getFirst();
    }

    /** Everything, for comparisons. */
    public String state() {
        return samples.toString();
    }

    @Override
    public List<MediaField> mediaFields() {
        return List.of(MediaField.FILEPATH, MASK, FRAME_MASK);
    }

    private boolean isSelected(String id, Selection selection) {
        boolean ofIds = selection.ids().isEmpty() || selection.ids().contains(id);
        boolean ofTags = selection.tags().isEmpty()
                || tags.getOrDefault(id, List.of()).stream().anyMatch(selection.tags()::contains);
        return ofIds
                && ofTags
                && selection.after().filter(after -> id.compareTo(after) <= 0).isEmpty();
    }

    @Override
    public SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        watch.accept("samples");
        List<Sample> found = new ArrayList<>();
        samples.entrySet().stream()
                .filter(entry -> isSelected(entry.getKey(), selection))
                .filter(entry ->
                        !entry.getValue().getOrDefault(field, List.of()).isEmpty())
                .limit(selection.limit().orElse(Long.MAX_VALUE))
                .forEach(entry -> entry.getValue()
                        .getOrDefault(field, List.of())
                        .forEach(path -> found.add(new Sample(entry.getKey(), path, "image", false))));
        Iterator<Sample> each = found.iterator();
        return new SampleCursor() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Sample next() {
                return each.next();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
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
                long changed = samples.entrySet().stream()
                        .filter(entry -> isSelected(entry.getKey(), selection))
                        .map(entry -> entry.getValue().getOrDefault(field, new ArrayList<>()))
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
    public List<ChangeCount> setMetadata(List<MetadataChange> changes) {
        throw new UnsupportedOperationException();
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
