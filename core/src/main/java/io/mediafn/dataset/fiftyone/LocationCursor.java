package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Sample;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.bson.Document;
import org.bson.types.ObjectId;

/** The locations of a field, one after the other. For one thread. */
final class LocationCursor implements SampleCursor {
    private static final Iterator<List<Document>> NONE =
            List.<List<Document>>of().iterator();

    private final Database database;
    private final DatasetInfo info;
    private final MediaField field;
    private final FieldPath path;
    private final SamplePages samples;
    private Map<ObjectId, Document> ofFrames = Map.of();
    private Iterator<List<Document>> frames = NONE;
    private final Deque<Sample> ready = new ArrayDeque<>();

    LocationCursor(
            Database database,
            DatasetInfo info,
            Selection selection,
            MediaField field,
            FieldPath path,
            boolean onlyWithoutMetadata) {
        this.database = database;
        this.info = info;
        this.field = field;
        this.path = path;
        // Of the metadata only its class, to see whether there is any.
        Document fields = new Document("_media_type", 1).append("metadata._cls", 1);
        if (!field.ofFrames()) {
            fields.append(path.dotted(), 1);
        }
        this.samples = new SamplePages(
                database,
                info.samples(),
                SampleFilters.of(info, selection, field, path, onlyWithoutMetadata),
                selection,
                fields);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && (frames.hasNext() || samples.hasNext())) {
            if (frames.hasNext()) {
                frames.next().forEach(this::addFrame);
            } else if (field.ofFrames()) {
                ofFrames = byId(samples.next());
                frames = info.frames().isEmpty()
                        ? NONE
                        : new FramePages(database, info.frames().get(), List.copyOf(ofFrames.keySet()), path);
            } else {
                samples.next().forEach(sample -> add(sample, sample));
            }
        }
        return !ready.isEmpty();
    }

    private static Map<ObjectId, Document> byId(List<Document> page) {
        Map<ObjectId, Document> byId = new LinkedHashMap<>();
        page.forEach(sample -> byId.put(sample.getObjectId("_id"), sample));
        return byId;
    }

    private void addFrame(Document frame) {
        Document sample = ofFrames.get(frame.getObjectId("_sample_id"));
        if (sample != null) {
            add(sample, frame);
        }
    }

    private void add(Document sample, Document holder) {
        String type = sample.get("_media_type") instanceof String text
                ? text
                : info.mediaType().orElse("");
        boolean hasMetadata = sample.get("metadata") instanceof Document;
        for (String location : path.textsOf(holder)) {
            ready.add(new Sample(sample.getObjectId("_id").toHexString(), location, type, hasMetadata));
        }
    }

    @Override
    public Sample next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more samples");
        }
        return ready.remove();
    }

    @Override
    public void close() {
        // Nothing is open between two pages.
    }
}
