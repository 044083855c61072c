package io.mediafn.dataset.fiftyone;

import com.mongodb.client.model.Filters;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Deletes samples with their frames. Media stay where they are. */
final class SampleDeletes {
    private static final int BATCH = 1000;

    private SampleDeletes() {}

    static long delete(Database database, DatasetInfo info, List<ObjectId> ids, Date now) {
        long deleted = 0;
        for (int start = 0; start < ids.size(); start += BATCH) {
            List<ObjectId> batch = ids.subList(start, Math.min(ids.size(), start + BATCH));
            deleted += delete(database, info.samples(), Filters.in("_id", batch));
            // Also those of samples that are gone already: a run that was cut off may have left them.
            info.frames().ifPresent(frames -> delete(database, frames, Filters.in("_sample_id", batch)));
        }
        if (deleted > 0) {
            UpdateResult unused = database.ask(
                    "deleting samples",
                    () -> database.collection("datasets")
                            .updateOne(
                                    Filters.eq("_id", info.id()),
                                    new Document("$set", new Document("last_deletion_at", now))));
        }
        return deleted;
    }

    private static long delete(Database database, String collection, Bson filter) {
        DeleteResult result = database.ask(
                "deleting samples", () -> database.collection(collection).deleteMany(filter));
        return result.getDeletedCount();
    }
}
