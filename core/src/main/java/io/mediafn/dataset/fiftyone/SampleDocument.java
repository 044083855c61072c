package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.NewSample;
import java.util.Date;
import org.bson.Document;
import org.bson.types.ObjectId;

/** A new sample's document as FiftyOne's client writes it: in its order, and without what is nothing. */
final class SampleDocument {
    private static final String DATASET_ID = "_dataset_id";
    private static final String CREATED = "created_at";
    private static final double SMALLEST = 0.999;
    private static final double RANGE = 0.001;
    private static final double TWO_TO_THE_32 = 0x1p32;

    private SampleDocument() {}

    static Document of(DatasetInfo info, NewSample sample, ObjectId id, Date now) {
        Document document = new Document("_id", id)
                .append("filepath", sample.path())
                .append("tags", sample.tags())
                .append("_media_type", sample.mediaType())
                .append("_rand", shuffled(id));
        if (info.declares(DATASET_ID)) {
            document.append(DATASET_ID, info.id());
        }
        if (info.declares(CREATED)) {
            document.append(CREATED, now);
        }
        if (info.dates(false)) {
            document.append(DatasetInfo.LAST_MODIFIED, now);
        }
        if (!sample.metadata().isEmpty()) {
            document.append("metadata", MetadataDocument.of(sample.metadata()));
        }
        return document;
    }

    /** By which FiftyOne shuffles: from 0.999 to less than 1. An id is a hash, so its first 32 bits are as good as any. */
    static double shuffled(ObjectId id) {
        return SMALLEST + RANGE * (Integer.toUnsignedLong(id.getTimestamp()) / TWO_TO_THE_32);
    }
}
