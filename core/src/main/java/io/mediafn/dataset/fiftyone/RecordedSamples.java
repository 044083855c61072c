package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.Selection;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;

/** All samples of a dataset as records. */
final class RecordedSamples {
    private static final Document FIELDS = new Document("filepath", 1)
            .append("_media_type", 1)
            .append("tags", 1)
            .append("metadata", 1)
            .append(DatasetInfo.LAST_MODIFIED, 1);

    private RecordedSamples() {}

    static List<SampleRecord> read(Database database, DatasetInfo info) {
        SamplePages pages = new SamplePages(database, info.samples(), new Document(), Selection.all(), FIELDS);
        List<SampleRecord> records = new ArrayList<>();
        while (pages.hasNext()) {
            pages.next().forEach(sample -> records.add(toRecord(sample)));
        }
        records.sort(Comparator.comparing(SampleRecord::filepath));
        return records;
    }

    private static SampleRecord toRecord(Document sample) {
        ObjectId id = sample.getObjectId("_id");
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String key : List.of("tags", "metadata")) {
            Object value = sample.get(key);
            if (value != null) {
                facts.put(key, value);
            }
        }
        if (sample.get("_media_type") instanceof String type) {
            facts.put("media_type", type);
        }
        Instant at = sample.get(DatasetInfo.LAST_MODIFIED) instanceof Date last
                ? last.toInstant()
                : id.getDate().toInstant();
        return new SampleRecord(id.toHexString(), location(id, sample), Optional.empty(), "", at, false, facts);
    }

    private static Location location(ObjectId id, Document sample) {
        try {
            return SamplePaths.toLocation(String.valueOf(sample.get("filepath")));
        } catch (IllegalLocationException e) {
            throw new DatasetException(
                    Kind.INVALID, "the sample " + id + " has a file path that is no location: " + e.getMessage(), e);
        }
    }
}
